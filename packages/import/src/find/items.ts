import { isLegalName, lookUp } from "@trust-center/catalogue";
import { isAboutChanges, isAboutCurrent, isAboutProcessors, isAboutSubprocessors } from "../meaning/headings.ts";
import { placesIn } from "../meaning/places.ts";
import {
  type Block,
  cutRuns,
  type Item,
  type List,
  lineOf,
  oneLine,
  type Run,
  splitRuns,
  textOf,
  trimRuns,
} from "../model/document.ts";
import type { Context, Fact, FoundList, FoundRow } from "./found.ts";
import type { Understand } from "./tables.ts";

/** Words that a name has at most. */
const nameWords = 8;
/** A separator behind a name: `Acme: hosting`, `Acme – hosting`, `Acme, for hosting`, `Acme. Hosting.` */
const behindName = /^\s*(?:[:：.,;]|\s[-–—|]\s|[–—])?\s*/u;
const beforeRest = /^(.{1,80}?)(?::\s|\s[-–—|]\s|\s?[–—]\s?|：)(.+)$/su;

/** The entries of a list with bullets or numbers, where its items are sub-processors. */
export function listInItems(list: List, context: Context, understand: Understand): FoundList | undefined {
  const nearest = [context.headings.at(-1) ?? "", context.before.at(-1) ?? ""];
  if (isAboutChanges(context.headings.at(-1) ?? "") && !isAboutSubprocessors(nearest.join(" "))) return undefined;
  const isAbout = isAboutProcessors([...context.headings, ...context.before].join(" "));
  if (!isAbout) return undefined;
  const isPlace = placesIn(nearest[0] ?? "") !== undefined && isAboutSubprocessors(context.headings.join(" "));
  const isDirect =
    isPlace ||
    (isAboutCurrent(nearest[0] ?? "") && isAboutSubprocessors(context.headings.join(" "))) ||
    isAboutSubprocessors(nearest.join(" ")) ||
    (isAboutProcessors(nearest[0] ?? "") && isAboutSubprocessors(context.headings.join(" ")));
  const read = list.items.map((item) => entryOf(item, understand));
  const found = read.filter((entry) => entry !== undefined);
  if (found.length === 0 || found.length < list.items.length * 0.8) return undefined;
  if (found.every(({ name }) => placesIn(name))) return undefined;
  const isLabelled = found.every(({ form }) => form === "labelled");
  const isMarked = found.length > 1 && found.every(({ form, link, rest }) => form === "marked" && link && rest);
  const isAboutHere = isDirect && found.filter(({ name }) => /^[\p{Lu}\p{N}]/u.test(name)).length >= found.length * 0.7;
  if (!isLabelled && !isMarked && !isAboutHere) return undefined;
  const rows: FoundRow[] = [];
  const left: Block[] = [];
  list.items.forEach((item, at) => {
    const entry = read[at];
    if (entry) rows.push({ line: item.line, facts: entry.facts });
    else if (item.runs.length > 0) left.push({ type: "paragraph", runs: item.runs, line: item.line }, ...item.blocks);
    else left.push(...item.blocks);
  });
  return { written: "items", line: list.line, labels: [], keyed: false, rows, left };
}

/** Words of a name begin with a capital, a digit or a sign, but for those that join them. */
const isNamed = (name: string): boolean =>
  name.split(" ").every((word) => /^[^\p{Ll}]/u.test(word) || /^(?:of|and|the|de|der|von|y|et|e|di|by)$/.test(word));

/**
 * A list whose items are categories, with the entries in a list below each: undefined where what stands below an item says
 * something of it. Bare words can be either; then they are entries where they are called as companies are.
 */
