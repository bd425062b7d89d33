import { Agent, request } from "node:http";

/** What a run of requests found. */
export interface Posted {
  perSecond: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  refused: number;
  /** Microseconds of this process's own processor time, for one request. */
  microseconds: number;
}

/**
 * Posts bodies, so many at a time, each of them once: `node poster.ts URL CONNECTIONS`, bodies on stdin, one a line. A
 * process of its own, so that it does not share the service's thread.
 */
const [url = "", connections = "32"] = process.argv.slice(2);
const bodies: string[] = [];
let held = "";
for await (const chunk of process.stdin) {
  held += chunk;
  const lines = held.split("\n");
  held = lines.pop() ?? "";
  bodies.push(...lines);
}
const agent = new Agent({ keepAlive: true, maxSockets: Number(connections) });
const times: number[] = [];
let refused = 0;
let next = 0;

const post = (body: string, at: number) =>
  new Promise<void>((resolve, reject) => {
    const began = performance.now();
    const headers = {
      "content-type": "application/json",
      "content-length": Buffer.byteLength(body),
      // Each from a network of its own: limits are not what is measured.
      "x-forwarded-for": `10.${(at >> 16) & 255}.${(at >> 8) & 255}.${at & 255}`,
    };
    const sent = request(url, { method: "POST", agent, headers }, (response) => {
      response.resume().on("end", () => {
        times.push(performance.now() - began);
        if (response.statusCode !== 202) refused++;
        resolve();
      });
    });
    sent.on("error", reject);
    sent.end(body);
  });

const cpu = process.cpuUsage();
const began = performance.now();
await Promise.all(
  Array.from({ length: Number(connections) }, async () => {
    while (next < bodies.length) {
      const at = next++;
      await post(bodies[at] as string, at);
    }
  }),
);
const seconds = (performance.now() - began) / 1000;
const { user, system } = process.cpuUsage(cpu);
times.sort((one, other) => one - other);
const quantile = (part: number) => times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0;
const found: Posted = {
  ...{ perSecond: bodies.length / seconds, p50: quantile(0.5), p99: quantile(0.99), refused },
  microseconds: (user + system) / bodies.length,
};
console.log(JSON.stringify(found));
agent.destroy();
