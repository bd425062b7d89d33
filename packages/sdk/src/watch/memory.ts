import { check, TrustCenterError } from "@trust-center/feed";
import {
  array,
  enum as enumeration,
  gte,
  int,
  literal,
  looseObject,
  nullable,
  optional,
  type output,
  record,
  string,
} from "zod/mini";
import type { Store } from "../store/store.ts";

const memorySchema = looseObject({
  format: literal(1),
  /** The instant of the last look. */
  at: string(),
  /** Entries of the log that were told. Absent where no look succeeded yet. */
  size: optional(int().check(gte(1))),
  /** Ids of changes, told as effective. */
  effective: array(string()),
  /** Ids of changes, with `#` and the segment where it has a deadline of its own, told as closing. */
  deadlines: array(string()),
  /** Dates of the open changes that were told, by their ids. */
  open: optional(
    record(
      string(),
      looseObject({
        effective: nullable(string()),
        deadline: optional(string()),
        segments: optional(array(looseObject({ id: string(), deadline: string() }))),
      }),
    ),
  ),
  /** Since when those changes are known to have been public, by their ids. */
  public: optional(
    record(
      string(),
      looseObject({ at: string(), by: enumeration(["witness", "timestamp", "reader"]), name: optional(string()) }),
    ),
  ),
  /** Who held the roles in the last root that was told. */
  keys: optional(
    looseObject({
      version: int().check(gte(1)),
      roles: record(string(), looseObject({ threshold: int(), kids: array(string()) })),
    }),
  ),
  /** The `expires` told as near. */
  expiring: optional(string()),
  /** The successor told, as JSON. */
  moved: optional(string()),
  /** The instant before which the vendor's server does not want to be asked again. */
  notBefore: optional(string()),
  /** What the last look met. */
  failing: optional(looseObject({ code: string(), since: string() })),
});

/** What a watch has told of a vendor. */
export type WatchMemory = output<typeof memorySchema>;

const keyOf = (address: string) => `watch:${address}`;

/**
 * What was told of a vendor.
 *
 * @throws {TrustCenterError} `storage` where it cannot be read and the store is not disposable
 */
export async function recallTold(store: Store, address: string): Promise<WatchMemory | undefined> {
  try {
    const kept = await store.read(keyOf(address));
    return kept === undefined || kept === null ? undefined : check(memorySchema, kept, "what was told");
  } catch (cause) {
    if (store.disposable) return undefined;
    if (cause instanceof TrustCenterError && cause.code === "storage") throw cause;
    throw new TrustCenterError(
      "storage",
      `Expected what was told of ${address} to be readable. Restore the memory, or remove it to start again.`,
      { feed: address },
      { cause },
    );
  }
}

/** Remembers what was told of a vendor. */
export const keepTold = (store: Store, address: string, told: WatchMemory): Promise<void> =>
  store.update(keyOf(address), () => told);
