import { startSink } from "../faults/sink.ts";

/**
 * A mail server that takes everything, in a process of its own: `node sink.ts LATENCY` prints its address, then, whenever
 * it is asked by a line on stdin, how many mails it has taken and when the last was whole.
 */
const sink = await startSink();
sink.latency = Number(process.argv[2] ?? 0);

let last = 0;
sink.decide = () => {
  last = Date.now();
  return "take";
};

console.log(sink.url);
process.stdin.on("data", () => console.log(JSON.stringify({ taken: sink.taken.length, last })));
process.stdin.on("end", () => process.exit());
