import { signers } from "./envelope.ts";
import { Failure, fail, require } from "./failure.ts";
import { base64url, type Json, parse } from "./json.ts";
import { walk } from "./roots.ts";
import { follows } from "./schema.ts";

/* §10.2 */

const minutes = 60_000;
const day = 24 * 60 * minutes;

/** A receipt under the roots of a feed, which are verified from the pin. */
export function readReceipt(
  compact: string,
  envelopes: readonly Json[],
  { address, pin }: { address: string; pin: string },
): Json {
  const { roots } = walk(envelopes, { address, pin, state: null });
  const parts = compact.trim().split(".");
  require(parts.length === 3, "malformed", "not three parts");
  const [encoded, payload = "", signature] = parts;
  const kid = signerOf({ payload, signatures: [{ protected: encoded, signature }] }, roots);
  const receipt = follows("receipt", parse(base64url(payload), 16));
  const filed = Date.parse(receipt.filed);
  const serves = roots.some((root, index) => {
    const next = roots[index + 1];
    return (
      root.roles.receipt.kids.includes(kid) &&
      Date.parse(root.issued) - 5 * minutes <= filed &&
      (!next || filed <= Date.parse(next.issued) + day)
    );
  });
  require(serves, "key-refused", "not in its time of service");
  require(receipt.feed === address, "wrong-feed");
  require(receipt.pin === pin, "pin-mismatch");
  return receipt;
}

/** The newest root first; where none verifies it, the failure under the oldest. */
function signerOf(envelope: Json, roots: readonly Json[]): string {
  let last: unknown;
  for (const root of [...roots].reverse()) {
    try {
      const [kid] = signers(envelope, "trust-center-receipt+jwt", root, "receipt");
      return kid ?? fail("signature-invalid");
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      last = error;
    }
  }
  throw last;
}
