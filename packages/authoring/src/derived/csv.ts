import { type Subprocessor, standingsAt, turnOf } from "@trust-center/feed";
import { cellText, csvText, subprocessorFields } from "@trust-center/reading";
import { type DerivedSource, fileReader, plainReader } from "./source.ts";

/** States of an entry beside its facts, and their dates in machine form. */
const standing = ["status", "effective", "until"] as const;

/**
 * The list as a table (RFC 4180, UTF-8): one line an entry, a column a field, several values of a cell separated by `; `.
 * What is announced has a line too, with the state `planned` and its day; what has left one with the state `former`.
 */
export function subprocessorTable({ feed, now }: DerivedSource): string {
  const reader = plainReader(fileReader(feed));
  const { entries, former } = standingsAt(feed, now);
  const rows = entries.map((standing) => {
    const { entry, status } = standing;
    const day = turnOf(standing)?.effective?.slice(0, 10) ?? "";
    const [effective, until] = status === "planned" ? [day, ""] : ["", day];
    const whole: Subprocessor = { role: "sub-processor", ...entry };
    return [status, effective, until, ...subprocessorFields.map((field) => cellText(field, whole, reader))];
  });
  const gone = former.map(({ id, name, until }) => {
    const known: Subprocessor = { id, name: name ?? id };
    return ["former", "", until.slice(0, 10), ...subprocessorFields.map((field) => cellText(field, known, reader))];
  });
  const head = [...standing, ...subprocessorFields.map(({ key }) => columnName(key))];
  return csvText([head, ...rows, ...gone]);
}

/** `transferMechanisms` as `transfer_mechanisms`: programs read these, in every language of the list. */
const columnName = (key: string): string => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
