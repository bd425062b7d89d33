import { readYaml, UsageError } from "@trust-center/authoring";
import { type FieldName, isFieldName } from "../meaning/fields.ts";
import { recordFile } from "./write.ts";

/**
 * What an earlier import learnt of headings, out of its record.
 *
 * @throws {TrustCenterError} `malformed` for a file that is no record
 */
export function readRecord(text: string): Record<string, FieldName> {
  const { value, problems } = readYaml(text, recordFile);
  const [problem] = problems;
  if (problem) throw notARecord(problem.line, `${problem.found}. ${problem.fix}`);
  const columns = (value as { columns?: unknown } | null)?.columns ?? [];
  if (!Array.isArray(columns)) throw notARecord(1, "no list `columns`");
  const known: Record<string, FieldName> = {};
  for (const column of columns as { label?: unknown; field?: unknown; by?: unknown }[]) {
    const { label, field, by } = column ?? {};
    if (typeof label !== "string" || typeof field !== "string" || !isFieldName(field)) {
      throw notARecord(1, `the column ${JSON.stringify(column).slice(0, 80)}, whose field is none`);
    }
    // What is open is asked again, unless somebody wrote what it is.
    if (by !== "open" || field !== "details") known[label] = field;
  }
  return known;
}

const notARecord = (line: number, found: string) =>
  new UsageError(
    `Expected ${recordFile} to be as an import wrote it (line ${line}), found ${found}. Mend it, or remove the file: then headings are asked for again.`,
  );
