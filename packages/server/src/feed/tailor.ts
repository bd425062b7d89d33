import { type Change, type ObjectionWindow, toInstant } from "@trust-center/feed";
import type { Wish } from "@trust-center/sdk";
import { isConcerned } from "../recipients/concerns.ts";
import { isOpenAt, windowOf } from "../recipients/open.ts";
import { endOfPeriod, readPeriod } from "../recipients/period.ts";
import { isWanted } from "../recipients/wish.ts";
import type { KeptRecipient } from "../store/recipients.ts";
import type { Notice, NoticeChange } from "./notice.ts";

/** Whoever a notice is for. */
export interface NoticeReader {
  /** Whether it asked to be told. */
  isSubscriber: boolean;
  /** What it asked to be told of; of everything without it. */
  wish?: Wish | undefined;
  /** What contracts say that name it. */
  contracts: readonly Pick<KeptRecipient, "segment" | "services" | "noticePeriod" | "owedFrom" | "addedAt">[];
  /** When the attempt to send it began, milliseconds since 1970. */
  toldAt: number;
  /** Ids of changes that it was told before. */
  told: ReadonlySet<string>;
}

/** A notice for one reader: the changes that concern it, each with the dates that hold for it. */
export function tailor(notice: Notice, reader: NoticeReader): Notice {
  return { ...notice, changes: notice.changes.flatMap((change) => tailorChange(change, notice, reader) ?? []) };
}

function tailorChange(
  told: NoticeChange,
  { known }: Pick<Notice, "known">,
  { isSubscriber: hasAsked, wish, contracts, toldAt, told: before }: NoticeReader,
): NoticeChange | undefined {
  if (before.has(told.change.id)) return undefined;
  const isSubscriber = hasAsked && isWanted(wish, told, known);
  const concerned = contracts.filter(
    (contract) => isConcerned(contract, told.concerns, known) && isOwed(told, contract),
  );
  if (concerned.length === 0) return isSubscriber ? told : undefined;
  return { ...told, change: withOwnDates(told.change, { isSubscriber, contracts: concerned, toldAt }) };
}

/** What was over before a recipient came is told to it only where it takes another's place. */
const isOwed = (
  { change, position }: NoticeChange,
  { owedFrom, addedAt, segment }: NoticeReader["contracts"][number],
) => position === undefined || position >= owedFrom || isOpenAt(change, segment, addedAt);

/**
 * A change with the dates of whoever reads of it. It can object until the last of its deadlines, so none is earlier than a
 * contract's; it is said to begin on the first of its days.
 */
function withOwnDates(change: Change, reader: Omit<NoticeReader, "told">): Change {
  const { window } = change;
  if (!window) return change;
  const { segments: _others, ...common } = window;
  const deadline = reader.contracts
    .map((contract) => ownDeadline(window, contract, reader.toldAt))
    .reduce(later, reader.isSubscriber ? window.deadline : "");
  const days = reader.contracts.map(({ segment }) => windowOf(window, segment).effective ?? change.effective);
  const effective = [...days, ...(reader.isSubscriber ? [change.effective] : [])].reduce(earlier, null);
  return { ...change, effective, window: { ...common, deadline } };
}

function ownDeadline(
  window: ObjectionWindow,
  { segment, noticePeriod }: NoticeReader["contracts"][number],
  toldAt: number,
): string {
  const byTerms = windowOf(window, segment).deadline;
  const period = noticePeriod === null ? undefined : readPeriod(noticePeriod);
  return period === undefined ? byTerms : later(byTerms, toInstant(endOfPeriod(toldAt, period)));
}

const later = (one: string, other: string): string => (one === "" || Date.parse(other) > Date.parse(one) ? other : one);

/** Null waits for approval, and so is later than any day. */
const earlier = (one: string | null, other: string | null): string | null =>
  one === null || (other !== null && Date.parse(other) < Date.parse(one)) ? other : one;
