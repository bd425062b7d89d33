import { countryOf } from "@trust-center/authoring";
import type { Column, FeedContent, Group, Location, PastChange, Section, Subprocessor } from "@trust-center/feed";
import type { FoundChange, FoundList, Segment } from "../find/found.ts";
import { dateOf, updatedIn } from "../meaning/dates.ts";
import { isAboutOthers, leadsToOthers } from "../meaning/headings.ts";
import { isPlaceholder } from "../meaning/placeholders.ts";
import { placesIn } from "../meaning/places.ts";
import { type Block, lineOf, oneLine, type Run, type SourceDocument, withLinks } from "../model/document.ts";
import { type DraftEntry, entryOf } from "./entry.ts";
import type { Ledger } from "./ledger.ts";
import type { MappedColumn, Mapping } from "./mapping.ts";
import { proseOfBlocks, wordsOf } from "./prose.ts";

/** The members of a list that a page fills. */
export type PageContent = Pick<
  FeedContent,
  "title" | "intro" | "updated" | "pastChanges" | "groups" | "subprocessors" | "sections"
>;

/** What an import made of a page, before it has a publisher. */
export interface Content {
  content: PageContent;
  /** The publisher's words where codes say them, by the path of the member. */
  written: Map<string, string>;
  /** A row for each group: how many entries, and where they stood. */
  lists: { title: string; line: number; rows: number; written: FoundList["written"] }[];
  columns: MappedColumn[];
}

const longestTitle = 300;
/** Characters of an id before its number. Some take two places of the 100 that an id has. */
const longestId = 40;

/** Puts what was found into the members of a list. */
export function contentOf(
  page: SourceDocument,
  segments: readonly Segment[],
  mapping: Mapping,
  ledger: Ledger,
): Content {
  const builder = createBuilder(mapping, ledger);
  const pending: Block[] = [];
  let hasList = false;
  for (const segment of segments) {
    if (segment.type === "prose") pending.push(...segment.blocks);
    else if (segment.type === "changes") {
      // A heading over nothing but changes has no text of its own.
      const last = pending.findLastIndex(({ type }) => type !== "aside");
      const heading = pending[last];
      // The first of the page is its title.
      if (heading?.type === "heading" && (heading.depth > 1 || hasList)) {
        pending.splice(last, 1);
        ledger.keep(heading.line, "heading", withLinks(heading.runs));
      }
      builder.prose(pending.splice(0));
      builder.changes(segment.changes);
    } else {
      hasList = true;
      builder.list(segment.list, pending.splice(0));
    }
  }
  builder.prose(pending);
  return builder.finish(
    page.title,
    !page.blocks.some((block) => block.type === "aside" && block.what === "front matter"),
  );
}

interface OpenGroup {
  group: Group;
  entries: DraftEntry[];
  list: FoundList;
}

