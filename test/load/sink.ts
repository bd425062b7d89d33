import { createServer } from "node:net";

/**
 * A mail server that takes everything, in a process of its own: `node sink.ts LATENCY` prints its port, then, whenever it
 * is asked by a line on stdin, how many mails it has taken and when the last came.
 */
const latency = Number(process.argv[2] ?? 0);

let taken = 0;
let last = 0;

const server = createServer((socket) => {
  let isMessage = false;
  let held = "";
  const reply = (line: string) => socket.write(`${line}\r\n`);
  socket.setNoDelay(true).on("error", () => {});
  reply("220 sink ESMTP");
  socket.on("data", (chunk) => {
    held += chunk.toString("latin1");
    for (;;) {
      const end = isMessage ? "\r\n.\r\n" : "\r\n";
      const at = held.indexOf(end);
      if (at < 0) return;
      const line = held.slice(0, at);
      held = held.slice(at + end.length);
      if (isMessage) {
        isMessage = false;
        setTimeout(() => {
          taken++;
          last = Date.now();
          reply("250 taken");
        }, latency);
      } else if (/^DATA/i.test(line)) {
        isMessage = true;
        reply("354 go on");
      } else if (/^QUIT/i.test(line)) {
        reply("221 bye");
        socket.end();
      } else reply("250 ok");
    }
  });
});

server.listen(0, "127.0.0.1", () => console.log((server.address() as { port: number }).port));
process.stdin.on("data", () => console.log(JSON.stringify({ taken, last })));
process.stdin.on("end", () => process.exit());
