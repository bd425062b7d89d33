import { locateTree, UsageError } from "@trust-center/authoring";
import { envelopeSchema, type Root, walkRoots } from "@trust-center/feed";
import type { TrustCenter } from "@trust-center/sdk";
import { array, minLength } from "zod/mini";
import { loadWhole, type VerifyFeedOptions } from "./feed.ts";

/** Where the roots of a statement come from. */
export type RootsOptions = VerifyFeedOptions & { root?: string | undefined; offline?: boolean | undefined };

/** Roots that a statement is verified under. */
export interface StatementRoots {
  roots: readonly Root[];
  pin: string;
  /** The feed, where it was fetched. */
  center?: TrustCenter;
}

const envelopesSchema = array(envelopeSchema).check(minLength(1));

/**
 * The roots of a feed that a statement names: online, those of a published tree, or those that stand beside it. A statement
 * outlives the signatures of its day: nothing here expires.
 */
export async function rootsOf(
  stated: { feed: string; pin: string },
  beside: unknown,
  options: RootsOptions,
): Promise<StatementRoots> {
  if (options.root !== undefined) {
    const { roots, address, pin } = await locateTree(options.root);
    return walk(roots, address, options.pin ?? pin);
  }
  if (!options.offline) {
    const center = await loadWhole(stated.feed, options);
    return { ...(await walk(center.head.roots, center.address, center.pin)), center };
  }
  const found = envelopesSchema.safeParse(beside);
  if (found.success) return walk(found.data, stated.feed, options.pin ?? stated.pin);
  throw new UsageError(
    "Expected a file that holds the feed's roots beside what was signed, as the page and the service save it; found none. Name a copy of the published files with --root, or leave --offline out.",
  );
}

async function walk(envelopes: Parameters<typeof walkRoots>[0], feed: string, pin: string): Promise<StatementRoots> {
  const { roots } = await walkRoots(envelopes, { feed, pin, now: 0 });
  return { roots, pin };
}