function createBuilder(mapping: Mapping, ledger: Ledger) {
  const facts: Pick<PageContent, "title" | "intro" | "updated"> = {};
  const groups: OpenGroup[] = [];
  const sections: Section[] = [];
  const pastChanges: PastChange[] = [];
  const columns = new Map<string, MappedColumn>();
  const tables = new Set<readonly string[]>();
  const ids = { groups: new Set<string>(), sections: new Set<string>(), entries: new Set<string>() };

  const askAboutDay = (written: string, line: number) =>
    ledger.ask(line, `The date “${written}” (line ${line}) can mean several days, or none. It stays as it is written.`);

  /** Takes the title and the date of the page out of what stands first. */
  const pageFacts = (blocks: Block[]): Block[] =>
    blocks.filter((block) => {
      if (block.type === "heading" && block.depth === 1 && facts.title === undefined) {
        const title = lineOf(block.runs);
        if (title.length > longestTitle || block.runs.some(({ link }) => link)) return true;
        facts.title = title;
        return false;
      }
      if (block.type !== "paragraph" || facts.updated !== undefined) return true;
      const text = lineOf(block.runs);
      const updated = block.runs.some(({ link }) => link) ? undefined : updatedIn(text);
      if (updated === undefined) return true;
      const date = dateOf(updated);
      facts.updated = date;
      ledger.keep(block.line, "words before the date", text.replace(updated, " … "));
      if (typeof date === "object" && date.date === undefined) askAboutDay(updated, block.line);
      return false;
    });

  const prose = (blocks: readonly Block[], before?: string) => {
    const own = pageFacts([...blocks]);
    const asides = own.filter((block) => block.type === "aside");
    for (const block of asides) ledger.keep(block.line, block.what, wordsOf(block));
    for (const part of sectionsIn(own.filter((block) => block.type !== "aside"))) putSection(part, before);
  };

  const askAboutOthers = (title: string, line: number) =>
    ledger.ask(
      line,
      `“${title}” (line ${line}) stays a text: the list holds what is in use. What is to come is added to it and announced; what has left goes to \`pastChanges\`.`,
    );

  const putSection = (part: readonly Block[], before?: string) => {
    const [first, ...rest] = part;
    if (!first) return;
    const isTitled =
      first.type === "heading" &&
      rest.length > 0 &&
      first.runs.every(({ link }) => !link) &&
      lineOf(first.runs).length <= longestTitle;
    const title = isTitled ? lineOf(first.runs) : undefined;
    const text = checked(proseOfBlocks(isTitled ? rest : part, ledger), first.line);
    const isListed = (block: Block | undefined) => block?.type === "table" || block?.type === "list";
    if (title && isAboutOthers(title) && rest.some(isListed)) askAboutOthers(title, first.line);
    else
      part.forEach((block, at) => {
        const words = block.type === "paragraph" ? lineOf(block.runs) : "";
        if (leadsToOthers(words) && isListed(part[at + 1])) askAboutOthers(words, block.line);
      });
    if (text === undefined) {
      if (title) ledger.keep(first.line, "heading", title);
      return;
    }
    const id = slug(title ?? "text", ids.sections);
    sections.push({ id, ...(title && { title }), text, ...(before && { before }) });
  };

  /** A text that may stand in a list. */
  const checked = (text: string, line: number): string | undefined => {
    if (text === "") return undefined;
    if (!isPlaceholder(text)) return text;
    ledger.keep(line, "placeholder", text);
    return undefined;
  };

  const list = (found: FoundList, blocks: readonly Block[]) => {
    rememberLabels(found);
    const last = groups.at(-1);
    if (found.written === "prose" && last?.list.written === "prose") {
      prose(blocks);
      addRows(last, found);
      return;
    }
    const own = pageFacts([...blocks]);
    const { title, intro, rest, footnotes } = headOf(own, found, last?.group);
    const id = slug(title, ids.groups);
    const group: Group = { id, title };
    for (const block of rest.filter((one) => one.type === "aside")) ledger.keep(block.line, block.what, wordsOf(block));
    const texts = rest.filter((block) => block.type !== "aside");
    if (groups.length === 0 && facts.intro === undefined && texts[0] && texts[0].type !== "heading") {
      const end = texts.findIndex(({ type }) => type === "heading");
      const opening = texts.splice(0, end < 0 ? texts.length : end);
      const text = checked(proseOfBlocks(opening, ledger), opening[0]?.line ?? 1);
      if (text) facts.intro = text;
    }
    for (const part of sectionsIn(texts)) putSection(part, id);
    const text = checked(proseOfBlocks(intro, ledger), found.line);
    if (text) group.intro = text;
    if (footnotes.length > 0) group.footnotes = footnotes;
    const open: OpenGroup = { group, entries: [], list: found };
    groups.push(open);
    addRows(open, found);
    const places = placesAbove([
      ...own.filter(({ type }) => type === "paragraph").map((block) => wordsOf(block)),
      title,
    ]);
    if (places && open.entries.every(({ entry }) => !entry.locations)) {
      group.common = { locations: places };
      if (countryOf(title) && open.entries.length > 0)
        ledger.ask(
          found.line,
          `“${title}” (line ${found.line}) was taken for where the ${open.entries.length} entries below it process data. Is it not where they are seated, or whom they serve?`,
        );
    }
  };

  const addRows = (open: OpenGroup, found: FoundList) => {
    for (const block of found.left) {
      ledger.keep(
        block.line,
        block.type === "aside"
          ? block.what === "code"
            ? "row without a name"
            : "row of the table"
          : "beside the list",
        wordsOf(block),
      );
      if (block.type === "aside" && block.what === "code")
        ledger.ask(
          block.line,
          `Line ${block.line} has no name of a sub-processor: “${oneLine(block.text).slice(0, 80)}”. It may go on from the row above it.`,
        );
    }
    for (const row of found.rows) {
      if (isCount(row)) {
        ledger.keep(row.line, "count of entries", wordsOfRow(row));
        continue;
      }
      askAboutAddress(row);
      const made = entryOf(row, mapping, ledger);
      if (!made) continue;
      made.entry.id = slug(String(made.entry.name), ids.entries);
      made.entry.groups = [open.group.id];
      if (isAboutAffiliates(String(open.group.title), found.labels)) made.entry.role ??= "affiliate";
      open.entries.push(made);
    }
    if (found.written === "prose") {
      const names = found.rows.map(({ facts: [name] }) => lineOf(name?.runs ?? [])).join(", ");
      ledger.ask(found.line, `${names} (line ${found.line}): read from running text. Remove what is no sub-processor.`);
    }
  };

  /** Where a company is seated is no purpose, and no place of its processing either. */
  const askAboutAddress = ({ line, facts }: FoundList["rows"][number]) => {
    const words = facts.slice(1).map(({ runs }) => oneLine(lineOf(runs)));
    const address = words.find((text) => text.includes(", ") && hasAddress.test(text));
    if (address !== undefined)
      ledger.ask(
        line,
        `“${address.slice(0, 120)}” (line ${line}) has an address in it: whose is it, and does it belong to \`address\`?`,
      );
  };

  /** The headings of a table stand once, labels in running text with each value. */
  const rememberLabels = ({ labels, line, rows }: FoundList) => {
    // The lists of one table have one array of them.
    if (!tables.has(labels)) for (const label of labels) remember(label, line);
    if (labels.length > 0) tables.add(labels);
    else for (const row of rows) for (const { label } of row.facts) if (label !== undefined) remember(label, row.line);
  };

  const remember = (label: string, line: number) => {
    const known = columns.get(label);
    if (known) known.lines.push(line);
    else columns.set(label, { ...mapping.column(label), lines: [line] });
  };

  const changes = (found: readonly FoundChange[]) => {
    for (const { line, date, text, removed } of found) {
      const kind = removed === undefined ? {} : ({ kind: "removed", name: removed } as const);
      if (date === "") ledger.keep(line, "change without a date", text);
      else {
        const day = dateOf(date);
        if (typeof day === "object" && day.date === undefined) askAboutDay(date, line);
        pastChanges.push({ date: day, ...kind, ...(text && { text }) });
      }
    }
  };

  const finish = (title: string | undefined, isApart: boolean): Content => {
    const bound = groups.flatMap((open) => footnotesOf(open, sections, ledger));
    sections.splice(0, sections.length, ...withoutFootnotes(sections, bound, ledger));
    const written = new Map<string, string>();
    const entries: Subprocessor[] = [];
    for (const { entries: own } of groups) {
      for (const { entry, written: words } of own) {
        for (const [path, text] of words) written.set(`subprocessors/${entries.length}/${path}`, text);
        entries.push(entry);
      }
    }
    const filled = groups.filter(({ entries: own, group }) => own.length > 0 || group.intro !== undefined);
    const dropped = groups.filter((one) => !filled.includes(one));
    for (const {
      group,
      list: { line },
    } of dropped)
      ledger.keep(line, "title of a table without entries", String(group.title));
    const kept = new Set(filled.map(({ group }) => group.id));
    for (const section of sections) if (section.before && !kept.has(section.before)) delete section.before;
    for (const open of filled) {
      const own = columnsOf(open, columns);
      if (own.length > 0) open.group.columns = own;
    }
    const page = facts.title ?? (title && title.length <= longestTitle ? title : undefined);
    if (title && isApart) ledger.keep(1, "title of the page", title);
    return {
      content: {
        ...(page && { title: page }),
        ...(facts.intro !== undefined && { intro: facts.intro }),
        ...(facts.updated !== undefined && { updated: facts.updated }),
        ...(pastChanges.length > 0 && { pastChanges }),
        ...(filled.length > 0 && { groups: filled.map(({ group }) => group) }),
        subprocessors: entries,
        ...(sections.length > 0 && { sections }),
      },
      written,
      lists: groups.map(({ group, entries: own, list: { line, written: how } }) => ({
        title: String(group.title),
        line,
        rows: own.length,
        written: how,
      })),
      columns: [...columns.values()],
    };
  };

  /** What the blocks before a list are to it: its title and its own text, and what belongs to the page. */
  const headOf = (blocks: readonly Block[], found: FoundList, before: Group | undefined) => {
    const at = blocks.findLastIndex(({ type }) => type === "heading");
    const heading = blocks[at];
    const after = blocks.slice(at + 1);
    const footnotes: string[] = [];
    const isOwn = heading?.type === "heading" && lineOf(heading.runs).length <= longestTitle;
    if (found.title && lineOf(found.title).length <= longestTitle) {
      return { title: lineOf(found.title), intro: [] as Block[], rest: [...blocks], footnotes };
    }
    if (found.written === "prose") {
      return { title: String(facts.title ?? "Sub-processors"), intro: [] as Block[], rest: [...blocks], footnotes };
    }
    if (isOwn) {
      keepLinks(heading.runs, heading.line);
      const asides = after.filter(({ type }) => type === "aside");
      return {
        title: lineOf(heading.runs),
        intro: after.filter(({ type }) => type !== "aside"),
        rest: [...blocks.slice(0, at), ...asides],
        footnotes,
      };
    }
    // A paragraph that says what follows stands in the place of a heading.
    const last = after.findLast(({ type }) => type === "paragraph");
    const text = last?.type === "paragraph" ? lineOf(last.runs) : "";
    const isLead =
      last?.type === "paragraph" &&
      (before !== undefined || last.caption === true) &&
      text.length <= 120 &&
      last.runs.every(({ link }) => !link);
    if (isLead)
      return {
        title: text.replace(/\s*[:：]$/u, ""),
        intro: [],
        rest: blocks.filter((block) => block !== last),
        footnotes,
      };
    const title = before ? String(before.title) : String(facts.title ?? "Sub-processors");
    return {
      title,
      intro: before ? after.filter(({ type }) => type !== "aside") : [],
      rest: before ? [...blocks.slice(0, at + 1), ...after.filter(({ type }) => type === "aside")] : [...blocks],
      footnotes,
    };
  };

  const keepLinks = (runs: readonly Run[], line: number) => {
    for (const { link } of runs) if (link) ledger.keep(line, "link of a heading", link);
  };

  return { prose, list, changes, finish };
}

