import { join } from "node:path";
import { replaceFile } from "../files/write-files.ts";
import { schemaFile, schemaFileText } from "../format/json-schema.ts";
import { authoringFile, readAuthoring } from "./check.ts";
import type { Edit, Finding, Place } from "./report.ts";
import type { RuleId } from "./rules.ts";

/** Something that was mended, where it stood at that time. */
export interface Mended extends Place {
  rule: RuleId;
  /** What stood there; empty where lines or marks were changed in many places. */
  from: string;
  to: string;
}

/** One mended thing can bring the next to light: a list that is one at last has entries. */
const maxRounds = 6;

/**
 * Mends in `trust-center.yaml` what needs no guess: each finding with `edits`. Comments and layout stay as they are. The
 * schema for editors beside it is made anew where it is another version's.
 *
 * @returns what was mended, in the order of reading; nothing is written where it is empty
 * @throws {TrustCenterError} `malformed` where the folder has no `trust-center.yaml`
 */
export async function mendFolder(folder: string): Promise<Mended[]> {
  const mended: Mended[] = [];
  for (let round = 0; round < maxRounds; round++) {
    const { source, report } = await readAuthoring(folder);
    const findings = chosen([...report.errors, ...report.warnings, ...report.notes]);
    if (findings.length === 0) break;
    const edits = findings.flatMap((finding) => finding.edits ?? []);
    const write = (file: string, text: string) => replaceFile(join(folder, file), new TextEncoder().encode(text));
    if (findings.some(isSchema)) await write(schemaFile, schemaFileText());
    if (edits.length > 0) await write(authoringFile, edited(source.text, edits));
    mended.push(...findings.map((finding) => mendedBy(finding, source.text)));
  }
  return mended;
}

const isSchema = ({ rule }: Finding): boolean => rule === "editor-schema";

/** Findings that can be mended at once: of two whose edits overlap, one waits for the next round. */
function chosen(findings: readonly Finding[]): Finding[] {
  const mendable = findings.filter(
    (finding) => isSchema(finding) || (finding.file === authoringFile && (finding.edits ?? []).length > 0),
  );
  const all = mendable.flatMap((finding) => (finding.edits ?? []).map((edit) => ({ finding, edit })));
  all.sort((a, b) => a.edit.start - b.edit.start || a.edit.end - b.edit.end);
  const waiting = new Set<Finding>();
  let end = Number.NEGATIVE_INFINITY;
  for (const { finding, edit } of all) {
    if (edit.start < end) waiting.add(finding);
    else end = edit.end;
  }
  return mendable.filter((finding) => !waiting.has(finding));
}

/** A text with edits that do not overlap. One that starts before it takes a byte order mark away, which it lacks already. */
function edited(text: string, edits: readonly Edit[]): string {
  const parts: string[] = [];
  let from = 0;
  for (const { start, end, text: by } of edits.toSorted((a, b) => a.start - b.start)) {
    if (start < 0) continue;
    parts.push(text.slice(from, start), by);
    from = end;
  }
  return [...parts, text.slice(from)].join("");
}

function mendedBy({ file, line, column, rule, edits = [] }: Finding, text: string): Mended {
  const [only, ...more] = edits;
  const isOne = only !== undefined && more.length === 0 && only.start >= 0;
  const [from, to] = isOne ? [text.slice(only.start, only.end), only.text] : ["", ""];
  return { file, line, column, rule, from, to };
}
