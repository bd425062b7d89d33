import { type PublicKey, sha256Hex, TrustCenterError, toHex, treeRoot } from "@trust-center/feed";
import type { Store } from "@trust-center/sdk";

/** A log at the largest size that a witness has cosigned, or is about to. */
export interface Cosigned {
  size: number;
  /** Hex. */
  root: string;
}

/** What one key of a witness has cosigned, by the logs' origins. */
export interface WitnessMemory {
  /** What was cosigned last of a log; the empty log where nothing was. */
  read(origin: string): Promise<Cosigned>;
  /**
   * Puts the next state in the place of the one that it was verified against, in one step.
   *
   * @returns false where another state stands there meanwhile; nothing is changed then
   */
  replace(origin: string, before: Cosigned, next: Cosigned): Promise<boolean>;
}

/**
 * What a witness's key has cosigned, kept in a store: the same one for a witness that is asked and one that looks itself.
 * What a reader of the same store has verified counts as cosigned where nothing else is known.
 */
export function witnessMemory(store: Store, key: PublicKey): WitnessMemory {
  const nameOf = (origin: string) => sha256Hex(new TextEncoder().encode(`${key.x}\n${origin}`));
  const placeOf = async (origin: string) => `cosigned-${await nameOf(origin)}`;
  return {
    read: async (origin) => {
      const kept = await store.read(await placeOf(origin));
      return kept === undefined ? ((await seenBy(store, origin)) ?? (await empty())) : cosignedIn(kept, origin);
    },
    replace: async (origin, before, next) => {
      const seen = await seenBy(store, origin);
      const first = seen ?? (await empty());
      let replaced = false;
      await store.update(await placeOf(origin), (kept) => {
        replaced = isSame(kept === undefined ? first : cosignedIn(kept, origin), before);
        return replaced ? { format: 1, origin, key: key.x, ...next } : kept;
      });
      return replaced;
    },
  };
}

export const isSame = (one: Cosigned, other: Cosigned): boolean => one.size === other.size && one.root === other.root;

const empty = async (): Promise<Cosigned> => ({ size: 0, root: toHex(await treeRoot([])) });

/** What a reader with this memory has verified of the feed whose log it is. */
async function seenBy(store: Store, origin: string): Promise<Cosigned | undefined> {
  for (const scheme of ["https", "http"]) {
    const record = (await store.read(`${scheme}://${origin}/`)) as { state?: { log?: unknown } } | undefined;
    if (record !== undefined) return stateIn(record?.state?.log, origin);
  }
  return undefined;
}

function cosignedIn(kept: unknown, origin: string): Cosigned {
  if ((kept as { format?: unknown } | null)?.format === 1) return stateIn(kept, origin);
  throw unreadable(origin);
}

function stateIn(found: unknown, origin: string): Cosigned {
  const { size, root } = (found ?? {}) as { size?: unknown; root?: unknown };
  if (Number.isSafeInteger(size) && typeof root === "string" && /^[0-9a-f]{64}$/.test(root)) {
    return { size: size as number, root };
  }
  throw unreadable(origin);
}

const unreadable = (origin: string) =>
  new TrustCenterError(
    "storage",
    `Expected the memory of ${origin} to be readable. Restore it: a witness that forgets could sign two histories.`,
    { origin },
  );
