import type { Piece } from "../read/piece.ts";
import type { Reader } from "../read/reader.ts";
import type { FactWord, FirstWord } from "../words/keys.ts";

/** Where a fact stands among the details of an entry. */
export type DetailGroup = "who" | "data" | "where" | "since";

/** Who asks for a fact: a law, the contracts of that law, or the habit of published lists. */
export type Asker = "gdpr" | "dora" | "data-act" | "contract" | "habit";

/**
 * A member of the format that a reader may see: everything that surfaces know of it. What kind of change its new value
 * makes is declared in the feed package.
 */
export interface Field<Value = never, Word extends FactWord = FactWord> {
  /** The member's name. */
  readonly key: string;
  readonly label: Word;
  readonly read: (value: Value, reader: Reader<Word>) => readonly Piece[];
  /** Where it stands among the details. Without one its surface lays it out: a title, a status, a table of its own. */
  readonly group?: DetailGroup;
  /** Whether a notice carries it, also where it is not stated. */
  readonly notice?: true;
  /** On whose behalf `check` asks for it. */
  readonly asked?: readonly Asker[];
  /** Whether its values are dates, which sort by their machine form. */
  readonly dated?: boolean;
}

/** A field that the first view has the words for. */
export type FirstField<Value> = Field<Value, FirstWord>;

/** A field of any value. */
export type AnyField<Word extends FactWord = FactWord> = Field<never, Word>;

/** A fact with its label, in words. */
export interface Fact {
  readonly key: string;
  readonly label: string;
  readonly pieces: readonly Piece[];
}

/** Puts a member into words; nothing where it is absent. */
export function readField<Word extends FactWord>(
  field: AnyField<Word>,
  owner: object,
  reader: Reader<Word>,
): readonly Piece[] {
  const value = (owner as Record<string, unknown>)[field.key];
  return value === undefined || value === null ? [] : field.read(value as never, reader);
}

/** The facts that an object states, in the order of its fields. */
export const factsOf = <Word extends FactWord>(
  fields: readonly AnyField<Word>[],
  owner: object,
  reader: Reader<Word>,
): Fact[] =>
  fields
    .map((field) => ({ key: field.key, label: reader.t(field.label), pieces: readField(field, owner, reader) }))
    .filter(({ pieces }) => pieces.length > 0);
