import { certainDate } from "@trust-center/authoring";
import {
  type DataItem,
  type Detail,
  isSafeUrl,
  type Link,
  type Location,
  type Note,
  type Subprocessor,
} from "@trust-center/feed";
import type { Fact, FoundRow } from "../find/found.ts";
import { dateOf } from "../meaning/dates.ts";
import { fields } from "../meaning/fields.ts";
import { isAboutOthers, isEnd, type Meaning } from "../meaning/headings.ts";
import { mechanismsIn } from "../meaning/mechanisms.ts";
import { isEmpty, isPlaceholder } from "../meaning/placeholders.ts";
import { partsOf, placesIn } from "../meaning/places.ts";
import { lineOf, linksIn, oneLine, type Run, splitRuns, textOf, trimRuns, withLinks } from "../model/document.ts";
import type { Ledger } from "./ledger.ts";
import type { Mapping } from "./mapping.ts";
import { nameFacts } from "./name.ts";
import { proseOf } from "./prose.ts";

/** Longest name that a list may have, in characters: see `check`. */
const longestName = 300;
/** The same for a label, whose characters can take two places. */
const longestLabel = 150;

/** An entry as it is being put together, and the publisher's words where a code says them. */
export interface DraftEntry {
  entry: Subprocessor;
  /** By the path of a member in the entry, joined with `/`. */
  written: Map<string, string>;
  /** Marks of footnotes, each with the member that it stands at. */
  marks: { mark: string; field?: string }[];
  line: number;
}

type Draft = DraftEntry & { ledger: Ledger };

/** Makes an entry of a row; undefined where its name is none. */
export function entryOf(row: FoundRow, mapping: Mapping, ledger: Ledger): DraftEntry | undefined {
  const { line } = row;
  const name = row.facts.find((fact) => meaningOf(fact, mapping) === "name");
  const text = name ? lineOf(name.runs.filter(({ mark }) => !mark)) : "";
  if (
    !name ||
    isEmpty(text) ||
    isPlaceholder(text) ||
    textOf(name.runs).split("\n")[0]?.length === 0 ||
    firstLine(name.runs).length > longestName
  ) {
    const words = row.facts.map(({ label, runs }) => (label ? `${label}: ${withLinks(runs)}` : withLinks(runs)));
    ledger.keep(line, "row without a name", words.join("\n"));
    ledger.ask(
      line,
      `Line ${line} has no name of a sub-processor: “${oneLine(words.join(" ")).slice(0, 80)}”. Add it to the list, if it is one.`,
    );
    return undefined;
  }
  const { more, marks, written, ...facts } = nameFacts(name.runs);
  const draft: Draft = {
    entry: { id: "", ...facts },
    written: new Map(written === undefined ? [] : [["name", written]]),
    marks: marks.map((mark) => ({ mark })),
    line,
    ledger,
  };
  addLinks(draft, name.runs, facts.name);
  if (more.length > 0) addDescription(draft, more);
  const taken = new Set<string>(["name"]);
  for (const fact of ranked(row.facts, mapping))
    if (fact !== name) addFact(draft, fact, meaningOf(fact, mapping), taken);
  const others = row.facts.filter(({ label }) => label !== undefined);
  if (others.length > 2 && others.every((fact) => fact === name || isEmpty(lineOf(fact.runs)))) {
    ledger.ask(
      line,
      `Line ${line} says nothing of “${String(draft.entry.name)}” but its name. Remove it, if it is no sub-processor.`,
    );
  }
  askAboutUse(draft, row.facts, mapping);
  const { ledger: _, ...made } = draft;
  return made;
}

