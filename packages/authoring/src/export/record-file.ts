import type { Subprocessor } from "@trust-center/feed";
import { cellText, csvText, publisherFields, subprocessorFields } from "@trust-center/reading";
import { plainReader } from "../derived/source.ts";
import { type ExportSource, exportReader } from "./source.ts";

/** Which letter of GDPR art. 30(2) asks for a field: (b) categories of processing, (c) transfers, (d) measures. */
const letters: Readonly<Record<string, string>> = {
  name: "a",
  legalEntity: "a",
  address: "a",
  contact: "a",
  description: "b",
  responsibilities: "b",
  purposes: "b",
  operations: "b",
  locations: "c",
  transferMechanisms: "c",
  safeguards: "d",
  certifications: "d",
};

const order = ["a", "b", "c", "d", undefined];

/** Of the processor, what (a) asks for. */
const processor = publisherFields.filter(({ key }) => ["name", "legalEntity", "address", "contacts"].includes(key));
const fields = order.flatMap((letter) => subprocessorFields.filter(({ key }) => letters[key] === letter));

/**
 * Rows for a record of processing activities (GDPR, art. 30(2)), a row an entry in effect: the processor, then every field
 * of the entry, those that the article asks for first and under its letter. On behalf of whom the processing is carried out
 * stands in no list.
 */
export function recordFile(source: ExportSource): string {
  const reader = plainReader(exportReader(source));
  const { list } = source;
  const heads = [
    ...processor.map(({ label }) => `(a) ${reader.t("publisher")}: ${reader.t(label)}`),
    ...fields.map(({ key, label }) => `${letters[key] ? `(${letters[key]}) ` : ""}${reader.t(label)}`),
  ];
  const own = processor.map((field) => cellText(field, list.publisher, reader));
  const rows = list.subprocessors.map((entry) => {
    const whole: Subprocessor = { role: "sub-processor", ...entry };
    return [...own, ...fields.map((field) => cellText(field, whole, reader))];
  });
  return csvText([heads, ...rows]);
}
