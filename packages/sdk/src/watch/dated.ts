import { cosignedSince, earliestOf, type PublicSince, windowSince } from "@trust-center/feed";
import type { TrustCenter } from "../load/center.ts";
import { seenSince } from "../load/looks.ts";
import { type WitnessOptions, witnessPolicy } from "../load/witnesses.ts";
import type { WatchMemory } from "./memory.ts";
import type { Open } from "./open.ts";

/** Since when open changes are known to have been public, by their ids. */
export type Dated = Readonly<Record<string, PublicSince>>;

/**
 * Since when the open changes of a list are known to have been public: by what is remembered, by what witnesses signed of
 * its log, and by this reader's own looks. It asks for no file.
 */
export async function datedIn(
  center: TrustCenter,
  before: WatchMemory | undefined,
  witnesses: WitnessOptions,
): Promise<Dated> {
  const { feed, history = [], head, verified, looks = [], freshness } = center;
  const policy = await witnessPolicy(witnesses);
  const signed = freshness === "fresh" ? await cosignedSince(head.checkpoint, policy, Date.parse(verified)) : undefined;
  const dated = (feed.open ?? []).flatMap(({ id }): [string, PublicSince][] => {
    const index = history.findIndex(({ change }) => change.id === id);
    const found = index < 0 ? [] : [signed, seenSince(looks, index)];
    const since = earliestOf([before?.public?.[id], ...found]);
    return since ? [[id, since]] : [];
  });
  return Object.fromEntries(dated);
}

/** What is open, each window with since when its change was public, and what was left of its period then. */
export const withDates = ({ windows, ...open }: Open, dated: Dated): Open => ({
  ...open,
  windows: windows.map((one) => {
    const since = dated[one.change.id];
    const { window } = one.change;
    if (!since || !window) return one;
    return { ...one, public: since, since: windowSince(window, since.at, one.segment) };
  }),
});
