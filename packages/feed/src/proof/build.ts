import { toBinary } from "../bytes/base64url.ts";
import { toHex } from "../bytes/hex.ts";
import { decodeUtf8 } from "../bytes/json.ts";
import { inclusionProof } from "../log/inclusion.ts";
import { leafHash } from "../log/merkle.ts";
import { splitLines } from "../verify/history.ts";
import type { ProofBundle } from "./bundle.ts";
import { proveEntry } from "./tlog-proof.ts";

/** What a bundle is made of: files as they were verified. */
export interface ProofInput {
  /** The feed's address. */
  feed: string;
  /** The instant asked about. */
  at: string;
  head: Uint8Array;
  history: Uint8Array<ArrayBuffer>;
  /** Where in the log the entry stands that applied. */
  index: number;
  /** The feed that it names. */
  list: Uint8Array;
  /** Checkpoints with cosignatures, of states of the log that hold the entry. */
  cosigned?: readonly string[];
  /** Checkpoints of states that hold the entry, and time stamp tokens over their text. */
  stamped?: readonly { checkpoint: string; token: Uint8Array }[];
}

/** Puts together what shows which list applied at an instant. */
export async function buildProof({
  feed,
  at,
  head,
  history,
  index,
  list,
  cosigned = [],
  stamped = [],
}: ProofInput): Promise<ProofBundle> {
  const lines = splitLines(history);
  const leaves = await Promise.all(lines.map((line) => leafHash(line)));
  const prove = async (index: number, line: Uint8Array) => ({
    index,
    line: decodeUtf8(line),
    proof: (await inclusionProof(index, leaves)).map(toHex),
  });
  const [entry, next] = lines.slice(index, index + 2);
  if (!entry) throw new RangeError(`Expected the index of one of ${lines.length} entries, found ${index}.`);
  return {
    type: "as-of",
    format: 1,
    feed,
    at,
    head: decodeUtf8(head),
    entry: await prove(index, entry),
    ...(next && { next: await prove(index + 1, next) }),
    list: decodeUtf8(list),
    ...(cosigned.length > 0 && {
      cosigned: await Promise.all(cosigned.map((checkpoint) => proveEntry(lines, index, checkpoint))),
    }),
    ...(stamped.length > 0 && {
      stamped: await Promise.all(
        stamped.map(async ({ checkpoint, token }) => ({
          proof: await proveEntry(lines, index, checkpoint),
          token: btoa(toBinary(token)),
        })),
      ),
    }),
  };
}
