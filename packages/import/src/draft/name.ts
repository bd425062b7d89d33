import { isLegalName } from "@trust-center/catalogue";
import type { Subprocessor } from "@trust-center/feed";
import { placesIn } from "../meaning/places.ts";
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
  const [first = [], ...rest] = lines;
  const [, words = "", signs = ""] = /^(.*?[\p{L}\p{N}).])\s*([*†‡§]+)$/su.exec(oneLine(textOf(first))) ?? [];
  if (signs) marks.push(signs);
  const facts: NameFacts = { name: words || oneLine(textOf(first)), more: [], marks };
  takeApart(facts);
  for (const line of rest) takeLine(facts, line);
  return facts;
}

function takeApart(facts: NameFacts): void {
  const { name } = facts;
  if (typeof name !== "string") return;
  const [, entity, brand] = tradeForm.exec(name) ?? [];
  if (entity && brand) {
    facts.legalEntity = { name: entity, tradeNames: [brand] };
    return;
  }
  const [, own, relation = "", other] = viaForm.exec(name) ?? [];
  if (own && other) {
    facts.chain = [{ relation: runsOn.test(relation) ? "runs-on" : "via", name: other }];
    facts.written = name;
    facts.name = own;
  }
  // `Acme, Inc. – United States of America`
  const [, company, place] = /^(.+?)\s+[–—-]\s+([^–—]+)$/.exec(String(facts.name)) ?? [];
  const [only, ...others] = place ? (placesIn(place) ?? []) : [];
  if (company && only && others.length === 0) {
    facts.written = name;
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