/** A table of the publisher's own group: by its title, or the heading of its names. */
const isAboutAffiliates = (title: string, labels: readonly string[]): boolean =>
  [title, ...labels].some(
    (text) =>
      /\baffiliates\b|\bafiliad[oa]s\b|konzerngesellschaften|filiales/i.test(text) && !/process|encargad/i.test(text),
  );

const sayWhere =
  /(?:^|[.!?]\s)(?:these|the following|all|our|they|estos|los siguientes|diese|die folgenden|ces|les|questi|i seguenti)\b[^.!?]{0,200}?\b(?:located|based|hosted|ubicados|situados|befinden sich|ansässig|situés|localisés|situati)\s(?:in|en|au|aux|à)\s(?:the\s|der\s|den\s|la\s|los\s)?([^.!?:]{2,60})\s*[:.]?$/iu;

/** Where all entries below are, as a sentence right above them says it, or a heading that is a place. */
/** A street with its number and a postal code: `510 Townsend Street, San Francisco, CA 94103`, `Example Street 1, 10115 Berlin`. */
const hasAddress =
  /\b\d{1,5} \p{Lu}[^,;\n]{2,60},[^;\n]{2,80}\b[A-Z]{2} \d{5}\b|\p{Lu}[^,;\n]{2,60} \d{1,4}[a-z]?, (?:[A-Z]{1,2}-)?\d{4,5} \p{Lu}/u;

