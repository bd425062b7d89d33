import { certainDate, normalise } from "@trust-center/authoring";
import {
  isAboutChanges,
  isAboutElse,
  isAboutOthers,
  isAboutSubprocessors,
  leadsToOthers,
} from "../meaning/headings.ts";
import {
  type Block,
  cutRuns,
  type Heading,
  type List,
  lineOf,
  type Paragraph,
  type SourceDocument,
  splitRuns,
  trimRuns,
} from "../model/document.ts";
import type { Context, Fact, FoundChange, FoundList, FoundRow, Segment } from "./found.ts";
import { listInItems, listsInCategories } from "./items.ts";
import { changesInTable, formerInTable, listsInTable, type Understand } from "./tables.ts";
import { listInTerms, namesInProse, rowInParagraph, rowsInSections, type Section } from "./texts.ts";

/** Parts a page into lists of entries, its record of changes, and prose, in their order. */
export function findLists(page: SourceDocument, understand: Understand): Segment[] {
  const found = inBlocks(page, understand);
  const isList = (segment: Segment) => segment.type === "list" && segment.list.rows.length > 0;
  return joined(inProse(page, found, !found.some(isList)));
}

function inBlocks(page: SourceDocument, understand: Understand): Segment[] {
  const segments: Segment[] = [];
  const { blocks } = page;
  const trail = createTrail(page.title);
  const isAmong = blocks.some((block) => block.type === "terms" && !block.fields && block.items.length > 1);
  const prose = (block: Block) => {
    segments.push({ type: "prose", blocks: [block] });
    trail.pass(block);
  };
  for (let at = 0; at < blocks.length; at++) {
    const block = blocks[at] as Block;
    const context = trail.context();
    const nearest = context.headings.at(-1) ?? "";
    const above = blocks[at - 1];
    const before = above?.type === "paragraph" ? lineOf(above.runs) : "";
    const former = block.type === "table" ? formerInTable(block, context, understand) : undefined;
    if (former) {
      segments.push({ type: "prose", blocks: former.head }, { type: "changes", changes: former.changes });
      trail.used();
    } else if (block.type !== "heading" && (isAboutOthers(nearest) || leadsToOthers(before))) prose(block);
    else if ((block.type === "list" || block.type === "terms") && isAboutElse(nearest)) prose(block);
    else if (block.type === "table") {
      const read = listsInTable(block, context, understand);
      const lists = saysWhoGets(read, namesIn(segments)) ? [] : read;
      const changes = lists.length === 0 ? changesInTable(block, context) : undefined;
      if (lists.length > 0) segments.push(...lists.map((list): Segment => ({ type: "list", list })));
      else if (changes) {
        segments.push({ type: "prose", blocks: changes.head }, { type: "changes", changes: changes.changes });
      } else prose(block);
      if (lists.length > 0 || changes) trail.used();
    } else if (block.type === "list") {
      const categories = isAboutChanges(nearest) ? undefined : listsInCategories(block, context, understand);
      if (categories) {
        segments.push(...categories.map((list): Segment => ({ type: "list", list })));
        trail.used();
        continue;
      }
      const list = listInItems(block, context, understand);
      const changes = list ? undefined : changesInItems(block, context);
      if (list) segments.push({ type: "list", list });
      else if (changes) segments.push({ type: "changes", changes });
      else prose(block);
      if (list || changes) trail.used();
    } else if (block.type === "terms") {
      const list = listInTerms(block, { ...context, isAmong }, understand);
      if (list) segments.push({ type: "list", list });
      else prose(block);
    } else if (block.type === "heading" && isAboutSubprocessors(context.headings.join(" "))) {
      const [list, end] = inSections(blocks, at, understand);
      if (list) segments.push(...list);
      else prose(block);
      at = end;
    } else if (block.type === "paragraph" && isAboutSubprocessors(context.headings.join(" "))) {
      const rows: FoundRow[] = [];
      let end = at;
      for (let next = blocks[end]; next?.type === "paragraph"; next = blocks[++end]) {
        const row = rowInParagraph(next, understand);
        if (!row) break;
        rows.push(row);
      }
      const lines = rows.length < 2 ? listInLines(block, context, understand) : undefined;
      if (lines) segments.push({ type: "list", list: lines });
      else if (rows.length < 2) prose(block);
      else {
        segments.push({
          type: "list",
          list: { written: "paragraphs", line: block.line, labels: [], keyed: false, rows, left: [] },
        });
        at = end - 1;
      }
    } else prose(block);
  }
  return segments;
}