const isNo = /^(?:false|no|nein|non|nee|nej|não|nie|nu|ні|いいえ|0|✗|✘|✕|✖\ufe0f?|❌)$/iu;
const saysActive = /^(?:active|is active|in use|enabled|aktiv|activo|actif|attivo|actief|ativo|aktywny)$/i;
const day =
  /(?:^|[\s(])((?:until|till|bis(?: zum)?|hasta(?: el)?|jusqu['’]au|fino al|tot|starting(?: on)?|effective(?: from| on)?|from|as of|ab(?: dem)?|desde(?: el)?|à partir du|dal|vanaf|från|od|do)\s+(\d{4}-\d{2}-\d{2}|[^()–—;|]{2,20}?\d{4}))/giu;

/** Meanings that have days of their own, or speak of something else than whether somebody is in use. */
const dated: ReadonlySet<Meaning> = new Set(["since", "retention", "dpa", "security", "privacy", "mechanism"]);

/** Whoever the page itself says has left, or is to come, is no entry without a question. */
function askAboutUse({ ledger, line, entry }: Draft, facts: readonly Fact[], mapping: Mapping): void {
  const ask = (words: string) =>
    ledger.ask(
      line,
      `“${words}” is said of ${String(entry.name)} (line ${line}). The list holds what is in use: remove who has left, and announce who is to come, with the day.`,
    );
  for (const { label, meaning: own, runs } of facts) {
    const meaning = own ?? (label === undefined ? undefined : mapping.understand(label)?.meaning);
    const text = lineOf(runs);
    if (
      meaning === "status" &&
      label !== undefined &&
      (isAboutOthers(text) || (saysActive.test(label) && isNo.test(text)))
    )
      ask(`${label}: ${text}`);
    else if (label !== undefined && isEnd(label) && certainDate(text) !== undefined) ask(`${label}: ${text}`);
    else if (meaning === undefined || !dated.has(meaning)) {
      for (const [, words = "", date = ""] of text.matchAll(day)) if (certainDate(date)?.includes("-")) ask(words);
    }
  }
}

const firstLine = (runs: readonly Run[]): string => textOf(trimRuns(runs)).split("\n")[0] ?? "";

/** What a fact says. An uncertain heading says nothing, but that it is a heading. */
function meaningOf({ label, meaning }: Fact, mapping: Mapping): Meaning {
  if (meaning) return meaning;
  return label === undefined ? "other" : (fields[mapping.column(label).field] as Meaning);
}

/** Of several columns with one meaning, the one with the plainest heading is taken for it. */
function ranked(facts: readonly Fact[], mapping: Mapping): Fact[] {
  const rankOf = ({ label }: Fact) => (label === undefined ? 0 : (mapping.understand(label)?.rank ?? 0));
  const best = new Map<Meaning, Fact>();
  for (const fact of facts) {
    const meaning = meaningOf(fact, mapping);
    const before = best.get(meaning);
    if (!before || rankOf(fact) < rankOf(before)) best.set(meaning, fact);
  }
  const first = new Set(best.values());
  return [...facts.filter((fact) => first.has(fact)), ...facts.filter((fact) => !first.has(fact))];
}

function addFact(draft: Draft, fact: Fact, meaning: Meaning, taken: Set<string>): void {
  const { ledger, line } = draft;
  const marks = fact.runs.filter(({ mark }) => mark);
  const runs = withoutSigns(trimRuns(fact.runs.filter(({ mark }) => !mark)), marks);
  for (const { text } of marks) draft.marks.push({ mark: text.trim(), ...memberOf(meaning) });
  const text = lineOf(runs);
  if (isEmpty(text) && runs.every(({ link }) => !link)) {
    if (text !== "" && marks.length === 0) return;
    return;
  }
  if (isPlaceholder(text)) {
    const words = fact.label ? `${fact.label}: ${text}` : text;
    ledger.keep(line, "placeholder", fact.label ? `${fact.label}: ${withLinks(runs)}` : withLinks(runs));
    ledger.ask(
      line,
      `“${words}” of ${String(draft.entry.name)} (line ${line}) is a placeholder. State the fact, or leave it out.`,
    );
    return;
  }
  const add = adders[meaning];
  const isFirst = !taken.has(meaning) || many.has(meaning);
  const fits = isFirst && (takeLinks.has(meaning) || runs.every(({ link }) => !link));
  if (add && fits && add(draft, runs, text, fact.label)) taken.add(meaning);
  else addDetail(draft, fact, runs);
}

/** Signs of footnotes at the end of a cell: `US or EU*`. */
function withoutSigns(runs: Run[], marks: Run[]): Run[] {
  const last = runs.at(-1);
  const [, words = "", sign = ""] = /^(.*?[\p{L}\p{N}).])\s*([*†‡§]{1,4})$/su.exec(last?.text ?? "") ?? [];
  if (!last || !sign) return runs;
  marks.push({ text: sign, mark: true });
  return [...runs.slice(0, -1), { ...last, text: words }];
}

const members: Partial<Record<Meaning, string>> = {
  purpose: "purposes",
  location: "locations",
  entityCountry: "corporateLocation",
  data: "dataCategories",
  subjects: "dataSubjects",
  mechanism: "transferMechanisms",
  retention: "retention",
  address: "address",
  contact: "contact",
  category: "category",
  since: "since",
};

const memberOf = (meaning: Meaning): { field?: string } => {
  const field = members[meaning];
  return field ? { field } : {};
};

/** Meanings that an entry may have several facts of. */
const many: ReadonlySet<Meaning> = new Set([
  "dpa",
  "privacy",
  "subprocessors",
  "website",
  "security",
  "notes",
  "index",
]);

/** Meanings whose members have room for links. */
const takeLinks: ReadonlySet<Meaning> = new Set([
  ...["purpose", "dpa", "privacy", "subprocessors", "website", "security", "contact", "notes"],
] as Meaning[]);

/** Puts a fact where it belongs; false where it is not of that kind, and stays under its own label. */
type Add = (draft: Draft, runs: Run[], text: string, label: string | undefined) => boolean;

const links =
  (type: Link["type"]): Add =>
  (draft, runs) => {
    const isAll = runs.every(({ link, text: words }) => link || isEmpty(words));
    const found = linksIn(runs);
    if (found.length === 0 || !isAll) return false;
    for (const { href, words } of found) {
      const url = draft.ledger.address(href, draft.line);
      if (url) putLink(draft, { type, url, words });
      else draft.ledger.keep(draft.line, "words of a link", words);
    }
    return true;
  };

const texts =
  (member: "retention" | "address" | "category"): Add =>
  (draft, runs, text) => {
    if (draft.entry[member] !== undefined) return false;
    draft.entry[member] = member === "address" ? textOf(runs) : text;
    return true;
  };

const adders: Partial<Record<Meaning, Add>> = {
  purpose: (draft, runs) => {
    const lines = splitRuns(runs, /\n/)
      .map(trimRuns)
      .filter((line) => line.length > 0);
    const isList = lines.length > 1 && lines.every((line) => textOf(line).length < 120);
    const purposes = isList ? lines : [runs];
    draft.entry.purposes = purposes.map((line) => proseOf(line, draft.line, draft.ledger));
    return true;
  },
  location: (draft, runs, text) => {
    const places = placesIn(textOf(runs));
    draft.entry.locations = places ? places.map(({ place }) => place) : [{ text }];
    if (places) keepWritten(draft, "locations/0", text, places.length === 1 ? places[0]?.place : undefined);
    return true;
  },
  entityCountry: (draft, runs, text) => {
    if (draft.entry.corporateLocation) return false;
    const places = placesIn(textOf(runs));
    const [only] = places ?? [];
    draft.entry.corporateLocation = only && places?.length === 1 ? only.place : { text };
    if (only && places?.length === 1) keepWritten(draft, "corporateLocation", text, only.place);
    return true;
  },
  data: (draft, runs, text) => {
    draft.entry.dataCategories = [{ items: itemsIn(textOf(runs), text) }];
    return true;
  },
  subjects: (draft, runs, text) => {
    draft.entry.dataSubjects = itemsIn(textOf(runs), text) as string[];
    return true;
  },
  mechanism: (draft, runs, text) => {
    const found = mechanismsIn(textOf(runs));
    if (!found) return false;
    draft.entry.transferMechanisms = found.map(({ mechanism }) => mechanism);
    draft.written.set("transferMechanisms/0", text);
    return true;
  },
  dpa: links("dpa"),
  privacy: links("privacy"),
  subprocessors: links("subprocessors"),
  website: (draft, runs, text, label) => {
    if (!/^\w[\w.-]*\.[a-z]{2,}(?:\/\S*)?$/i.test(text) || runs.some(({ link }) => link))
      return links("site")(draft, runs, text, label);
    // A host without its scheme.
    const url = `https://${text}`;
    if (!isSafeUrl(url)) return false;
    putLink(draft, { type: "site", url, words: text });
    return true;
  },
  security: (draft, runs, text, label) => {
    if (links("security")(draft, runs, text, label)) return true;
    const names = partsOf(text, /[,;\n]/);
    if (
      !names.every((name) =>
        /^(?:ISO|SOC|PCI|HIPAA|HITRUST|FedRAMP|C5|TISAX|CSA|HDS|ENS|BSI|Cyber Essentials)\b.{0,40}$/i.test(name),
      )
    )
      return false;
    draft.entry.certifications = names.map((name) => ({ name }));
    return true;
  },
  entity: (draft, runs, text) => {
    if (text.length > longestName) return false;
    const lines = textOf(runs).split("\n").map(oneLine).filter(Boolean);
    const before = draft.entry.legalEntity;
    if (before && before.name !== draft.entry.name && before.name !== lines[0]) return false;
    draft.entry.legalEntity = { ...before, name: lines[0] ?? text };
    if (lines.length > 1) {
      if (draft.entry.legalEntity.address) return false;
      draft.entry.legalEntity.address = lines.slice(1).join("\n");
    }
    return true;
  },
  address: texts("address"),
  contact: (draft, runs, text) => {
    const [, email = ""] = /^(?:mailto:)?([^\s@<>]+@[^\s@<>]+\.[^\s@<>]+)$/.exec(text) ?? [];
    const others = runs.flatMap(({ link }) => (link && link !== `mailto:${email}` ? [link] : []));
    if (others.length > 0 || (!email && runs.some(({ link }) => link))) return false;
    draft.entry.contact = email ? { email } : { text };
    return true;
  },
  retention: texts("retention"),
  condition: (draft, _runs, text) => {
    draft.entry.when = { text };
    return true;
  },
  category: texts("category"),
  since: (draft, _runs, text) => {
    const date = dateOf(text);
    if (typeof date === "object" && date.date === undefined)
      draft.ledger.ask(
        draft.line,
        `The date “${text}” (line ${draft.line}) can mean several days, or none. It stays as it is written.`,
      );
    draft.entry.since = date;
    return true;
  },
  notes: (draft, runs) => {
    if (runs.length > 0) addNote(draft, { text: proseOf(runs, draft.line, draft.ledger) });
    return true;
  },
  role: (draft, _runs, text) => {
    if (text !== "affiliate") return false;
    draft.entry.role = "affiliate";
    draft.written.set("role", text);
    return true;
  },
  id: () => false,
  index: (draft, _runs, text) => {
    draft.ledger.keep(draft.line, "number of a row", text);
    return true;
  },
};

function keepWritten(draft: Draft, path: string, text: string, place?: Location): void {
  const said = place
    ? [place.country, place.region, place.city, place.text].filter((one) => typeof one === "string")
    : [];
  if (!(said.length === 1 && said[0] === text)) draft.written.set(path, text);
}

/** Kinds of data: lines, or what stands between commas where no part is a sentence. */
function itemsIn(text: string, line: string): DataItem[] {
  const lines = text.split("\n").map(oneLine).filter(Boolean);
  if (lines.length > 1) return lines;
  const parts = partsOf(line, /[,;]/);
  const isList = parts.length > 1 && !/[.!?](?:\s|$)/.test(line) && parts.every((part) => part.split(" ").length <= 6);
  return isList ? parts : [line];
}

function addDetail(draft: Draft, { label, meaning }: Fact, runs: Run[]): void {
  const { ledger, line } = draft;
  if (label === undefined) {
    if (meaning !== "purpose" && isLinkAlone(runs)) addLinks(draft, runs, "");
    else if (meaning === "purpose") addDescription(draft, runs);
    else addNote(draft, { text: proseOf(runs, line, ledger) });
    return;
  }
  const [target] = runs.flatMap(({ link }) => (link ? [link] : []));
  const isOnlyLink = target !== undefined && runs.every(({ link }) => link === target);
  const url = isOnlyLink ? ledger.address(target, line) : undefined;
  const value = url ? lineOf(runs) : proseOf(runs, line, ledger);
  if (value === "") return;
  const detail: Detail = { label: [...label].slice(0, longestLabel).join(""), value, ...(url && { link: { url } }) };
  if (label.length > longestLabel) ledger.keep(line, "long heading", label);
  draft.entry.details = [...(draft.entry.details ?? []), detail];
}

const isLinkAlone = (runs: readonly Run[]): boolean =>
  runs.some(({ link }) => link) && runs.every(({ link, text }) => link || isEmpty(text));

function addDescription(draft: Draft, runs: readonly Run[]): void {
  const text = proseOf(runs, draft.line, draft.ledger);
  if (draft.entry.description === undefined) draft.entry.description = text;
  else addNote(draft, { text });
}

function addNote(draft: Draft, note: Note): void {
  if (note.text !== "") draft.entry.notes = [...(draft.entry.notes ?? []), note];
}

/** Links of a name: its words are the name. */
function addLinks(draft: Draft, runs: readonly Run[], name: Subprocessor["name"]): void {
  for (const { href, words } of linksIn(runs)) {
    const url = draft.ledger.address(href, draft.line);
    const isName = typeof name === "string" && name.includes(words);
    if (url) putLink(draft, { type: typeOf(url), url, words: isName ? "" : words });
    else if (!isName) draft.ledger.keep(draft.line, "words of a link", words);
  }
}

function putLink(
  { entry, ledger, line }: Draft,
  { type, url, words }: { type: Link["type"]; url: string; words: string },
): void {
  const link: Link = { ...(type && { type }), url, ...(words && words !== url && { text: words }) };
  const known = (entry.links ?? []).some((one) => one.url === url && one.type === type && one.text === link.text);
  if (!known) entry.links = [...(entry.links ?? []), link];
  else ledger.keep(line, "link that stands twice", words ? `${words} ${url}` : url);
}

/** What an address says of its page by itself. */
function typeOf(address: string): Link["type"] {
  const { pathname = "", protocol = "" } = URL.parse(address) ?? {};
  if (!protocol.startsWith("http")) return "other";
  if (pathname === "/" || pathname === "") return "site";
  if (/\bdpa\b|data-?processing/i.test(pathname)) return "dpa";
  if (/sub-?processors?/i.test(pathname)) return "subprocessors";
  if (/privacy/i.test(pathname)) return "privacy";
  return "other";
}
