import { Readable } from "node:stream";
import { setImmediate as turn } from "node:timers/promises";
import { csvText, withoutGuards } from "@trust-center/reading";
import { emailSchema, subscriptionRequestSchema } from "@trust-center/sdk";
import { parse } from "csv-parse";
import { oneSpelling } from "../secret/keyed.ts";
import { inSlices } from "../slices.ts";
import { readPeriod } from "./period.ts";
import type { Recipient } from "./recipient.ts";

/** The columns of a file, by their names in its first row. Only the first two must be there. */
export const columns = [
  "customer",
  "email",
  "role",
  "language",
  "segment",
  "services",
  "contract",
  "notice_period",
] as const;

type Column = (typeof columns)[number];

/** The most bytes of a file: some hundred thousand recipients. */
export const fileLimit = 16 * 1024 * 1024;

/** What the vendor's feed knows. */
export interface Known {
  segments: readonly string[];
  services: readonly string[];
}

/** What is wrong in a line of a file. */
export interface LineProblem {
  /** The header's is 1. */
  line: number;
  column?: string;
  expected: string;
  found: string;
  fix: string;
}

/** A file, read: its recipients, or all that is wrong with it. */
export type ReadFile = { recipients: Recipient[] } | { problems: LineProblem[] };

/** Reads recipients from CSV (RFC 4180; with semicolons or tabs too, as spreadsheets write it). All problems at once. */
export async function readCsv(text: string, known: Known): Promise<ReadFile> {
  const problems: LineProblem[] = [];
  const lines = await readLines(text, problems);
  const [header, ...body] = lines;
  if (problems.length > 0) return { problems };
  if (!header) return { problems: [noHeader(1, "an empty file")] };
  const names = readHeader(header, problems);
  if (problems.length > 0) return { problems };
  const seen = new Map<string, number>();
  const recipients: Recipient[] = [];
  const take = ({ line, cells }: Line) => {
    const found = readLine({ line, cells, names, known }, problems);
    if (!found) return;
    const key = recipientKey(found);
    const before = seen.get(key);
    seen.set(key, before ?? line);
    if (before === undefined) return void recipients.push(found);
    const again = `${found.email} of ${found.customer}, which is in line ${before} too`;
    const expected = "one line for each customer and address";
    problems.push({ line, column: "email", expected, found: again, fix: "Make one line of the two." });
  };
  await inSlices(body, (lines) => lines.forEach(take));
  return problems.length > 0 ? { problems } : { recipients };
}

/** What makes two rows the same recipient's: customer and address, however the address is spelled. */
export const recipientKey = ({ customer, email }: Pick<Recipient, "customer" | "email">): string =>
  `${customer}\n${oneSpelling(email)}`;

/** Recipients as a file that {@link readCsv} reads back. */
export const toCsv = (recipients: readonly Recipient[]): string =>
  csvText([
    columns,
    ...recipients.map(({ customer, email, role, language, segment, services, contract, noticePeriod }) => [
      ...[customer, email, role, language ?? "", segment ?? "", services.join(" "), contract, noticePeriod ?? ""],
    ]),
  ]);

/** A problem in one line of text. */
export const problemText = ({ line, column, expected, found, fix }: LineProblem): string =>
  `Line ${line}${column === undefined ? "" : `, ${column}`}: expected ${expected}, found ${found}. ${fix}`;

interface Line {
  line: number;
  cells: string[];
}

const separators = [",", ";", "\t"] as const;

async function readLines(text: string, problems: LineProblem[]): Promise<Line[]> {
  // Excel writes which character separates, in a line of its own before the first.
  const [said = "", separator] = /^\uFEFF?sep=([,;\t])\r?\n/i.exec(text.slice(0, 10)) ?? [];
  const first = text.slice(said.length, said.length + 2000).split(/\r?\n/, 1)[0] ?? "";
  const delimiter = separator ?? separators.find((one) => first.includes(one)) ?? ",";
  const options = { bom: true, delimiter, info: true, relax_column_count: true, skip_empty_lines: true } as const;
  const before = said === "" ? 0 : 1;
  try {
    const lines: Line[] = [];
    const rows = Readable.from(piecesOf(text.slice(said.length)), { objectMode: false }).pipe(parse(options));
    // The parser names the line on which a row ends: rows that hold line breaks are refused below.
    for await (const { record, info } of rows as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      const cells = record.map(cellOf);
      // Rows below the last one, which a spreadsheet had touched: separators alone.
      if (cells.some((cell) => cell !== "")) lines.push({ line: before + info.lines, cells });
    }
    return lines;
  } catch (error) {
    const { code = "", lines = 1 } = error as { code?: string; lines?: number };
    const expected = "comma-separated values with quotes in pairs (RFC 4180)";
    problems.push({ line: before + lines, expected, ...(quoteFaults[code] ?? otherFault) });
    return [];
  }
}

const otherFault = { found: "another format", fix: "Export the file as CSV." };

/** What the parser says of quotes, by its codes. */
const quoteFaults: Readonly<Record<string, typeof otherFault>> = {
  INVALID_OPENING_QUOTE: {
    found: "a double quote inside a value",
    fix: "Put the value in double quotes, and write each one in it twice.",
  },
  CSV_INVALID_CLOSING_QUOTE: {
    found: "a double quote inside a value",
    fix: "Write each double quote in it twice.",
  },
  CSV_QUOTE_NOT_CLOSED: { found: "a double quote that nothing closes", fix: "Close it, or write it twice." },
};

/** Bytes that are parsed in one turn of the event loop. */
const bytesPerTurn = 16 * 1024;

async function* piecesOf(text: string): AsyncGenerator<Uint8Array> {
  const bytes = new TextEncoder().encode(text);
  for (let at = 0; at < bytes.length; at += bytesPerTurn) {
    if (at > 0) await turn();
    yield bytes.subarray(at, at + bytesPerTurn);
  }
}

