import { type RuleId, rules, type Severity, severityOf } from "@trust-center/authoring";
import type { Result } from "./results.ts";

/** Levels of SARIF, by what a finding does here. */
const levels: Record<Severity, "error" | "warning" | "note"> = { error: "error", warning: "warning", note: "note" };

const ids = Object.keys(rules) as RuleId[];

/** What was found, as a log of SARIF 2.1.0: https://docs.oasis-open.org/sarif/sarif/v2.1.0/ */
export function sarifOf(results: readonly Result[], version: string) {
  const driver = {
    name: "trust-center",
    semanticVersion: version,
    rules: ids.map((id) => ({
      id,
      shortDescription: { text: `${rules[id].about}.` },
      defaultConfiguration: { level: levels[severityOf(id)] },
    })),
  };
  return {
    $schema: "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
    version: "2.1.0",
    runs: [{ tool: { driver }, columnKind: "utf16CodeUnits", results: results.map(sarifResult) }],
  };
}

function sarifResult({ id, rule, severity, file, line, column, message, edits }: Result) {
  const artifactLocation = { uri: encodeURI(file) };
  const region = { startLine: line, startColumn: column };
  const replacements = edits.map(({ start, end, text }) => ({
    deletedRegion: { charOffset: start, charLength: end - start },
    insertedContent: { text },
  }));
  return {
    ruleId: id,
    ruleIndex: ids.indexOf(rule),
    level: levels[severity],
    message: { text: message },
    locations: [{ physicalLocation: { artifactLocation, region } }],
    ...(replacements.length > 0 && { fixes: [{ artifactChanges: [{ artifactLocation, replacements }] }] }),
  };
}
