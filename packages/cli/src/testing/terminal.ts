import { PassThrough } from "node:stream";
import type { Io } from "../output/io.ts";

/** Somebody at a terminal, who answers each question once it was asked. */
export function answering(given: readonly (readonly [question: RegExp, answer: string])[]) {
  const [stdin, terminal] = [new PassThrough(), new PassThrough()];
  const left = [...given];
  let [asked, all] = ["", ""];
  terminal.on("data", (chunk) => {
    asked += chunk;
    all += chunk;
    const at = left.findIndex(([question]) => question.test(asked));
    if (at < 0) return;
    const [answer] = left.splice(at, 1).map(([, text]) => text);
    asked = "";
    setImmediate(() => stdin.write(`${answer}\n`));
  });
  const io: Pick<Io, "interactive" | "stdin" | "terminal"> = { interactive: true, stdin, terminal };
  return {
    io,
    /** What stood on the terminal. */
    seen: () => all,
    /** Answers that nothing asked for. */
    left: () => left,
  };
}
