import { normalise } from "@trust-center/authoring";
import { isLegalName } from "@trust-center/catalogue";
import { isAboutChanges, isAboutSubprocessors } from "../meaning/headings.ts";
import {
  type Block,
  type Heading,
  lineOf,
  type Paragraph,
  type Run,
  splitRuns,
  type Terms,
  textOf,
  trimRuns,
} from "../model/document.ts";
import type { Context, Fact, FoundList, FoundRow } from "./found.ts";
import { entryOf, factsBelow, factsOfText, labelledOf } from "./items.ts";
import type { Understand } from "./tables.ts";

/** Words that a heading has at most where it is a name. */
const nameWords = 6;
const notNames =
  /^(?:contact|about|introduc|overview|legal|privacy|scope|definitions?|notice|notification|updates?|objection|purpose|security|faq|questions?|summary|conclusion|credits|kontakt|contacto)/i;

/** A term with what is said of it below: definition lists, fields. */
export function listInTerms(
  terms: Terms,
  context: Context & { /** Other terms of the page have several names each. */ isAmong: boolean },
  understand: Understand,
): FoundList | undefined {
  const about = [...context.headings, ...context.before].join(" ");
  const labels = terms.items.map(({ runs }) => lineOf(runs).replace(/:$/, ""));
  // `Acme Web Services, Inc.` is a name, though a word of it is one of headings.
  const known = labels.map((label) => (isLegalName(label) ? undefined : understand(label)));
  const line = terms.line;
  if (known.some((one) => one?.meaning === "name") && known.filter(Boolean).length >= labels.length * 0.6) {
    const rows: FoundRow[] = [];
    terms.items.forEach((item, at) => {
      if (known[at]?.meaning === "name" || rows.length === 0) rows.push({ line: item.line, facts: [] });
      const [first, ...rest] = factsBelow(item.blocks, () => undefined);
      rows.at(-1)?.facts.push({ label: labels[at] as string, runs: first?.runs ?? [] }, ...rest);
    });
    return { written: "terms", line, labels: [], keyed: false, rows, left: [] };
  }
  if (terms.fields || !isAboutSubprocessors(about) || known.filter(Boolean).length > labels.length / 2)
    return undefined;
  const isNamed = labels.every((label) => label.split(" ").length <= nameWords + 2);
  // One term alone is a name where it is called as a company is, or where its neighbours are lists.
  const isAlone = terms.items.length < 2 && !context.isAmong && !labels.every((label) => isLegalName(label));
  if (!isNamed || isAlone) return undefined;
  const rows = terms.items.map((item) => ({
    line: item.line,
    facts: [{ meaning: "name" as const, runs: item.runs }, ...factsBelow(item.blocks, understand)],
  }));
  return { written: "terms", line, labels: [], keyed: false, rows, left: [] };
}

/** `**Acme, Inc.**`, and below it lines with labels: an entry for each paragraph. */
export function rowInParagraph(paragraph: Paragraph, understand: Understand): FoundRow | undefined {
  const labelled = labelledOf(paragraph.runs, understand);
  if (labelled.length > 1 && understand(labelled[0]?.label ?? "")?.meaning === "name")
    return { line: paragraph.line, facts: labelled };
  const [first = [], ...lines] = splitRuns(paragraph.runs, /\n/);
  const name = trimRuns(first);
  if (lines.length === 0) return rowOfLine(paragraph, understand);
  if (name.length === 0 || !name.every(({ strong, link }) => strong || link)) return undefined;
  const rest = trimRuns(lines.flatMap((line) => [...line, { text: "\n" }]));
  const facts = factsOfText(rest, understand);
  if (!facts.some(({ label }) => label !== undefined)) return undefined;
  return { line: paragraph.line, facts: [{ meaning: "name", runs: name }, ...facts] };
}

/** `**Acme, Inc.** – mail`: a name set in bold, a mark, and what it does. */
function rowOfLine({ runs, line }: Paragraph, understand: Understand): FoundRow | undefined {
  const end = runs.findIndex(({ strong }) => !strong);
  const rest = end > 0 ? runs.slice(end) : [];
  const name = lineOf(runs.slice(0, Math.max(end, 0))).replace(/[:：]$/u, "");
  // `**Note:** …` has a colon too; a name is told from it by what a company is called.
  if (!/^\s*[–—-]\s/u.test(textOf(rest)) && !(isLegalName(name) && rest.length > 0)) return undefined;
  const entry = entryOf({ runs: [...runs], blocks: [], line }, understand);
  return entry && entry.name.length < 80 ? { line, facts: entry.facts } : undefined;
}

/** A heading with what stands below it. */
export interface Section {
  heading: Heading;
  blocks: Block[];
}

/**
 * Which of several sections of one depth are entries: each heading is a name, and the text below it speaks of that name
 * or says things under labels. Undefined where there are not enough of them to be a list.
 */
