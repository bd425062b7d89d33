import { once } from "node:events";
import { resolve } from "node:path";
import { readSigner, replaceFile, UsageError } from "@trust-center/authoring";
import {
  addCosignatures,
  parseCheckpoint,
  parseLogKey,
  signCosignature,
  TrustCenterError,
  toVerifierKey,
  verifyLogGrowth,
} from "@trust-center/feed";
import type { TrustCenter } from "@trust-center/sdk";
import { fileStore } from "@trust-center/sdk/file-store";
import { exitCodes } from "../exit-codes.ts";
import { nowFrom } from "../output/clock.ts";
import { passphraseFrom } from "../output/passphrase.ts";
import { portFrom } from "../serve/port.ts";
import { loadWhole } from "../verify/feed.ts";
import { addressFrom, checkPin } from "../verify/target.ts";
import { type WitnessMemory, witnessMemory } from "../witness/memory.ts";
import { serveWitness } from "../witness/server.ts";
import type { Context } from "./context.ts";

export interface WitnessOptions {
  key?: string;
  name?: string;
  pin?: string;
  state?: string;
  out?: string;
  serve?: boolean;
  log?: string[];
  port?: string;
  host?: string;
  passphraseEnv?: string;
  now?: string;
}

/** `trust-center witness` */
export function witness(target: string | undefined, options: WitnessOptions, context: Context): Promise<number> {
  if (options.serve) return serveLogs(target, options, context);
  if (target !== undefined) return look(target, options, context);
  throw new UsageError("Expected the address of a feed to look at, or --serve to be asked by logs; found neither.");
}

/**
 * Verifies a feed against this witness's own memory, and signs its checkpoint. The memory is written before the signature
 * is made: no two histories of one size are ever signed.
 */
async function look(target: string, options: WitnessOptions, { io, reporter }: Context): Promise<number> {
  const { key, name, pin, state } = complete(options, { ...own, pin: "sha256-…" });
  checkPin(pin);
  const now = nowFrom(io, options.now);
  const signer = await readSigner(resolve(io.cwd, key), passphraseFrom(io, options.passphraseEnv));
  const memory = witnessMemory(fileStore(resolve(io.cwd, state)), signer.publicKey);
  const address = addressFrom(target);
  const center = await loadWhole(address, { pin, state: resolve(io.cwd, state), now, signal: io.signal });
  if (center.problem) throw center.problem;
  await remember(center, memory);
  const { checkpoint, manifest } = center.head;
  const line = await signCosignature(checkpoint, name, signer, now);
  const note = addCosignatures(checkpoint, [line]);
  const verifierKey = await toVerifierKey({ name, key: signer.publicKey });
  if (options.out !== undefined) await replaceFile(resolve(io.cwd, options.out), new TextEncoder().encode(note));
  reporter.data({ address: center.address, log: manifest.log, checkpoint: note, verifierKey });
  if (options.out === undefined) {
    for (const text of note.trimEnd().split("\n")) reporter.say(text);
    return exitCodes.ok.code;
  }
  reporter.say(
    `Signed the log of ${center.address} at size ${manifest.log.size}, which only grew since the last look.`,
  );
  reporter.say(`Send ${options.out} to the vendor, who runs: trust-center cosign ${options.out}`);
  reporter.say(`Readers who trust you name your key: ${verifierKey}`);
  return exitCodes.ok.code;
}

/** How often a state is held against what others keep meanwhile. */
const attempts = 8;

/** Remembers a log as cosigned, where it continues what this key has cosigned, for whoever asked. */
async function remember({ head, read }: TrustCenter, memory: WitnessMemory): Promise<void> {
  const { origin } = parseCheckpoint(head.checkpoint);
  const { log } = head.manifest;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const before = await memory.read(origin);
    if (log.size < before.size) {
      throw new TrustCenterError(
        "rollback",
        `Expected a log of at least the size ${before.size} that this witness has signed, found size ${log.size}.`,
        { remembered: before, found: log },
      );
    }
    if (log.size === before.size && log.root !== before.root) {
      throw new TrustCenterError(
        "fork",
        `Expected the log of size ${log.size} that this witness has signed, found another.`,
        {
          remembered: before,
          found: log,
        },
      );
    }
    if (before.size > 0 && before.size < log.size) await verifyLogGrowth({ ...head, grownFrom: before }, read);
    if (await memory.replace(origin, before, { size: log.size, root: log.root })) return;
  }
  throw new TrustCenterError("storage", `Others changed the memory of ${origin} ${attempts} times. Try again.`, {
    origin,
  });
}

/** Cosigns what known logs ask for (C2SP tlog-witness), until it is interrupted. */
async function serveLogs(target: string | undefined, options: WitnessOptions, { io, reporter }: Context) {
  const { key, name, state } = complete(options, own);
  if (target !== undefined)
    throw new UsageError(`Expected --log for each log to cosign, found the address “${target}”.`);
  if (!options.log) {
    throw new UsageError("Expected --log with a log's verifier key, as `trust-center keys log` prints it, found none.");
  }
  const logs = await Promise.all(options.log.map(parseLogKey));
  const port = portFrom(options.port ?? "8080");
  const signer = await readSigner(resolve(io.cwd, key), passphraseFrom(io, options.passphraseEnv));
  const verifierKey = await toVerifierKey({ name, key: signer.publicKey });
  const memory = witnessMemory(fileStore(resolve(io.cwd, state)), signer.publicKey);
  const serving = await serveWitness(
    { name, signer, logs, memory },
    {
      port,
      host: options.host ?? "127.0.0.1",
      now: () => nowFrom(io, options.now),
      signal: io.signal,
      onAnswer: ({ method, path, status, origin, size, problem }) => {
        reporter.record({
          at: new Date().toISOString(),
          method,
          path,
          status,
          origin,
          size,
          ...(problem !== undefined && { problem: String(problem) }),
        });
        reporter.say(`${status} ${method} ${path}${origin === undefined ? "" : `  ${origin} at size ${size}`}`);
        if (problem !== undefined) reporter.complain(String(problem));
      },
    },
  );
  reporter.record({
    url: serving.url,
    port: serving.port,
    verifierKey,
    logs: [...new Set(logs.map(({ origin }) => origin))],
  });
  reporter.say(`Witness ${name} at ${serving.url}: logs name it with this key: ${verifierKey}`);
  reporter.say("Ctrl-C ends it.");
  if (!io.signal.aborted) await once(io.signal, "abort");
  await serving.close();
  return exitCodes.ok.code;
}

/** What a witness always needs, by example. */
const own = { key: "witness.key.pem", name: "witness.example/w1", state: "witnessed" };

function complete<Name extends "key" | "name" | "pin" | "state">(
  options: WitnessOptions,
  examples: Record<Name, string>,
): Record<Name, string> {
  for (const [option, example] of Object.entries(examples) as [Name, string][]) {
    if (options[option] === undefined) {
      throw new UsageError(`Expected --${option}, found nothing. For example: --${option} ${example}`);
    }
  }
  return options as Record<Name, string>;
}
