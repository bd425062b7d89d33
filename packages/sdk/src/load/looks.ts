import { type PublicSince, TrustCenterError } from "@trust-center/feed";
import { array, gte, int, literal, looseObject, string } from "zod/mini";
import type { Store } from "../store/store.ts";
import type { TrustCenter } from "./center.ts";

/** When a reader first saw a log of a size, by its own clock. */
export interface Look {
  size: number;
  /** An instant. */
  at: string;
}

const looksSchema = looseObject({
  format: literal(1),
  pin: string(),
  /** By size, the smallest first. */
  looks: array(looseObject({ size: int().check(gte(1)), at: string() })),
});

/** How many are remembered. Where there are more, older entries count as seen with the first look that is left. */
const most = 256;

const keyOf = (address: string) => `looks:${address}`;

/**
 * Remembers that a log was seen at its size, and gives all such looks of this reader. A copy that was not fetched afresh is
 * no look.
 *
 * @param store Absent: this look is the only one.
 * @throws {TrustCenterError} `storage` where it cannot be kept and the store is not disposable
 */
export async function keepLook(
  { address, pin, verified, freshness, head }: TrustCenter,
  store: Store | undefined,
): Promise<Look[]> {
  const own = freshness === "fresh" ? { size: head.manifest.log.size, at: verified } : undefined;
  if (!store) return own ? [own] : [];
  let looks: Look[] = [];
  try {
    if (!own) return looksIn(await store.read(keyOf(address)), pin);
    const kept = looksIn(await store.read(keyOf(address)), pin);
    // What says nothing new is not written.
    if (own.size <= (kept.at(-1)?.size ?? 0)) return kept;
    await store.update(keyOf(address), (found) => {
      const before = looksIn(found, pin);
      looks = own.size > (before.at(-1)?.size ?? 0) ? [...before, own].slice(-most) : before;
      return { format: 1, pin, looks };
    });
    return looks;
  } catch (cause) {
    if (store.disposable) return own ? [own] : [];
    throw new TrustCenterError(
      "storage",
      `Expected the memory of when ${address} was seen to be kept. Restore it, or remove it: then it begins anew. ${(cause as Error).message}`,
      { feed: address },
      { cause },
    );
  }
}

/** What is kept of the same feed; nothing where it is something else. */
function looksIn(kept: unknown, pin: string): Look[] {
  const found = looksSchema.safeParse(kept, { jitless: true });
  return found.success && found.data.pin === pin ? found.data.looks : [];
}

/** Since when a reader itself has seen an entry, by its place in the log. */
export function seenSince(looks: readonly Look[], index: number): PublicSince | undefined {
  const first = looks.find(({ size }) => size > index);
  return first && { at: first.at, by: "reader" };
}