export function listsInCategories(list: List, context: Context, understand: Understand): FoundList[] | undefined {
  if (!isAboutSubprocessors([...context.headings, ...context.before].join(" "))) return undefined;
  const inner = list.items.map(({ runs, blocks: [only, ...others] }) => {
    const parted = nameIn(ended(runs));
    const isBare = parted !== undefined && lineOf(parted.runs[1]) === "" && runs.every(({ link }) => !link);
    return isBare && only?.type === "list" && others.length === 0 ? only : undefined;
  });
  if (inner.length === 0 || inner.some((one) => one === undefined)) return undefined;
  const below = (inner as List[]).flatMap(({ items }) => items.map((item) => entryOf(item, understand)));
  const isEntry = (entry: Entry | undefined) =>
    entry !== undefined && isNamed(entry.name) && !understand(entry.name)?.certain && entry.form !== "labelled";
  if (!below.every(isEntry)) return undefined;
  const isTold = below.every((entry) => entry?.rest === true);
  const known = below.filter((entry) => entry && (lookUp(entry.name) !== undefined || isLegalName(entry.name)));
  const isKnown = known.length * 2 > below.length && !list.items.some(({ runs }) => lookUp(lineOf(runs)) !== undefined);
  if (!isTold && !isKnown) return undefined;
  return list.items.map(({ runs, line }, at): FoundList => {
    const items = (inner[at] as List).items;
    const rows = items.map((item) => ({ line: item.line, facts: entryOf(item, understand)?.facts ?? [] }));
    return { written: "items", line, title: ended(runs), labels: [], keyed: false, rows, left: [] };
  });
}

interface Entry {
  name: string;
  /** `- **Entity:** Acme` with labels below, a name that is set apart, or words alone. */
  form: "labelled" | "marked" | "parted" | "plain";
  link: boolean;
  rest: boolean;
  facts: Fact[];
}

/** What an item says, where it is of somebody. */
export function entryOf(item: Item, understand: Understand): Entry | undefined {
  const labelled = labelledOf(item.runs, understand);
  if (labelled.length > 0 && labelled[0]?.label !== undefined && understand(labelled[0].label)?.meaning === "name") {
    const facts = [...labelled, ...factsBelow(item.blocks, understand)];
    return { name: lineOf(labelled[0].runs), form: "labelled", link: false, rest: true, facts };
  }
  const parted = nameIn(item.runs);
  if (!parted) return undefined;
  const [name, rest] = parted.runs;
  const words = lineOf(name);
  if (words === "" || words.split(" ").length > nameWords || /^[a-z]+ (?:the|your|our|to|a)\b/.test(words))
    return undefined;
  const facts: Fact[] = [
    { meaning: "name", runs: name },
    ...factsOfText(rest, understand),
    ...factsBelow(item.blocks, understand),
  ];
  const isLinked = name.some(({ link }) => link && /^https?:/.test(link));
  return { name: words, form: parted.form, link: isLinked, rest: rest.length > 0 || item.blocks.length > 0, facts };
}

/** Where the name of an item ends. */
function nameIn(runs: readonly Run[]): { runs: [Run[], Run[]]; form: Entry["form"] } | undefined {
  const first = runs.findIndex(({ text }) => text.trim() !== "");
  const lead = runs[first];
  if (!lead) return undefined;
  if (lead.code) return undefined;
  if (lead.strong || lead.link) {
    const end = runs.findIndex(
      (run, at) => at > first && !(run.strong === lead.strong && run.link === lead.link && !run.text.includes("\n")),
    );
    const name = runs.slice(first, end < 0 ? undefined : end);
    const rest = end < 0 ? [] : runs.slice(end);
    return { runs: [ended(name), withoutMark(rest)], form: "marked" };
  }
  const text = textOf(runs);
  const [, own = ""] = /^([^()]{2,80}?)\s*\(\p{Ll}[^()]{3,200}\)\.?$/u.exec(text.trim()) ?? [];
  if (own && !/^(?:via|through|runs on|hosted on)/i.test(text.slice(text.indexOf("(") + 1))) {
    const [name, rest] = cutRuns(trimRuns(runs), own.length);
    return { runs: [ended(name), trimRuns(rest)], form: "parted" };
  }
  const [, before = "", after = ""] = beforeRest.exec(text) ?? [];
  if (after) {
    const [name, rest] = cutRuns(runs, before.length);
    return { runs: [ended(name), withoutMark(rest)], form: "parted" };
  }
  const [line, ...more] = splitRuns(runs, /\n/);
  if (line && more.length > 0 && !/[.!?]$/.test(lineOf(line))) {
    return { runs: [ended(line), trimRuns(more.flatMap((one) => [...one, { text: "\n" }]))], form: "parted" };
  }
  return /[.!?;]\s|[.;:!?]$/.test(text.trim().replace(/\b(?:Inc|Ltd|Co|Corp|S\.A|B\.V|S\.L|LLC|Pty)\.$/i, ""))
    ? undefined
    : { runs: [trimRuns(runs), []], form: "plain" };
}

