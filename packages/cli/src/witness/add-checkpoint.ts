import {
  countCheckpointSignatures,
  fromHex,
  type Log,
  readAddCheckpoint,
  type Signer,
  signCosignature,
  TrustCenterError,
  verifyConsistency,
} from "@trust-center/feed";
import { isSame, type WitnessMemory } from "./memory.ts";

/** Somebody who cosigns the logs of others when they ask. */
export interface AskedWitness {
  name: string;
  signer: Signer;
  /** Each log, by the keys that it is known to sign with. */
  logs: readonly Log[];
  memory: WitnessMemory;
}

/** An answer of HTTP, and what it is about, for the witness's own log. */
export interface Answer {
  status: number;
  type: string;
  body: string;
  origin?: string;
  size?: number;
}

/** How often a request is looked at again because others for the same log came between. */
const attempts = 8;

/**
 * Answers a request to cosign a checkpoint (C2SP tlog-witness, `add-checkpoint`). What is cosigned is remembered before,
 * in the place of the state that it was verified against: of two histories of one size one is ever signed.
 *
 * @param now Milliseconds since 1970: when the witness looked.
 * @throws {TrustCenterError} `storage`
 */
export async function answerAddCheckpoint(witness: AskedWitness, body: string, now: number): Promise<Answer> {
  const request = readRequest(body);
  if (!request) return refusal(400, "Expected a request of C2SP tlog-witness: old size, proof, checkpoint.");
  const { old, proof, checkpoint, stated } = request;
  const about = { origin: stated.origin, size: stated.size };
  const keys = witness.logs.filter(({ origin }) => origin === stated.origin).map(({ key }) => key);
  if (keys.length === 0) return { ...refusal(404, "This witness does not know the log."), ...about };
  if (!(await isSigned(checkpoint, keys))) {
    return { ...refusal(403, "Expected a signature by a key of the log that this witness knows."), ...about };
  }
  const next = { size: stated.size, root: stated.root };
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const before = await witness.memory.read(stated.origin);
    if (old !== before.size || (next.size === before.size && !isSame(next, before))) {
      return { ...conflict(before.size), ...about };
    }
    const isGrowth =
      old === 0 || (await verifyConsistency(old, next.size, fromHex(before.root), fromHex(next.root), proof));
    if (!isGrowth) return { ...refusal(422, "The proof does not show that the log only grew."), ...about };
    if (!(await witness.memory.replace(stated.origin, before, next))) continue;
    const line = await signCosignature(checkpoint, witness.name, witness.signer, now);
    return { status: 200, type: "text/plain; charset=utf-8", body: line, ...about };
  }
  return { ...refusal(503, "Too many requests for this log came at once. Try again."), ...about };
}

function readRequest(body: string) {
  try {
    return readAddCheckpoint(body);
  } catch (error) {
    if (error instanceof TrustCenterError) return undefined;
    throw error;
  }
}

/** A line that claims a known key and does not verify spoils the note (C2SP signed-note). */
async function isSigned(checkpoint: string, keys: readonly Log["key"][]): Promise<boolean> {
  try {
    return (await countCheckpointSignatures(checkpoint, keys)) > 0;
  } catch (error) {
    if (error instanceof TrustCenterError) return false;
    throw error;
  }
}

const refusal = (status: number, text: string): Answer => ({
  status,
  type: "text/plain; charset=utf-8",
  body: `${text}\n`,
});

/** Says which size was cosigned last. */
const conflict = (size: number): Answer => ({ status: 409, type: "text/x.tlog.size", body: `${size}\n` });
