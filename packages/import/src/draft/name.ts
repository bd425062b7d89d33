import { normalise } from "@trust-center/authoring";
import { isLegalName } from "@trust-center/catalogue";
import type { Subprocessor } from "@trust-center/feed";
import { partsOf, placesIn } from "../meaning/places.ts";
import { oneLine, type Run, splitRuns, textOf, trimRuns } from "../model/document.ts";

const tradeForm = /^(.+?)[,\s]+\(?(?:d\/b\/a|dba|doing business as|trading as|t\/a)\s+(.+?)\)?$/i;
const viaForm = /^(.+?)\s*\((via|through|über|vía|via le|tramite|runs on|hosted on|running on|auf)\s+([^()]+)\)$/i;
const runsOn = /^(?:runs|hosted|running|auf)/i;

export type NameFacts = Pick<Subprocessor, "name" | "legalEntity" | "address" | "corporateLocation" | "chain"> & {
  /** Lines below the name that are neither entity, address nor place. */
  more: Run[];
  /** Marks of footnotes behind the name. */
  marks: string[];
  /** As it was written, where words of it are said otherwise. */
  written?: string;
};

/** Takes a cell or a line with a name apart: brand, legal person, address, country, footnotes. */
export function nameFacts(runs: readonly Run[]): NameFacts {
  const marks = runs.filter(({ mark }) => mark).map(({ text }) => text.trim());
  const lines = splitRuns(
    runs.filter(({ mark }) => !mark),
    /\n/,
  )
    .map(trimRuns)
    .filter((line) => line.length > 0);
  const [line = [], ...rest] = lines;
  const whole = withoutLogo(line);
  const own = whole.findLastIndex(({ link, text }) => !(link && areDocuments(text)) && text.trim() !== "");
  const first = own >= 0 && !/[([]\s*$/.test(whole[own]?.text ?? "") ? trimRuns(whole.slice(0, own + 1)) : whole;
  const [, words = "", signs = ""] = /^(.*?[\p{L}\p{N}).])\s*([*†‡§]+)$/su.exec(oneLine(textOf(first))) ?? [];
  if (signs) marks.push(signs);
  const facts: NameFacts = { name: words || oneLine(textOf(first)), more: [], marks };
  takeApart(facts);
  if (whole.length < line.length) facts.written = oneLine(textOf(line));
  for (const line of rest) takeLine(facts, line);
  return facts;
}

/** A line with a name whose logo, before or behind it, says it once more. */
function withoutLogo(line: readonly Run[]): Run[] {
  const words = trimRuns(line.filter(({ picture }) => picture === undefined));
  const name = ` ${normalise(textOf(words))} `;
  const isSaid = ({ picture }: Run) => {
    const bare = normalise((picture ?? "").replace(/\b(?:logo(?:type)?|icon)\b(?: of\b)?/gi, " "));
    return picture !== undefined && (bare === "" || name.includes(` ${bare} `));
  };
  return name.trim() === "" ? [...line] : trimRuns(line.filter((run) => !isSaid(run)));
}

const documents = new Set(
  (
    "dpa | dpas | data processing agreement | data processing addendum | data processing terms | avv | av-vertrag | auftragsverarbeitungsvertrag | " +
    "accord de traitement | acuerdo de tratamiento | verwerkersovereenkomst | privacy | privacy policy | privacy notice | datenschutz | datenschutzerklärung | " +
    "politique de confidentialité | política de privacidad | informativa privacy | privacyverklaring | terms | terms of service | security | trust center | " +
    "subprocessors | sub-processors | subprocessor list | sub-processor list | scc | sccs | website | link"
  )
    .split("|")
    .map(normalise),
);

/** Documents that stand behind a name, as links or as words: `Acme (DPA, Privacy)`. */
function withoutDocuments(name: string): string {
  const [, own = "", inside = ""] =
    /^(.+?)\s*[([]([^()[\]]+)[)\]]$/.exec(name) ?? /^(.+?)\s[–—-]\s([^–—]+)$/.exec(name) ?? [];
  return own && areDocuments(inside) ? own : name;
}

function areDocuments(words: string): boolean {
  const parts = partsOf(words, /[,;/&|]|\s(?:and|und|et|y|e|en)\s/i);
  return parts.length > 0 && parts.every((part) => documents.has(normalise(part)));
}

function takeApart(facts: NameFacts): void {
  if (typeof facts.name !== "string") return;
  const written = facts.name;
  facts.name = withoutDocuments(written);
  if (facts.name !== written) facts.written = written;
  const { name } = facts;
  const [, entity, brand] = tradeForm.exec(name) ?? [];
  if (entity && brand) {
    facts.legalEntity = { name: entity, tradeNames: [brand] };
    return;
  }
  const [, own, relation = "", other] = viaForm.exec(name) ?? [];
  if (own && other) {
    facts.chain = [{ relation: runsOn.test(relation) ? "runs-on" : "via", name: other }];
    facts.written = written;
    facts.name = own;
  }
  // `Acme, Inc. – United States of America`
  const [, company, place] = /^(.+?)\s+[–—-]\s+([^–—]+)$/.exec(String(facts.name)) ?? [];
  const [only, ...others] = place ? (placesIn(place) ?? []) : [];
  if (company && only && others.length === 0) {
    facts.written = written;
    facts.name = company;
    facts.corporateLocation = only.place;
  }
  if (isLegalName(String(facts.name))) facts.legalEntity = { name: facts.name };
}

function takeLine(facts: NameFacts, line: Run[]): void {
  const text = oneLine(textOf(line));
  const isPlain = line.every(({ link }) => !link);
  if (isPlain && !facts.legalEntity && isLegalName(text)) facts.legalEntity = { name: text };
  else if (isPlain && facts.more.length === 0 && isAddress(text)) {
    facts.address = facts.address ? `${String(facts.address)}\n${text}` : text;
  } else facts.more.push(...(facts.more.length > 0 ? [{ text: "\n" }] : []), ...line);
}

/** A line with a number of a house or a postal code, and no sentence. */
const isAddress = (text: string): boolean =>
  /\d/.test(text) &&
  /[\p{L}]/u.test(text) &&
  text.length < 160 &&
  !/https?:|@|[.!?]\s+\p{Lu}\p{Ll}+\s\p{Ll}/u.test(text) &&
  (/,/.test(text) || /\d{4,}/.test(text) || /stra(?:ß|ss)e|street|road|avenue|calle|rue|via\s/i.test(text));
