import { Document, isMap, isScalar, isSeq, type Node, stringify } from "yaml";
import type { PageContent } from "./content.ts";
import type { NotPlaced } from "./ledger.ts";
import type { MappedColumn } from "./mapping.ts";
import type { Remark } from "./remarks.ts";

/** The file beside a list that remembers how it was moved in. */
export const recordFile = "import.yaml";

/** What an author says beside the page: where the list will be found, and whose it is. */
export interface Publisher {
  name: string;
  /** The feed's address, ending in `/`. */
  feed: string;
  email?: string;
  /** The page that shows the list. */
  page?: string;
  language?: string;
  /** Members of a list that is replaced, but those that a page fills: they stay. */
  kept?: Readonly<Record<string, unknown>>;
}

/** Members of a list that a page fills. */
export const pageMembers: readonly (keyof PageContent)[] = [
  "title",
  "intro",
  "updated",
  "pastChanges",
  "groups",
  "subprocessors",
  "sections",
];

const about = ` The list of sub-processors as it was moved in. Behind a # stands how a fact was written where a code says it.
 What was not placed is in ${recordFile}, with its line: it is not published.
 
   trust-center check      names what is wrong, what is missing, and what publishing would say
   trust-center publish    signs the list and writes the files for your web server`;

/** The list as `trust-center.yaml`. */
export function listText(
  content: PageContent,
  written: ReadonlyMap<string, string>,
  { name, feed, email, page, language = "en", kept }: Publisher,
): string {
  const document = new Document({
    publish: { feed },
    publisher: {
      name,
      ...(page && { url: page }),
      languages: [language],
      ...(email && { contacts: [{ role: "privacy", email }] }),
    },
    ...kept,
    ...content,
  });
  document.commentBefore = about;
  for (const [path, words] of written) comment(document, path.split("/"), words);
  return document.toString({ lineWidth: 120 });
}

/** Puts words behind the first value at a path. */
function comment(document: Document, path: readonly string[], words: string): void {
  let node = document.getIn(
    path.map((part) => (/^\d+$/.test(part) ? Number(part) : part)),
    true,
  ) as Node | undefined;
  while (isMap(node) || isSeq(node)) node = (isMap(node) ? node.items[0]?.value : node.items[0]) as Node | undefined;
  if (isScalar(node)) node.comment = ` ${words.replace(/\s*\n\s*/g, " / ")}`;
}

/** Where the words are from, what its headings mean, and what was not placed. */
export interface ImportRecord {
  source: { file: string; format: string; sha256: string };
  columns: MappedColumn[];
  notPlaced: NotPlaced[];
  /** What the catalogue of processors knows of entries. */
  remarks?: Remark[];
}

const aboutRecord = `# How the list was moved in. \`trust-center import\` reads \`columns\` again, and does not ask twice: change \`field\` where a
# heading means something else. \`notPlaced\` holds the words of the page that are not in the list, with their lines.
# \`remarks\` say what the catalogue of processors knows of entries: nothing of it is in the list.
`;

/** The record as a file. */
export function recordText({ source, columns, notPlaced, remarks = [] }: ImportRecord): string {
  const rows = columns.map(({ label, field, lines, by, guess }) => ({
    label,
    field,
    by,
    ...(guess && { guess }),
    lines,
  }));
  return (
    aboutRecord +
    stringify({ source, columns: rows, notPlaced, ...(remarks.length > 0 && { remarks }) }, { lineWidth: 120 })
  );
}