/** A cell in one spelling, without what keeps a spreadsheet from running it. */
const cellOf = (cell: string) => withoutGuards(cell.normalize("NFC").trim());

const noHeader = (line: number, found: string): LineProblem => ({
  line,
  expected: `a first line with the names of the columns: ${columns.join(",")}`,
  found,
  fix: "Name at least customer and email.",
});

function readHeader({ line, cells }: Line, problems: LineProblem[]): Column[] {
  const written = cells.slice(0, cells.findLastIndex((cell) => cell !== "") + 1);
  const names = written.map((cell) => columnOf(cell) ?? (cell as Column));
  const problem = noHeader(line, quoted(cells.join(",")));
  if (!names.includes("customer") || !names.includes("email")) problems.push(problem);
  else {
    const wrong = written.filter(
      (_, at) => !columns.includes(names[at] as Column) || names.indexOf(names[at] as Column) !== at,
    );
    const fix = "Remove the column, or name it as one of these, each once.";
    if (wrong.length > 0) problems.push({ ...problem, found: wrong.map(quoted).join(", "), fix });
  }
  return names;
}

const lettersOf = (text: string) => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");

/** `E-mail` and `Notice period` are written as people write them. */
const columnOf = (cell: string): Column | undefined => columns.find((name) => lettersOf(name) === lettersOf(cell));

interface Reading extends Line {
  names: readonly Column[];
  known: Known;
}

function readLine({ line, cells: written, names, known }: Reading, problems: LineProblem[]): Recipient | undefined {
  // Behind the last column a spreadsheet has cells of nothing.
  const cells = written.slice(names.length).every((cell) => cell === "") ? written.slice(0, names.length) : written;
  const before = problems.length;
  const wrong = (column: Column, expected: string, fix: string, found: string) =>
    void problems.push({ line, column, expected, found: quoted(found), fix });
  if (cells.length !== names.length) {
    const [expected, found] = [`${names.length} values`, `${cells.length}`];
    problems.push({ line, expected, found, fix: "Put values that hold a separator in double quotes." });
    return undefined;
  }
  const get = (column: Column) => cells[names.indexOf(column)] ?? "";
  const take = (column: Column, { fits, expected, fix }: Rule, value = get(column)): string => {
    if (!fits(value)) wrong(column, expected, typeof fix === "string" ? fix : fix(value), value);
    return value;
  };
  const services = [
    ...new Set(
      get("services")
        .split(/[\s;]+/)
        .filter(Boolean),
    ),
  ].sort();
  for (const service of services) {
    if (!known.services.includes(service))
      wrong(
        "services",
        oneOf("service", known.services),
        "Use the ids of the vendor's list, or leave it empty for all.",
        service,
      );
  }
  const recipient: Recipient = {
    customer: take("customer", filledLine),
    // Address books copy marks of direction and blanks without width along.
    email: take("email", address, get("email").replace(/\p{Cf}/gu, "")),
    role: take("role", someLine),
    language: take("language", language) || null,
    segment: take("segment", segmentOf(known)) || null,
    services,
    contract: take("contract", someLine),
    noticePeriod: take("notice_period", period) || null,
  };
  return problems.length === before ? recipient : undefined;
}

/** What a value must be. */
interface Rule {
  fits(value: string): boolean;
  expected: string;
  fix: string | ((value: string) => string);
}

/** Characters of a value. */
const longest = 200;

const isLine = (value: string) => value.length <= longest && !/[\p{Cc}\u2028\u2029]/u.test(value);

const someLine: Rule = {
  fits: isLine,
  expected: `one line of at most ${longest} characters`,
  fix: "Shorten it.",
};

const filledLine: Rule = {
  fits: (value) => value !== "" && isLine(value),
  expected: `one line of 1 to ${longest} characters`,
  fix: (value) => (value === "" ? "Name the customer." : "Shorten it, on one line."),
};

const address: Rule = {
  fits: (value) => emailSchema.safeParse(value, { jitless: true }).success,
  expected: "one bare e-mail address, such as privacy@customer.example",
  fix: "Write a line of its own for each address, without a name.",
};

const languageNames = new Intl.DisplayNames("en", { type: "language", fallback: "none" });

/** `German` has the form of a tag, and is none that anybody gave out. */
const isTag = (value: string) =>
  subscriptionRequestSchema.shape.language.safeParse(value, { jitless: true }).success &&
  (!/^[a-z]{4,8}$/i.test(value) || languageNames.of(value) !== undefined);

const language: Rule = {
  fits: (value) => value === "" || isTag(value),
  expected: "a language tag such as de or pt-BR (BCP 47)",
  fix: (value) => {
    const tag = value.replaceAll("_", "-");
    return value.includes("_") && isTag(tag) ? `Write ${tag}.` : "Leave it empty for the vendor's language.";
  },
};

const period: Rule = {
  fits: (value) => value === "" || readPeriod(value) !== undefined,
  expected: 'an ISO 8601 duration such as P30D, or "P10D business"',
  fix: "30 days are P30D, and three months P3M. Leave it empty where the vendor's terms hold.",
};

const segmentOf = ({ segments }: Known): Rule => ({
  fits: (value) => value === "" || segments.includes(value),
  expected: oneOf("segment", segments),
  fix: "Use an id of the notice terms, or leave it empty.",
});

const oneOf = (what: string, ids: readonly string[]) =>
  ids.length > 0 ? `a ${what} of the feed: ${ids.join(", ")}` : `none, for the feed names no ${what}s`;

const quoted = (value: string) => (value === "" ? "nothing" : `“${value.slice(0, 80)}”`);