/** `Total: 2`: how many there are is none of them. */
const isCount = ({ facts }: FoundList["rows"][number]): boolean => {
  const [only, ...others] = facts.map(({ runs }) => oneLine(lineOf(runs))).filter((text) => text !== "");
  return (
    only !== undefined &&
    others.every((text) => /^\d+$/.test(text)) &&
    /^(?:grand )?(?:total|sum|summe|gesamt|totale|totaal)\b[^\p{L}]*$/iu.test(only)
  );
};

const wordsOfRow = ({ facts }: FoundList["rows"][number]): string =>
  facts.map(({ runs }) => oneLine(lineOf(runs))).join(" ");

function placesAbove(texts: readonly string[]): Location[] | undefined {
  const [before = "", title = ""] = [texts.at(-2) ?? "", texts.at(-1) ?? ""];
  for (const text of [before, title]) {
    const [, place = ""] = sayWhere.exec(text) ?? [];
    const found = place ? placesIn(place) : text === title && countryOf(title) ? placesIn(title) : undefined;
    if (found) return found.map(({ place: one }) => one);
  }
  return undefined;
}

/** Blocks from each heading to the next of its depth or above; headings below stay inside. */
function sectionsIn(blocks: readonly Block[]): Block[][] {
  const parts: Block[][] = [];
  let depth = 0;
  for (const block of blocks) {
    const isNext = block.type === "heading" && (depth === 0 || block.depth <= depth);
    if (isNext || parts.length === 0) {
      parts.push([]);
      depth = block.type === "heading" ? block.depth : 0;
    }
    parts.at(-1)?.push(block);
  }
  return parts;
}

