import {
  parseVerifierKey,
  policyReference,
  type Tree,
  TrustCenterError,
  verify,
  verifyCosignatures,
  verifyPolicy,
} from "@trust-center/feed";
import type { Expected, FeedVector } from "../vector.ts";

/** Serves files as a careful client reads them: never beyond the cap. */
export const from = (files: Tree) => async (path: string, maxBytes: number) => {
  const bytes = files.get(path);
  if (!bytes) throw new TrustCenterError("network", `No file ${path}`);
  if (bytes.length > maxBytes) throw new TrustCenterError("too-large", path);
  return bytes;
};

/** What the project's own reader ends with. */
export const outcomeOf = (work: () => Promise<object>): Promise<Expected> =>
  work().then(
    (found): Expected => ({ ok: true, ...found }),
    (error: unknown): Expected => {
      if (error instanceof TrustCenterError) return { ok: false, code: error.code };
      throw error;
    },
  );

/** Reads a feed vector. */
export const readFeed = (vector: Omit<FeedVector, "expect">): Promise<Expected> =>
  outcomeOf(async () => {
    const { address, pin, state, strict, needed } = vector;
    const now = Date.parse(vector.now);
    const read = from(vector.files);
    const verified = await verify(read, {
      feed: address,
      now,
      strict,
      ...(pin !== null && { pin }),
      ...(state && { remembered: state }),
    });
    for (const sha256 of vector.policies) {
      const { path, length } = policyReference(verified, sha256);
      await verifyPolicy(verified, sha256, await read(path, length));
    }
    const witnesses = await Promise.all(vector.witnesses.map(parseVerifierKey));
    const found = await verifyCosignatures(verified.checkpoint, witnesses, now);
    if (found.length < needed) throw new TrustCenterError("unwitnessed", "Expected more witnesses.");
    return { trust: verified.trust, state: verified.next };
  });