export function rowsInSections(
  sections: readonly Section[],
  understand: Understand,
): (FoundRow | undefined)[] | undefined {
  const read = sections.map((section) => rowInSection(section, understand));
  const last = read.findLastIndex((one) => one?.isSure);
  // A short section of such a kind among them, or right behind, is one more of them.
  const rows = read.map((one, at) => (one && (one.isSure || at <= last + 1) ? one.row : undefined));
  const isList = read.filter((one) => one?.isSure).length >= 2 && rows.filter(Boolean).length >= sections.length * 0.5;
  return isList ? rows : undefined;
}

/** A table that has a column of names is a list, and no fact of one. */
const hasNames = (block: Block, understand: Understand): boolean =>
  block.type === "table" &&
  (block.rows[0]?.cells.filter(({ runs }) => understand(lineOf(runs))?.certain) ?? []).length > 1 &&
  block.rows[0]?.cells.some(({ runs }) => understand(lineOf(runs))?.meaning === "name") === true;

/** Characters of a section that says no more than what somebody does. */
const shortSection = 200;

function rowInSection(
  { heading, blocks }: Section,
  understand: Understand,
): { row: FoundRow; isSure: boolean } | undefined {
  const name = lineOf(heading.runs).replace(/^(?:\d+|[a-z])[.)]\s+/i, "");
  const words = name.split(" ");
  if (
    words.length > nameWords ||
    notNames.test(name) ||
    /\?$/.test(name) ||
    isAboutChanges(name) ||
    isAboutSubprocessors(name)
  )
    return undefined;
  if (understand(name)?.certain || blocks.some((block) => block.type === "heading" || hasNames(block, understand)))
    return undefined;
  const facts = factsBelow(blocks, understand);
  // As it is written: “Support service … our support chat” is no name.
  const [key = ""] = words;
  const isSpokenOf =
    /[\p{Lu}\p{N}]/u.test(key) &&
    blocks.some(
      (block) =>
        block.type === "paragraph" &&
        lineOf(block.runs)
          .split(/[\s,.:;()’'"]+/)
          .slice(0, 12)
          .includes(key),
    );
  const isLabelled = facts.filter(({ label }) => label !== undefined && understand(label)?.certain).length > 0;
  const [only, ...others] = blocks;
  const isShort = others.length === 0 && only?.type === "paragraph" && lineOf(only.runs).length < shortSection;
  const isSure = isSpokenOf || isLabelled || isLegalName(name);
  if (!isSure && !(isShort && words.length <= 3 && /^[\p{Lu}\p{N}]/u.test(name))) return undefined;
  return { row: { line: heading.line, facts: [{ meaning: "name", runs: heading.runs }, ...facts] }, isSure };
}

const suffix =
  "Limited|Ltd\\.?|Inc\\.?|LLC|L\\.L\\.C\\.|GmbH|B\\.?V\\.?|S\\.A\\.S?\\.?|SAS|AG|AB|S\\.L\\.|S\\.r\\.l\\.|Corp(?:oration)?\\.?|Pty Ltd|PLC|Oy|ApS|A/S|K\\.K\\.";
const company = new RegExp(`((?:\\p{Lu}[\\p{L}\\p{N}&.-]*\\s+){1,4}(?:${suffix}))(?=[\\s,.;)]|$)`, "gu");

/** Names in running text: set in bold, linked to a site of that name, or companies of the publisher's own group. */
export function namesInProse(paragraph: Paragraph, context: Context): Fact[] {
  const names: Run[][] = [];
  paragraph.runs.forEach((run, at) => {
    const text = run.text.trim();
    const isName =
      text.length > 1 &&
      text.length < 40 &&
      text.split(" ").length <= 4 &&
      !/[:.!?]$/.test(text) &&
      /\p{L}/u.test(text);
    const isOne = run.strong && paragraph.runs[at - 1]?.strong !== true;
    if (isName && !notNames.test(text) && (isOne || isOwnSite(run))) names.push([{ ...run, text }]);
  });
  const isAffiliates = /affiliat|group compan|konzern|filiale|grupo|gruppo|koncern/i.test(
    context.headings.at(-1) ?? "",
  );
  const text = lineOf(paragraph.runs);
  if (isAffiliates && isAboutSubprocessors(text)) {
    for (const [, name = ""] of text.matchAll(company)) {
      const isDefined = /\(["“]/.test(
        text.slice(text.indexOf(name) + name.length, text.indexOf(name) + name.length + 4),
      );
      if (!isDefined) names.push([{ text: name }]);
    }
  }
  return names.map((runs) => ({ meaning: "name", runs }));
}

/** `[ZeroBounce](https://www.zerobounce.net)` */
function isOwnSite({ text, link }: Run): boolean {
  if (!link || !/^\p{Lu}/u.test(text)) return false;
  const host =
    URL.parse(link)
      ?.hostname.replace(/^www\./, "")
      .split(".")[0] ?? "";
  return host !== "" && normalise(text).replaceAll(" ", "") === normalise(host).replaceAll(" ", "");
}
