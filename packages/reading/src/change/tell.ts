import { type Change, dayFor } from "@trust-center/feed";
import { datePiece, dayText } from "../read/date.ts";
import { joined } from "../read/joined.ts";
import { momentText } from "../read/moment.ts";
import { type Reader, say } from "../read/reader.ts";
import { withUrls } from "../read/with-urls.ts";
import { type ChangeFact, changeFacts, changeFactText } from "./facts.ts";
import { changeKind, changeTitleAlone } from "./title.ts";

/** A change, and the one that it touches, as it was announced. */
export interface Tellable {
  change: Change;
  touched?: Change | undefined;
}

/** A change in words: the same in mails, files, pages and at a terminal, which only lay it out. */
export interface Told {
  /** `Change of location: Alpha` */
  title: string;
  /** The same below a heading that is the name: `Change of location`; of a replacement whole, for it says who leaves. */
  what: string;
  /** What it does, why, when, and until when one may object. In reading order, none empty. */
  rows: { label: string; text: string }[];
}

/** Tells a change. Instants are said in UTC. */
export function tellChange({ change, touched }: Tellable, reader: Reader): Told {
  const { t, tag } = reader;
  const { reason, announced, window } = change;
  const rows = [
    ...changeFacts(change, reader, touched).map((fact) => ({
      label: factLabel(fact, reader),
      text: changeFactText(fact, reader, withUrls),
    })),
    { label: t("reason"), text: say(reader, reason) },
    { label: t("announced"), text: dayText(tag, announced) },
    { label: t("effective"), text: startText(change, reader) },
    ...(window ? [{ label: t("deadline"), text: momentText(tag, window.deadline, "UTC") }] : []),
    ...(window?.segments ?? []).map(({ id, deadline }) => ({
      label: t("deadlineOf", { segment: id }),
      text: momentText(tag, deadline, "UTC"),
    })),
  ];
  return {
    title: changeTitleAlone(change, reader),
    what: changeKind(change, reader),
    rows: rows.filter(({ text }) => text !== ""),
  };
}

/**
 * From when a change holds for customers of no segment: a moment, once it is approved, or about when. A withdrawal holds when
 * it is said.
 */
export function startText(change: Change, reader: Reader): string {
  const { effective, expected, approval, mode } = change;
  if (mode === "withdrawal") return "";
  const day = dayFor(change);
  if (day !== null) return momentText(reader.tag, day, "UTC");
  if (expected !== undefined) return reader.t("expectedOn", { date: datePiece(expected, reader).text });
  return approval || effective !== null ? reader.t("onApproval") : "";
}

/** `Location`; of several members `Alpha: Location`. */
export const factLabel = ({ of, label }: ChangeFact, reader: Pick<Reader, "line">): string =>
  joined([of, label], ": ", reader);
