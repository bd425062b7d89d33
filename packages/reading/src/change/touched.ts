import {
  type Change,
  dayFor,
  isOfAnother,
  isPatch,
  type LogEntry,
  touched as onceTouched,
  withNewId,
} from "@trust-center/feed";
import { fromTo } from "../read/from-to.ts";
import { joined } from "../read/joined.ts";
import { momentText } from "../read/moment.ts";
import type { Reader } from "../read/reader.ts";
import { aboutAll, changeTitle } from "./about.ts";
import { startText, type Tellable, type Told, tellChange } from "./tell.ts";
import { changeKind } from "./title.ts";
import { unstatedTogether } from "./unstated.ts";

/**
 * Tells an entry of the log. Other words for what is announced have no day and no deadline of their own, and another day no
 * deadline: those of the announcement stay, and of a day that was moved both are said. What an arrival does not state is one row.
 */
export function tellEntry({ change, touched }: Tellable, reader: Reader): Told {
  const title = changeTitle(change, reader, touched);
  const whole = aboutAll(change, touched);
  const replaces = whole.kind === "replaced" && whole.content.some(({ op }) => op === "drop");
  const [announced, effective] = [reader.t("announced"), reader.t("effective")];
  return {
    title,
    what: replaces ? title : changeKind(whole, reader),
    rows: [
      ...unstatedTogether(tellWithDays({ change, touched }, reader).rows, reader).flatMap((row) => {
        if (row.label === announced) return [...audience(change, touched, reader), row];
        return row.label === effective ? [row, ...ofSegments(change, touched, reader)] : [row];
      }),
      ...wasSo(change, touched, reader),
    ],
  };
}

/** Whom it concerns, where that is not everybody: of what is said of another change, whom that one does. */
function audience(change: Change, touched: Change | undefined, reader: Reader): Told["rows"] {
  const isAnew = !change.touches || change.touches.how === "amends";
  const ids = change.audience ?? (isAnew ? [] : (touched?.audience ?? []));
  if (reader.segment === undefined || ids.length === 0) return [];
  return [{ label: reader.segment, text: joined(ids, ", ", reader) }];
}

/** From when a change holds for customers whose own day is another one. */
function ofSegments(change: Change, touched: Change | undefined, reader: Reader): Told["rows"] {
  const [dated = change] = touched && isOfAnother(change.touches) ? onceTouched(touched, change) : [];
  return (dated.window?.segments ?? []).flatMap(({ id }) => {
    const own = dayFor(dated, id);
    if (dated.effective === null || own === dayFor(dated)) return [];
    const label = joined([reader.t("effective"), `(${id})`], " ", reader);
    return [{ label, text: own === null ? reader.t("onApproval") : momentText(reader.tag, own, "UTC") }];
  });
}

/** Of what was in effect before it was taken back, an emergency: from when to when. */
function wasSo({ mode, announced }: Change, touched: Change | undefined, reader: Reader): Told["rows"] {
  const since = touched?.effective;
  if (mode !== "withdrawal" || typeof since !== "string" || since > announced) return [];
  const [from, to] = [since, announced].map((at) => momentText(reader.tag, at, "UTC")) as [string, string];
  return [{ label: reader.t("effective"), text: fromTo(from, to, reader) }];
}

function tellWithDays({ change, touched }: Tellable, reader: Reader): Told {
  const how = change.touches?.how;
  const label = reader.t("effective");
  if (isPatch(change.touches)) {
    const { window, ...own } = touched ? withDayOf(change, touched) : change;
    const dates = touched?.window && { window: touched.window };
    const told = tellChange(
      { change: { ...own, ...(touched?.approval && { approval: touched.approval }), ...dates }, touched },
      reader,
    );
    return touched ? told : { ...told, rows: told.rows.filter((row) => row.label !== label) };
  }
  if (!touched || (how !== "moves" && how !== "starts")) return tellChange({ change, touched }, reader);
  const told = tellChange(
    { change: { ...change, ...(touched.window && { window: touched.window }) }, touched },
    reader,
  );
  const before = startText(touched, reader);
  const rows = told.rows.map((row) =>
    row.label === label && before ? { label, text: fromTo(before, row.text, reader) } : row,
  );
  return { ...told, rows };
}

/**
 * A reader who takes the notice terms as they were once a change held: what was said of their periods since does not count.
 *
 * @param log Entries in their order.
 */
export function readerThen<Whoever extends Pick<Reader, "names">>(
  reader: Whoever,
  log: readonly LogEntry[],
  { id }: Pick<Change, "id">,
): Whoever {
  const noticeTerms: Record<string, unknown> = { ...reader.names.noticeTerms };
  // What each says that was before it held until then.
  for (const { change } of log.toReversed()) {
    if (change.id === id) break;
    for (const atom of change.content)
      if (atom.op === "set" && atom.type === "terms") noticeTerms[atom.field] = atom.before;
  }
  return { ...reader, names: { ...reader.names, noticeTerms } };
}

/**
 * The change that another one touches, as it stood when it was touched: with the words and the day that it was given since.
 * What nothing was left of is told as it stood before.
 *
 * @param log Entries in their order, all from the one that announced it; those after the change do not count.
 */
export function touchedIn(
  log: readonly LogEntry[],
  { id, touches }: Pick<Change, "id" | "touches">,
): Change | undefined {
  let found: Change | undefined;
  for (const { change } of log) {
    if (change.id === id) break;
    if (change.id === touches?.change) found = change;
    else if (found) found = afterHearing(found, change);
  }
  return found;
}

/** An open change once another was said: its subject may have got another id. */
function afterHearing(open: Change, said: Change): Change {
  const named = said.content.reduce((one, atom) => (atom.op === "rekey" ? withNewId(one, atom) : one), open);
  const [left = named] = said.touches?.change === open.id ? onceTouched(named, said) : [];
  return left;
}

/** A change as it was announced, with the day of another: it was moved since. */
export function withDayOf({ expected: _, ...announced }: Change, { effective, expected }: Change): Change {
  return { ...announced, effective, ...(effective === null && expected !== undefined && { expected }) };
}
