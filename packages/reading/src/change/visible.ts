import { type Atom, type Change, keyOf } from "@trust-center/feed";
import { plainAll } from "../read/piece.ts";
import type { Reader } from "../read/reader.ts";
import { changeFacts } from "./facts.ts";

type SetAtom = Extract<Atom, { op: "set" }>;

/**
 * A change whose differences can be seen: what differs in a language that its reader is not given alone is told in that one,
 * where it would be told as the same twice. Of a change that touches an announced one, what was announced is told likewise.
 */
export function visibly<T extends Pick<Change, "kind" | "subject" | "content">>(
  change: T,
  reader: Reader,
  touched?: Change,
): { change: T; touched: Change | undefined } {
  const said = new Map((touched?.content ?? []).map((atom) => [keyOf(atom), atom]));
  const content = change.content.map((atom) => {
    if (atom.op !== "set") return atom;
    const announced = said.get(keyOf(atom));
    const before = announced?.op === "set" && announced.after !== undefined ? announced.after : atom.before;
    const language = languageOf({ ...atom, ...(before !== undefined && { before }) }, reader);
    if (language === undefined) return atom;
    if (announced?.op === "set") said.set(keyOf(atom), inLanguage(announced, language));
    return inLanguage(atom, language);
  });
  return {
    change: { ...change, content },
    touched: touched && { ...touched, content: touched.content.map((atom) => said.get(keyOf(atom)) ?? atom) },
  };
}

/** The language in which a difference shows that does not show in the reader's own. */
function languageOf(atom: SetAtom, reader: Reader): string | undefined {
  const differs = (one: SetAtom): boolean => {
    const subject = { type: one.type, ...(one.id !== undefined && { id: one.id }) };
    const [fact] = changeFacts({ kind: "details", subject, content: [one] }, reader);
    return plainAll(fact?.before ?? []) !== plainAll(fact?.after ?? []);
  };
  if (differs(atom)) return undefined;
  // What is said in one language more, or less, is no other word.
  const both = new Set(languagesIn(atom.before));
  return [...new Set(languagesIn(atom.after))]
    .filter((one) => both.has(one))
    .find((language) => differs(inLanguage(atom, language)));
}

const inLanguage = (atom: SetAtom, language: string): SetAtom => ({
  ...atom,
  ...(atom.before !== undefined && { before: only(atom.before, language) }),
  ...(atom.after !== undefined && { after: only(atom.after, language) }),
});

const isTag = (name: string): boolean => /^[a-z]{2,3}(?:-[A-Za-z\d]+)*$/.test(name);

/** Members whose names are languages: a text that is written in them. */
function textIn(value: object): Record<string, unknown> | undefined {
  const names = Object.keys(value);
  return !Array.isArray(value) && names.length > 0 && names.every(isTag)
    ? (value as Record<string, unknown>)
    : undefined;
}

function languagesIn(value: unknown): string[] {
  if (value === null || typeof value !== "object") return [];
  const text = textIn(value);
  return text ? Object.keys(text) : Object.values(value).flatMap(languagesIn);
}

/** A value whose texts are in one language alone, where they have it. */
function only(value: unknown, language: string): unknown {
  if (value === null || typeof value !== "object") return value;
  if (Array.isArray(value)) return value.map((one) => only(one, language));
  const text = textIn(value);
  if (text) return language in text ? { [language]: text[language] } : value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, only(one, language)]));
}