/**
 * Binds footnotes to what has their marks, and takes them out of the texts that they stood in: there nothing would lead to them
 * any more. A mark without a footnote is a sign of the text: it goes back.
 */
function footnotesOf({ entries, group }: OpenGroup, sections: readonly Section[], ledger: Ledger): Footnote[] {
  const bound: Footnote[] = [];
  for (const draft of entries) {
    for (const { mark, field } of draft.marks) {
      const found =
        footnoteFor(mark, sections) ?? (typeof group.intro === "string" ? footnoteIn(mark, group.intro) : undefined);
      ledger.keep(draft.line, "mark of a footnote", `${mark} ${String(draft.entry.name)}`);
      if (found === undefined) {
        ledger.ask(draft.line, `The mark “${mark}” (line ${draft.line}) has no footnote on the page.`);
        continue;
      }
      const { text } = found;
      bound.push({ ...found, line: draft.line });
      draft.entry.notes = [
        ...(draft.entry.notes ?? []),
        { ...(field && draft.entry[field] !== undefined && { field }), text },
      ];
    }
  }
  return bound;
}

interface Footnote {
  /** Without its mark. */
  text: string;
  /** As it stands in a text, and in which section; in none where it is one of a group's introduction. */
  paragraph: string;
  mark: string;
  section?: Section;
  /** Where it is referred to. */
  line: number;
}

