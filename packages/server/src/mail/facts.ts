import type { Change } from "@trust-center/feed";
import { changeFacts, changeFactText, momentText, readable, say, withUrls } from "@trust-center/reading";
import type { ToldChange } from "../feed/notice.ts";
import type { MailReader } from "./reader.ts";

type Facts = [label: string, value: string][];

/** What a notice says of one change: what it does to which fact, why, from when, and until when one can object. */
export function describeChange({ change, entry }: ToldChange, reader: MailReader): Facts {
  const { t, words, tag } = reader;
  const told = readable(change, entry);
  const { effective, window, reason } = told;
  const rows: Facts = [
    [words("kind"), t(`kind_${change.kind}`)],
    [t("reason"), say(reader, reason)],
    ...changeFacts(told, reader).map((fact): [string, string] => [
      fact.of ? `${fact.of}: ${fact.label}` : fact.label,
      changeFactText(fact, reader, withUrls),
    ]),
    [words("effectiveFrom"), effective === null ? "" : momentText(tag, effective, "UTC")],
  ];
  if (window) {
    rows.push([words("objectionsUntil"), momentText(tag, window.deadline, "UTC")]);
    for (const { id, deadline } of window.segments ?? [])
      rows.push([words("segmentDeadline", { segment: id }), momentText(tag, deadline, "UTC")]);
  }
  return rows.filter(([, value]) => value !== "");
}

/** The name of what changed. */
export const nameOf = ({ name, subject }: Change, reader: MailReader): string =>
  say(reader, name) || subject.id || reader.t("subprocessors");
