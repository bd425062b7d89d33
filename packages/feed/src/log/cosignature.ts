import { fromBase64 } from "../bytes/base64.ts";
import { toHex } from "../bytes/hex.ts";
import { toInstant } from "../document/date.ts";
import { TrustCenterError } from "../errors.ts";
import { signatureIsValid } from "../keys/signature.ts";
import type { Signer } from "../keys/signer.ts";
import { limits } from "../limits.ts";
import { checkpointBody, noteKeyId, noteTypes, parseCheckpoint } from "./checkpoint.ts";
import type { Witness } from "./verifier-key.ts";

/** A witness's statement: the largest consistent log that it had seen at an instant was the one of the checkpoint. */
export interface Cosignature {
  name: string;
  /** An instant. */
  at: string;
}

/** Key id, time, Ed25519 signature. */
const cosignatureLength = 4 + 8 + 64;

/**
 * Signs a checkpoint as a witness. Whoever calls this has seen that the log only grew.
 *
 * @param now Milliseconds since 1970.
 * @returns a signature line, with its newline
 * @throws {TrustCenterError} `malformed` for a checkpoint or a name that is none, `key-refused` for another algorithm
 */
export async function signCosignature(checkpoint: string, name: string, signer: Signer, now: number): Promise<string> {
  parseCheckpoint(checkpoint);
  if (!/^[^\s+]{1,200}$/.test(name)) {
    throw new TrustCenterError("malformed", `Expected a name such as witness.example/w1, found “${name}”.`);
  }
  const { publicKey } = signer;
  if (publicKey.alg !== "Ed25519") {
    throw new TrustCenterError(
      "key-refused",
      `Expected an Ed25519 key, found ${publicKey.alg}: witnesses sign with it.`,
    );
  }
  const seconds = Math.floor(now / 1000);
  const signature = await signer.sign(cosigned(checkpoint, seconds));
  const time = new Uint8Array(8);
  new DataView(time.buffer).setBigUint64(0, BigInt(seconds));
  const id = await noteKeyId(name, publicKey, noteTypes.cosignature);
  return `— ${name} ${btoa(String.fromCharCode(...id, ...time, ...signature))}\n`;
}

/**
 * The statements of known witnesses on a checkpoint, the newest of each key: one who signs under two names is one
 * witness. Lines of others are passed over.
 *
 * @param now Milliseconds since 1970.
 * @throws {TrustCenterError} `signature-invalid` for a line that claims a known key and does not verify (signed-note:
 *   the whole note is refused then), or that is from the future
 */
export const verifyCosignatures = async (
  checkpoint: string,
  witnesses: readonly Witness[],
  now: number,
): Promise<Cosignature[]> => [...(await cosignaturesByKey(checkpoint, witnesses, now)).values()];

/** As {@link verifyCosignatures}, by the `x` of their keys. */
export async function cosignaturesByKey(
  checkpoint: string,
  witnesses: readonly Witness[],
  now: number,
): Promise<Map<string, Cosignature>> {
  const found = new Map<string, Cosignature>();
  for (const { witness, name, at } of await verifiedStatements(checkpoint, witnesses, now)) {
    if (at > (found.get(witness.key.x)?.at ?? "")) found.set(witness.key.x, { name, at });
  }
  return found;
}

/**
 * Every statement of known witnesses on a checkpoint, in the order of its lines.
 *
 * @throws {TrustCenterError} as {@link verifyCosignatures}
 */
export async function verifiedStatements<W extends Witness>(
  checkpoint: string,
  witnesses: readonly W[],
  now: number,
): Promise<(Cosignature & { witness: W })[]> {
  const found: (Cosignature & { witness: W })[] = [];
  for (const line of parseCheckpoint(checkpoint).signatures) {
    const [, name, encoded = ""] = line.split(" ");
    const bytes = fromBase64(encoded);
    for (const witness of witnesses) {
      if (witness.name !== name) continue;
      const id = await noteKeyId(witness.name, witness.key, noteTypes.cosignature);
      if (toHex(bytes.subarray(0, 4)) !== toHex(id)) continue;
      found.push({ name, at: await verifyLine(checkpoint, bytes, witness, now), witness });
    }
  }
  return found;
}

async function verifyLine(checkpoint: string, bytes: Uint8Array<ArrayBuffer>, witness: Witness, now: number) {
  const refuse = (what: string) =>
    new TrustCenterError("signature-invalid", `Expected a cosignature of ${witness.name}, found ${what}.`, {
      witness: witness.name,
      checkpoint,
    });
  if (bytes.length !== cosignatureLength) throw refuse("another length");
  const seconds = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(4));
  if (seconds * 1000 > now + limits.clockSkew) throw refuse("one of the future");
  const isIts = await signatureIsValid(witness.key, bytes.slice(12), cosigned(checkpoint, seconds));
  if (isIts) return toInstant(seconds * 1000);
  throw refuse("one that does not verify");
}

/**
 * Adds signature lines to a checkpoint, each once. Of the statements of one witness's key one stays.
 *
 * @param stays `newest` says that the log still stands; `earliest` says since when what is in it was public.
 */
export function addCosignatures(
  checkpoint: string,
  lines: readonly string[],
  stays: "newest" | "earliest" = "newest",
): string {
  const kept = new Map<string, string>();
  const added = lines.map((line) => line.trimEnd()).filter((line) => line !== "");
  for (const line of [...parseCheckpoint(checkpoint).signatures, ...added]) {
    const { by, time } = statementOf(line);
    const before = statementOf(kept.get(by) ?? "").time;
    if (before < 0n || (stays === "newest" ? time > before : time < before)) kept.set(by, line);
  }
  const text = `${checkpointBody(checkpoint)}\n${[...kept.values()].map((line) => `${line}\n`).join("")}`;
  parseCheckpoint(text);
  return text;
}

/** Whose statement a signature line is, and when it was made; a line of another kind stands for itself. */
function statementOf(line: string): { by: string; time: bigint } {
  const [, name, encoded = ""] = line.split(" ");
  const bytes = fromBase64(encoded);
  if (bytes.length !== cosignatureLength) return { by: line, time: line === "" ? -1n : 0n };
  return { by: `${name} ${toHex(bytes.subarray(0, 4))}`, time: new DataView(bytes.buffer).getBigUint64(4) };
}

/** What an Ed25519 cosignature is over (C2SP tlog-cosignature, "Ed25519 signed message"). */
const cosigned = (checkpoint: string, seconds: number): Uint8Array<ArrayBuffer> =>
  new TextEncoder().encode(`cosignature/v1\ntime ${seconds}\n${checkpointBody(checkpoint)}`);