/** The first words of the names that were found, as they are compared. */
const namesIn = (segments: readonly Segment[]): Set<string> =>
  new Set(
    segments.flatMap((segment) =>
      segment.type === "list" ? segment.list.rows.map((row) => firstWord(withoutNumber(nameOf(row)))) : [],
    ),
  );

const nameOf = ({ facts }: FoundRow): string => lineOf(facts.find(({ meaning }) => meaning === "name")?.runs ?? []);

const firstWord = (name: string): string => normalise(name).split(" ")[0] ?? "";

const numberOf = /^(\d+)[.)]\s+/;
const withoutNumber = (name: string): string => name.replace(numberOf, "");

/**
 * Whether a table says again who gets what: its names stand behind other facts, several in a cell, and each of them is an
 * entry already.
 */
function saysWhoGets(lists: readonly FoundList[], known: ReadonlySet<string>): boolean {
  const rows = lists.flatMap((list) => (list.written === "table" ? list.rows : []));
  const names = rows.map((row) => nameOf(row).split(/\s*[,;]\s*/));
  return (
    rows.length > 0 &&
    rows.every(({ facts: [first] }) => first?.meaning !== "name") &&
    names.some((some) => some.length > 1) &&
    names.flat().every((name) => known.has(firstWord(name)))
  );
}

/** Lines of a paragraph as the items of a list: `Acme - hosting<br>Pigeon - mail`. */
function listInLines({ runs, line }: Paragraph, context: Context, understand: Understand): FoundList | undefined {
  const lines = splitRuns(runs, /\n/)
    .map(trimRuns)
    .filter((one) => one.length > 0);
  const isMarked = lines.every(([first]) => first?.strong === true);
  const isLabel = lines.some((one) => one[0]?.strong && understand(one[0].text.replace(/\s*[:：]\s*$/u, ""))?.certain);
  if (lines.length < (isMarked ? 2 : 3) || isLabel) return undefined;
  const items = lines.map((one) => ({ runs: one, blocks: [], line }));
  return listInItems({ type: "list", ordered: false, items, line }, context, understand);
}

/** Headings above, and paragraphs since. */
function createTrail(title: string | undefined) {
  let above: Heading[] = [];
  let before: string[] = [];
  return {
    pass: (block: Block) => {
      if (block.type === "heading") {
        above = [...above.filter(({ depth }) => depth < block.depth), block];
        before = [];
      } else if (block.type === "paragraph") before.push(lineOf(block.runs));
    },
    used: () => {
      before = [];
    },
    context: (): Context => ({
      headings: [...(title ? [title] : []), ...above.map(({ runs }) => lineOf(runs))],
      before,
    }),
  };
}

/** Sections of one depth from here on; those between entries that are none stay prose. */
function inSections(blocks: readonly Block[], start: number, understand: Understand): [Segment[] | undefined, number] {
  const { depth } = blocks[start] as Heading;
  const sections: (Section & { end: number })[] = [];
  let at = start;
  for (let next = blocks[at]; next?.type === "heading" && next.depth === depth; next = blocks[at]) {
    let end = at + 1;
    for (let inner = blocks[end]; inner && !(inner.type === "heading" && inner.depth <= depth); inner = blocks[end])
      end++;
    sections.push({ heading: next, blocks: blocks.slice(at + 1, end), end });
    at = end;
  }
  const rows = rowsInSections(sections, understand);
  if (!rows?.[0]) return [undefined, start];
  const last = rows.findLastIndex(Boolean);
  const left = sections
    .slice(0, last + 1)
    .flatMap(({ heading, blocks: own }, index) => (rows[index] ? [] : [heading, ...own]));
  const [entries, numbers] = withoutNumbers(rows.slice(0, last + 1).filter((row) => row !== undefined));
  const list: FoundList = {
    written: "headings",
    line: sections[0]?.heading.line ?? 1,
    labels: [],
    keyed: false,
    rows: entries,
    left: numbers,
  };
  const prose: Segment[] = left.length > 0 ? [{ type: "prose", blocks: left }] : [];
  return [[{ type: "list", list }, ...prose], (sections[last]?.end ?? start + 1) - 1];
}

