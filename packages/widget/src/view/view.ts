import { type feedAt, type Standings, settledStandings, type standingsAt } from "@trust-center/feed";
import type { Place } from "@trust-center/reading";
import { type FirstReader, first, type Language, translator } from "@trust-center/reading";
import type { TrustCenter } from "@trust-center/sdk";

/** Leads to places, and gives their addresses. */
export interface Places {
  hrefOf(place: Place): string | undefined;
  linkTo(place: Place): string | undefined;
  go(place: Place): void;
  note(place: Place, how: "push" | "replace" | "soon"): void;
}

/** What every part of the widget renders from. */
export interface View extends FirstReader {
  /** The center, with its list as it is now: what has come into effect since it was published is in it. */
  readonly center: TrustCenter;
  /** Who stands in the list now, what is announced, and who has left. */
  readonly standings: Standings;
  readonly language: Language;
  /** Milliseconds since 1970, taken when the feed was verified. */
  readonly now: number;
  /** Tag level of the sections' headings. */
  readonly level: number;
  readonly places: Places;
}

/** What a view adds to a verified list. */
export type Setting = Pick<View, "language" | "content" | "now" | "level" | "places">;

/** What says how a list stands at a time. */
export interface ChangeModel {
  standingsAt: typeof standingsAt;
  feedAt: typeof feedAt;
}

/** The model of a list that announces nothing: that of changes is loaded with what shows them. */
export const settled: ChangeModel = { standingsAt: settledStandings, feedAt: (feed) => feed };

export function viewOf(loaded: TrustCenter, setting: Setting, model: ChangeModel): View {
  const standings = model.standingsAt(loaded.feed, setting.now);
  const center = { ...loaded, feed: model.feedAt(loaded.feed, setting.now) };
  const left = standings.former.map(({ id, name }) => ({ id, name: name ?? id }));
  return {
    ...setting,
    ...setting.language,
    center,
    standings,
    names: { ...center.feed, subprocessors: [...standings.entries.map(({ entry }) => entry), ...left] },
    t: translator(first, setting.language),
  };
}