/** Texts without the footnotes that entries carry now. A section of nothing else is none. */
function withoutFootnotes(sections: readonly Section[], bound: readonly Footnote[], ledger: Ledger): Section[] {
  return sections.flatMap((section): Section[] => {
    const own = new Map(bound.filter((one) => one.section === section).map((one) => [one.paragraph, one]));
    if (own.size === 0 || typeof section.text !== "string") return [section];
    const left = section.text.split(paragraphs).filter((paragraph) => !own.has(paragraph));
    for (const { mark, line } of own.values()) ledger.keep(line, "mark of a footnote", mark);
    if (left.length > 0) return [{ ...section, text: left.join("\n\n") }];
    if (typeof section.title === "string") ledger.keep(1, "heading", section.title);
    return [];
  });
}

const paragraphs = /\n{2,}/;

function footnoteFor(mark: string, sections: readonly Section[]): Omit<Footnote, "line"> | undefined {
  for (const section of sections) {
    const found = typeof section.text === "string" ? footnoteIn(mark, section.text) : undefined;
    if (found !== undefined) return { ...found, section };
  }
  return undefined;
}

/** The paragraph that begins with a mark. */
function footnoteIn(mark: string, text: string): Omit<Footnote, "line"> | undefined {
  for (const paragraph of text.split(paragraphs)) {
    const plain = paragraph.replace(/\\/g, "").replace(/^\[([^\]]+)\]/, "$1");
    if (!plain.startsWith(mark)) continue;
    const rest = plain.slice(mark.length);
    const isOther = /^[*†‡§\d]/.test(rest) || (/\w$/.test(mark) && !/^[\s.):]/.test(rest));
    if (isOther || rest.trim() === "") continue;
    const words = paragraph
      .replace(/^\\?\[[^\]]+\\?\]/, "")
      .replace(/^(?:\\?[*†‡§])+/, "")
      .replace(/^[\s.):]+/, "")
      .trim();
    return words === "" ? undefined : { text: words, paragraph, mark };
  }
  return undefined;
}

/** The columns of a table under its own headings. Of several for one member, the first. */
function columnsOf({ list, entries, group }: OpenGroup, mapped: ReadonlyMap<string, MappedColumn>): Column[] {
  if (list.keyed || list.labels.length === 0) return [];
  const columns: Column[] = [];
  const add = (field: string, label: string) => {
    if (!columns.some((one) => one.field === field)) columns.push({ field, label });
  };
  list.labels.forEach((label) => {
    const isDetail = entries.some(({ entry }) => (entry.details ?? []).some((one) => one.label === label));
    const field = mapped.get(label)?.field ?? "details";
    const [member = "", type] = field.split("/");
    const isIn = ({ entry }: DraftEntry) =>
      type === undefined ? member in entry : entry.links?.some((link) => link.type === type) === true;
    // Certificates are named more often than they are linked.
    if (type === "security" && entries.some(({ entry }) => entry.certifications)) add("certifications", label);
    else if (member !== "details" && member !== "id" && entries.some(isIn)) add(member, label);
    else if (isDetail) add(`details:${label}`, label);
  });
  // The name stands in each, also where its heading is not known.
  if (!columns.some(({ field }) => field === "name") && entries.length > 0) {
    // Names above the facts have none: the first heading is that of a fact.
    const [first] = list.labels;
    columns.unshift({
      field: "name",
      ...(columns.every(({ label }) => label !== first) && { label: first ?? "Name" }),
    });
  }
  return columns.length > 1 && group.title !== undefined ? columns : [];
}

/** An id of a text: small letters and digits, and a number where it is taken. */
export function slug(text: string, taken: Set<string>): string {
  const words = text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, "-")
    .replace(/^-+|-+$/g, "");
  // By characters: half of one is none.
  const base = [...words].slice(0, longestId).join("").replace(/-+$/, "") || "entry";
  let id = base;
  for (let count = 2; taken.has(id); count++) id = `${base}-${count}`;
  taken.add(id);
  return id;
}
