import { UsageError } from "@trust-center/authoring";

/** What can be read. */
export const formats = ["html", "markdown", "rst", "csv", "xlsx", "json", "yaml"] as const;
export type Format = (typeof formats)[number];

const endings: Record<string, Format> = {
  html: "html",
  htm: "html",
  xhtml: "html",
  md: "markdown",
  mdx: "markdown",
  markdown: "markdown",
  rst: "rst",
  rest: "rst",
  csv: "csv",
  tsv: "csv",
  xlsx: "xlsx",
  json: "json",
  yml: "yaml",
  yaml: "yaml",
};

const mediaTypes: Record<string, Format> = {
  "text/html": "html",
  "application/xhtml+xml": "html",
  "text/markdown": "markdown",
  "text/x-rst": "rst",
  "text/csv": "csv",
  "text/tab-separated-values": "csv",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "xlsx",
  "application/json": "json",
  "application/yaml": "yaml",
  "text/yaml": "yaml",
  "application/x-yaml": "yaml",
};

/** What tells the format of a source: its name, what a server says of it, its first bytes. */
export interface Clues {
  name: string;
  mediaType?: string;
  bytes: Uint8Array;
}

/**
 * The format of a source.
 *
 * @throws {TrustCenterError} `malformed` where nothing tells it
 */
export function formatOf({ name, mediaType = "", bytes }: Clues): Format {
  const isArchive = bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;
  if (isArchive) return "xlsx";
  const path = URL.parse(name)?.pathname ?? name;
  const byName = endings[/\.([a-z]+)$/i.exec(path)?.[1]?.toLowerCase() ?? ""];
  const byType = mediaTypes[mediaType.split(";")[0]?.trim().toLowerCase() ?? ""];
  const start = new TextDecoder()
    .decode(bytes.subarray(0, 512))
    .replace(/^\ufeff/, "")
    .trimStart();
  const bySight: Format | undefined = /^<(?:!doctype html|html|head|body|table|div|p|h\d)\b/i.test(start)
    ? "html"
    : undefined;
  const found = byType ?? byName ?? bySight;
  // A workbook is an archive: what has only its name is something else.
  if (found && found !== "xlsx") return found;
  throw new UsageError(
    `Expected ${formats.join(", ")}, found “${name}”, which is none of them by its name${mediaType ? ` or its type “${mediaType}”` : ""}. Say what it is with --format, or save it as CSV or HTML.`,
    { name },
  );
}