/** Names without the numbers that count them from 1 on; the numbers are kept beside the list. */
function withoutNumbers(rows: readonly FoundRow[]): [FoundRow[], Block[]] {
  const numbers = rows.map((row) => numberOf.exec(nameOf(row)));
  if (!numbers.every((found, at) => found?.[1] === String(at + 1))) return [[...rows], []];
  const named = rows.map(({ line, facts }, at): FoundRow => {
    const cut = (fact: Fact): Fact =>
      fact.meaning === "name" ? { ...fact, runs: cutRuns(trimRuns(fact.runs), numbers[at]?.[0].length ?? 0)[1] } : fact;
    return { line, facts: facts.map(cut) };
  });
  const kept = rows.map(({ line }, at): Block => ({ type: "paragraph", runs: [{ text: `${at + 1}.` }], line }));
  return [named, kept];
}

/** `- 2026-05-01: added Acme` below a heading that speaks of changes. */
function changesInItems(list: List, { headings }: Context): FoundChange[] | undefined {
  if (!isAboutChanges(headings.at(-1) ?? "")) return undefined;
  const changes = list.items.map(({ runs, blocks, line }): FoundChange | undefined => {
    const [, date = "", text = ""] = /^(.{4,24}?)(?::|\s[-–—]|,(?=\s\D))\s+(.+)$/su.exec(lineOf(runs)) ?? [];
    const isPlain = blocks.length === 0 && runs.every(({ link }) => !link);
    return isPlain && text && certainDate(date) ? { line, date, text } : undefined;
  });
  return changes.length > 0 && changes.every((change) => change !== undefined) ? changes : undefined;
}

/**
 * Names in running text. Companies of the publisher's own group are looked for beside lists too; names in bold only where
 * the page has no list: elsewhere they are emphasis.
 */
function inProse(page: SourceDocument, segments: readonly Segment[], isAlone: boolean): Segment[] {
  const trail = createTrail(page.title);
  const isPage = isAboutSubprocessors(
    [
      page.title ?? "",
      ...page.blocks.flatMap((block) => (block.type === "heading" && block.depth === 1 ? [lineOf(block.runs)] : [])),
    ].join(" "),
  );
  /** Headings over nothing but entries are their category. */
  const categories = new Set<Block>();
  const made = segments.flatMap((segment): Segment[] => {
    if (segment.type !== "prose") return [segment];
    return segment.blocks.flatMap((block, index): Segment[] => {
      const context = trail.context();
      trail.pass(block);
      if (block.type !== "paragraph" || !isPage) return [{ type: "prose", blocks: [block] }];
      const names = namesInProse(block, context).filter(({ runs: [run] }) => isAlone || !(run?.strong || run?.link));
      if (names.length === 0 || (isAlone && context.headings.length < 2)) return [{ type: "prose", blocks: [block] }];
      const heading = context.headings.at(-1) ?? "";
      const above = segment.blocks[index - 1];
      if (above?.type === "heading" && above.depth > 1) categories.add(above);
      const rows = names.map((name, at): FoundRow => {
        const facts: Fact[] = [name, { meaning: "notes", runs: at === 0 ? block.runs : [] }];
        if (context.headings.length > 1) facts.push({ meaning: "category", runs: [{ text: heading }] });
        if (/affiliat|group compan|konzern|filiale/i.test(heading))
          facts.push({ meaning: "role", runs: [{ text: "affiliate" }] });
        return { line: block.line, facts };
      });
      return [{ type: "list", list: { written: "prose", line: block.line, labels: [], keyed: false, rows, left: [] } }];
    });
  });
  return made.map((segment) =>
    segment.type === "prose"
      ? { type: "prose", blocks: segment.blocks.filter((block) => !categories.has(block)) }
      : segment,
  );
}

/** Prose that stands together is one segment. */
function joined(segments: readonly Segment[]): Segment[] {
  const result: Segment[] = [];
  for (const segment of segments) {
    const last = result.at(-1);
    if (segment.type === "prose" && last?.type === "prose") last.blocks.push(...segment.blocks);
    else result.push(segment.type === "prose" ? { type: "prose", blocks: [...segment.blocks] } : segment);
  }
  return result;
}
