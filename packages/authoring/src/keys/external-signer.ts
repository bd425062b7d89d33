import { spawn } from "node:child_process";
import { type NamedKey, type Signer, signatureIsValid, TrustCenterError, withLowS } from "@trust-center/feed";
import type { KeySource } from "../folder/key-source.ts";
import { rawSignature } from "./raw-signature.ts";

const defaultTimeout = 60_000;
const maxOutput = 64 * 1024;

type Command = Extract<KeySource, { command: unknown }>;

/** Commands take turns: two of them must not ask for a PIN at once. */
let last: Promise<unknown> = Promise.resolve();

/**
 * A signer that is a command: it gets the bytes to sign on stdin and prints the signature. What it prints is verified
 * before it is used.
 */
export function externalSigner(source: Command, { kid, publicKey }: NamedKey, signal?: AbortSignal): Signer {
  return {
    kid,
    publicKey,
    sign: async (data) => {
      const turn = last.then(() => runCommand(source, data, signal));
      last = turn.catch(() => {});
      const raw = rawSignature(await turn);
      // Key management services give either s.
      const signature = publicKey.alg === "ES256" ? withLowS(raw) : raw;
      if (await signatureIsValid(publicKey, signature, data)) return signature;
      throw failure(source, `a signature that does not verify under the key in ${source.public}`);
    },
  };
}

function runCommand(source: Command, data: Uint8Array, signal: AbortSignal | undefined): Promise<string> {
  const [program, ...arguments_] = source.command;
  const { timeout = defaultTimeout, cwd } = source;
  const time = AbortSignal.timeout(timeout);
  const ending = signal ? AbortSignal.any([signal, time]) : time;
  return new Promise((resolve, reject) => {
    const child = spawn(program, arguments_, { cwd, stdio: ["pipe", "pipe", "inherit"], signal: ending });
    const letGo = () => {
      // What does not heed the signal, or has children that hold the pipe, must not keep this process.
      child.stdout.destroy();
      child.stdin.destroy();
      child.unref();
    };
    let output = "";
    child.stdout.setEncoding("utf8").on("data", (part: string) => {
      output += part;
      if (output.length <= maxOutput) return;
      child.kill();
      letGo();
      reject(failure(source, `more than ${maxOutput} characters`));
    });
    // A command that does not read all of its input says what is wrong by its exit code.
    child.stdin.on("error", () => {});
    child.stdin.end(data);
    child.on("error", (cause) => {
      letGo();
      if (signal?.aborted) reject(cause);
      else reject(failure(source, time.aborted ? `no answer in ${timeout / 1000} seconds` : cause.message, cause));
    });
    child.on("close", (code, killed) => {
      if (code === 0) resolve(output);
      else reject(failure(source, killed ? `signal ${killed}` : `exit code ${code}`));
    });
  });
}

const failure = (source: Command, found: string, cause?: unknown) =>
  new TrustCenterError(
    "key-refused",
    `Expected ${source.command.join(" ")} to read the bytes to sign from stdin and to print the signature, found ${found}.`,
    { command: source.command },
    { cause },
  );
