import { join } from "node:path";
import { schemaFile, schemaFileText } from "../format/json-schema.ts";
import { readTextFile } from "./read-file.ts";
import type { Finding } from "./report.ts";

const maxBytes = 1024 * 1024;

/** Editors read the format from a file that `init` made. That of another version would mark what this one knows. */
export async function editorSchemaNote(folder: string): Promise<Finding[]> {
  const { text } = await readTextFile(join(folder, schemaFile), maxBytes);
  if (text === undefined || text === schemaFileText()) return [];
  const words = {
    expected: "the schema of this version",
    found: "another",
    fix: "Run `trust-center check --fix`, which makes it anew; or remove it.",
  };
  return [{ file: schemaFile, line: 1, column: 1, path: "", rule: "editor-schema", ...words }];
}
