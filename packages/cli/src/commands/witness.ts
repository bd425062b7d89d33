import { resolve } from "node:path";
import { readSigner, replaceFile, UsageError } from "@trust-center/authoring";
import { addCosignatures, signCosignature, toVerifierKey } from "@trust-center/feed";
import { exitCodes } from "../exit-codes.ts";
import { nowFrom } from "../output/clock.ts";
import { passphraseFrom } from "../output/passphrase.ts";
import { loadWhole } from "../verify/feed.ts";
import { addressFrom, checkPin } from "../verify/target.ts";
import type { Context } from "./context.ts";

export interface WitnessOptions {
  key?: string;
  name?: string;
  pin?: string;
  state?: string;
  out?: string;
  passphraseEnv?: string;
  now?: string;
}

/**
 * `trust-center witness`: verifies a feed against this witness's own memory, and signs its checkpoint. The memory is
 * written before the signature is made: no two histories of one size are ever signed.
 */
export async function witness(target: string, options: WitnessOptions, { io, reporter }: Context): Promise<number> {
  const { key, name, pin, state } = complete(options);
  const now = nowFrom(io, options.now);
  const signer = await readSigner(resolve(io.cwd, key), passphraseFrom(io, options.passphraseEnv));
  const address = addressFrom(target);
  const center = await loadWhole(address, { pin, state: resolve(io.cwd, state), now, signal: io.signal });
  if (center.problem) throw center.problem;
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

function complete(options: WitnessOptions): Required<Pick<WitnessOptions, "key" | "name" | "pin" | "state">> {
  const examples = { key: "witness.key.pem", name: "witness.example/w1", pin: "sha256-…", state: "witnessed" };
  for (const [option, example] of Object.entries(examples) as [keyof typeof examples, string][]) {
    if (options[option] === undefined) {
      throw new UsageError(`Expected --${option}, found nothing. For example: --${option} ${example}`);
    }
  }
  checkPin(options.pin);
  return options as ReturnType<typeof complete>;
}
