import {
  touched as afterHearing,
  type Change,
  dayFor,
  isMove,
  type ObjectionWindow,
  toInstant,
} from "@trust-center/feed";
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
  const own = { isSubscriber, contracts: concerned };
  const touched = told.touched && withOwnWindow(told.touched, own);
  if (!isMove(told.change.touches)) return { ...told, change: withOwnDates(told.change, { ...own, toldAt }), touched };
  const [moved = told.change] = told.touched ? afterHearing(told.touched, told.change) : [];
  const effective = ownDay(moved, own);
  // Another day that comes before a customer's own moves nothing for it, nor does any for who waits for its approval.
  if (effective === null || touched?.effective === effective) return undefined;
  const { segments: _others, ...touches } = told.change.touches;
  return { ...told, change: { ...told.change, effective, touches }, touched };
}

/** What was over before a recipient came is told to it only where it takes another's place. */
const isOwed = (
  { change, position }: NoticeChange,
  { owedFrom, addedAt, segment }: NoticeReader["contracts"][number],
) => position === undefined || position >= owedFrom || isOpenAt(change, segment, addedAt);

/** Whoever reads of a change that concerns it. */
type Concerned = Pick<NoticeReader, "isSubscriber" | "contracts">;

/**
 * A change with the dates of whoever reads of it. It can object until the last of its deadlines, so none is earlier than a
 * contract's; it is said to begin on the first of its days.
 */
function withOwnDates(change: Change, { toldAt, ...reader }: Concerned & Pick<NoticeReader, "toldAt">): Change {
  const { window } = change;
  if (!window) return change;
  const deadline = (contract: NoticeReader["contracts"][number]) => ownDeadline(window, contract, toldAt);
  return withOwn(change, window, reader, deadline);
}

/** What another change touches likewise, with the deadlines of the terms: a contract's own period counts from its notice. */
function withOwnWindow(change: Change, reader: Concerned): Change {
  const { window } = change;
  return window ? withOwn(change, window, reader, ({ segment }) => windowOf(window, segment).deadline) : change;
}

function withOwn(
  change: Change,
  window: ObjectionWindow,
  reader: Concerned,
  deadlineOf: (contract: NoticeReader["contracts"][number]) => string,
): Change {
  const { segments: _others, effective: _usual, ...common } = window;
  const deadline = reader.contracts.map(deadlineOf).reduce(later, reader.isSubscriber ? window.deadline : "");
  const effective = ownDay(change, reader);
  const approval = effective === null && change.effective !== null && { approval: "required" as const };
  return { ...change, effective, ...approval, window: { ...common, deadline } };
}

/** The first of the days on which a change begins for whoever reads of it. Null waits for approval. */
function ownDay(change: Change, { isSubscriber, contracts }: Concerned): string | null {
  const segments = [...contracts.map(({ segment }) => segment), ...(isSubscriber ? [null] : [])];
  return segments.map((segment) => dayFor(change, segment)).reduce(earlier, null);
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
