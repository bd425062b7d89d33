import { fromBinary, toBinary } from "../bytes/base64url.ts";
import { TrustCenterError } from "../errors.ts";
import { limits } from "../limits.ts";
import { type Checkpoint, parseCheckpoint } from "./checkpoint.ts";
import type { Hash } from "./hash.ts";

/** What a log asks of a witness: to cosign a checkpoint (C2SP tlog-witness, `add-checkpoint`). */
export interface AddCheckpoint {
  /** Size of the log that the witness is held to have cosigned last; 0 for none. */
  old: number;
  /** Shows that the log of that size is a prefix of the checkpoint's. Empty where `old` is 0 or the same size. */
  proof: readonly Hash[];
  /** A signed note. */
  checkpoint: string;
}

/** Lines of a proof: a log of 2⁶³ entries needs no more. */
const maxProof = 63;

/** Characters of a body: a checkpoint, a proof whose lines have 45 characters, and the line before it. */
export const addCheckpointLimit: number = limits.checkpoint + maxProof * 45 + 32;

/** The body of a request. */
export function writeAddCheckpoint({ old, proof, checkpoint }: AddCheckpoint): string {
  return `old ${old}\n${proof.map((hash) => `${btoa(toBinary(hash))}\n`).join("")}\n${checkpoint}`;
}

/**
 * Reads the body of a request. That its proof proves anything, and that anybody signed it, is not looked at.
 *
 * @throws {TrustCenterError} `malformed`, `too-large`
 */
export function readAddCheckpoint(body: string): AddCheckpoint & { stated: Checkpoint } {
  const found = /^old (0|[1-9]\d{0,15})\n((?:[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=\n){0,63})\n/.exec(body);
  if (!found) {
    throw new TrustCenterError(
      "malformed",
      `Expected “old <size>”, at most ${maxProof} lines of a proof, an empty line and a checkpoint (C2SP tlog-witness).`,
    );
  }
  const [head, size, lines = ""] = found;
  const proof = lines
    .split("\n")
    .filter(Boolean)
    .map((line) => fromBinary(atob(line)));
  const checkpoint = body.slice(head.length);
  const stated = parseCheckpoint(checkpoint);
  const old = Number(size);
  if (!Number.isSafeInteger(stated.size) || old > stated.size) {
    throw new TrustCenterError(
      "malformed",
      `Expected the old size to be at most the checkpoint's, found ${old} and ${stated.size}.`,
    );
  }
  if (proof.length === 0 || (old > 0 && old < stated.size)) return { old, proof, checkpoint, stated };
  throw new TrustCenterError("malformed", `Expected no proof from size ${old} to ${stated.size}, found one.`);
}
