import { UsageError } from "@trust-center/authoring";
import type { SourceDocument } from "../model/document.ts";
import { withoutStruck } from "../model/struck.ts";
import type { Source } from "../source/read-source.ts";
import { readCsv } from "./csv.ts";
import { readData } from "./data.ts";
import { readHtml } from "./html.ts";
import { readMarkdown } from "./markdown.ts";
import { readRst } from "./rst.ts";
import { readXlsx } from "./xlsx.ts";

/**
 * Reads a source into blocks.
 *
 * @throws {TrustCenterError} `malformed`
 */
export function readDocument(source: Source): SourceDocument {
  try {
    return withoutStruck(readAs(source));
  } catch (error) {
    // Readers call themselves for what is nested: the stack ends before memory does.
    if (!(error instanceof RangeError)) throw error;
    throw new UsageError(
      `Expected ${source.name} to be nested as pages are, found it too deep to be read. Copy the part that holds the list into a file of its own.`,
      {},
      { cause: error },
    );
  }
}

function readAs({ format, text, bytes, name }: Source): SourceDocument {
  switch (format) {
    case "html":
      return readHtml(text);
    case "markdown":
      return readMarkdown(text);
    case "rst":
      return readRst(text);
    case "csv":
      return readCsv(text);
    case "xlsx":
      return readXlsx(bytes);
    case "json":
    case "yaml":
      return readData(text, name);
  }
}
