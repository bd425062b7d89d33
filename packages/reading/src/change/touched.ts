import { type Change, type LogEntry, leftOf } from "@trust-center/feed";
import { fromTo } from "../read/from-to.ts";
import type { Reader } from "../read/reader.ts";
import { aboutAll, asMeant } from "./about.ts";
import { startText, type Tellable, type Told, tellChange } from "./tell.ts";
import { changeKind, changeTitle } from "./title.ts";

/**
 * Tells an entry of the log. Other words for what is announced have no day and no deadline of their own, and another day no
 * deadline: those of the announcement stay, and of a day that was moved both are said.
 */
export function tellEntry({ change, touched }: Tellable, reader: Reader): Told {
  const about = aboutAll(change, touched);
  const told = tellWithDays({ change: asMeant(change), touched: touched && asMeant(touched) }, reader);
  return { ...told, title: changeTitle(about, reader), what: changeKind(about, reader) };
}

function tellWithDays({ change, touched }: Tellable, reader: Reader): Told {
  const how = change.touches?.how;
  const label = reader.t("effective");
  if (how === "corrects" || how === "narrows" || how === "joins") {
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
 * The change that another one touches, as it stood when it was touched: with the words and the day that it was given since.
 *
 * @param log Entries in their order; those after the change do not count.
 */
export function touchedIn(log: readonly LogEntry[], { id: own, touches, announced }: Change): Change | undefined {
  if (!touches) return undefined;
  const id = touches.change;
  const end = log.findIndex(({ change }) => change.id === own);
  const before = end < 0 ? log : log.slice(0, end);
  // What else was said does not tell what it was: what is void is told as it was announced.
  const about = before.filter(
    ({ change }) => change.id === id || change.touches?.change === id || change.kind === "id",
  );
  return leftOf(about, id, Date.parse(announced)) ?? about.find(({ change }) => change.id === id)?.change;
}

/** A change as it was announced, with the day of another: it was moved since. */
export function withDayOf({ expected: _, ...announced }: Change, { effective, expected }: Change): Change {
  return { ...announced, effective, ...(effective === null && expected !== undefined && { expected }) };
}
