import { spawn } from "node:child_process";

/** How a program ended, and all that it wrote. */
export interface Ran {
  code: number;
  output: string;
}

/** Runs a program, passing on what it writes. Interrupting this process interrupts it too. */
export function run([program, ...values]: [string, ...string[]]): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(program, values, { stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    for (const [stream, target] of [
      [child.stdout, process.stdout],
      [child.stderr, process.stderr],
    ] as const) {
      stream.on("data", (data: Buffer) => {
        output += data;
        target.write(data);
      });
    }
    child.once("error", (error) => {
      console.error(`${program}: ${error.message}`);
      resolve({ code: 1, output });
    });
    child.once("close", (code) => resolve({ code: code ?? 1, output }));
  });
}