/** A name without the mark behind it. */
function ended(runs: readonly Run[]): Run[] {
  const kept = trimRuns(runs);
  const last = kept.at(-1);
  if (last) last.text = last.text.replace(/\s*[:：,;]$/u, "");
  return kept;
}

function withoutMark(runs: readonly Run[]): Run[] {
  const kept = trimRuns(runs);
  const first = kept[0];
  if (first) first.text = first.text.replace(behindName, "");
  return trimRuns(kept);
}

/** A label within a line; and one with a line's start for itself, which may have commas and an aside. */
const labelForms = [
  /(?:^|[.;,(|][^\S\n]{0,9}|\n\s{0,9}|\s[-–—]\s)([\p{L}][\p{L} /-]{1,40}?)\s?[:：]\s?/gu,
  /(?:^|\n\s{0,9})(\p{L}[\p{L} /,'’-]{1,60}(?:\([^()\n]{1,200}\))?)\s?[:：]\s?/gu,
];

/** `Customer support. Location: France`: words, then labels that are known. */
export function factsOfText(runs: readonly Run[], understand: Understand): Fact[] {
  if (lineOf(runs) === "" && runs.every(({ link }) => !link)) return [];
  const text = textOf(runs);
  const cuts = labelForms
    .flatMap((form) => [...text.matchAll(form)])
    .filter(([, label = ""]) => understand(label)?.certain)
    .map((match) => ({ label: match[1] as string, at: match.index, end: match.index + match[0].length }))
    .sort((a, b) => a.at - b.at)
    .filter(({ end }, at, all) => all.findIndex((one) => one.end === end) === at);
  if (cuts.length === 0) return [{ meaning: "purpose", runs: trimRuns(runs) }];
  const facts: Fact[] = [];
  const piece = (from: number, to?: number) => {
    const [, rest] = cutRuns(runs, from);
    return trimRuns(to === undefined ? rest : cutRuns(rest, to - from)[0]);
  };
  const first = piece(0, cuts[0]?.at);
  if (lineOf(first) !== "") facts.push({ meaning: "purpose", runs: first });
  cuts.forEach(({ label, end }, at) => {
    facts.push({ label, runs: piece(end, cuts[at + 1]?.at) });
  });
  return facts;
}

/** Runs that are nothing but labels with values. */
export function labelledOf(runs: readonly Run[], understand: Understand): Fact[] {
  const facts = factsOfText(runs, understand);
  return facts.every(({ label }) => label !== undefined) ? facts : [];
}

/** What stands below a name: labels with values, or words. */
export function factsBelow(blocks: readonly Block[], understand: Understand): Fact[] {
  return blocks.flatMap((block): Fact[] => {
    if (block.type === "paragraph") return factsOfText(block.runs, understand);
    if (block.type === "list") {
      const labelled = block.items.map(({ runs }) => labelledOf(runs, understand));
      const some = labelled.some((facts) => facts.length > 0);
      if (some)
        return block.items.flatMap((item, at) => [
          ...(labelled[at]?.length ? (labelled[at] as Fact[]) : [{ meaning: "other" as const, runs: item.runs }]),
          ...factsBelow(item.blocks, understand),
        ]);
      const [only] = block.items;
      if (block.items.length === 1 && only)
        return [{ meaning: "purpose", runs: only.runs }, ...factsBelow(only.blocks, understand)];
      return block.items.flatMap((item) => [
        { meaning: "other" as const, runs: item.runs },
        ...factsBelow(item.blocks, understand),
      ]);
    }
    if (block.type === "terms") {
      return block.items.flatMap((item): Fact[] => {
        const [first, ...rest] = factsBelow(item.blocks, () => undefined);
        return [{ label: oneLine(lineOf(item.runs).replace(/:$/, "")), runs: first?.runs ?? [] }, ...rest];
      });
    }
    if (block.type === "heading") return [{ meaning: "other", runs: block.runs }];
    if (block.type === "footnote") return [{ meaning: "notes", runs: block.runs }];
    if (block.type === "aside") return [{ meaning: "other", runs: [{ text: block.text }] }];
    const pairs = block.rows.every(({ cells }) => cells.length === 2);
    return block.rows.flatMap(({ cells }): Fact[] =>
      pairs
        ? [{ label: lineOf(cells[0]?.runs ?? []), runs: cells[1]?.runs ?? [] }]
        : cells.map(({ runs }) => ({ meaning: "other" as const, runs })),
    );
  });
}
