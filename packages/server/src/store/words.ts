import type { DialectAdapter } from "kysely";
import type { Queries } from "./store.ts";

/** Where the databases differ in words. All else is one text. */
export interface Words {
  /** The texts of a JSON array that is given as one value, as a subquery of one column. */
  listed: string;
  /** The members of a JSON array of objects that is given as one value, as a table. */
  table(name: string, columns: Readonly<Record<string, "text" | "integer">>): string;
  /** After a select: its rows are this transaction's until it ends. */
  mine: string;
  /** After a select: likewise, and rows that are another's are left out. */
  free: string;
  /** Statements that hold a name until the transaction ends, for many or for one alone. Absent where there is one writer. */
  lock?: { shared: string; alone: string };
  /** An id for a new row that lies behind those before it, so that many go into few pages of an index. */
  newId: string;
  /** Whether what must survive the database is noted in it, to be kept apart. */
  journal: boolean;
}

/** An adapter of kysely's that says which words its database takes. */
export type WordyAdapter = DialectAdapter & { words: Words };

export const wordsOf = (db: Queries): Words => (db.getExecutor().adapter as WordyAdapter).words;

/** A statement in the words of whichever database it is for; made once for each, so that it stays prepared. */
export interface Statement {
  in(words: Words): string;
}

export function statement(write: (words: Words) => string): Statement {
  const texts = new Map<Words, string>();
  return {
    in: (words) => {
      const found = texts.get(words) ?? write(words);
      texts.set(words, found);
      return found;
    },
  };
}
