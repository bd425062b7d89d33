import { alike, type Subprocessor, words } from "@trust-center/feed";

/** Which entry is which, from one revision of a list to the next. */
export interface Identities {
  /** Gives the entries of the next revision the ids that they had, and new ones that nobody ever had. */
  next(entries: readonly Subprocessor[]): Subprocessor[];
  /** Every id that an entry has had so far. */
  known(): ReadonlySet<string>;
}

const formOf = ({ name }: Subprocessor) => words(String(name));

/**
 * Follows entries through revisions: by their name, a namesake by its order; then a row under another name that shares a word with
 * the one that is gone. Whoever was there and comes back has its id again. In doubt, an entry is new.
 */
export function createIdentities(): Identities {
  let last: Subprocessor[] = [];
  /** Of every id the form of its last name. */
  const known = new Map<string, string>();
  const next = (entries: readonly Subprocessor[]): Subprocessor[] => {
    const ids = new Map<Subprocessor, string>();
    const free = new Set(last.map(({ id }) => id));
    const take = (entry: Subprocessor, id: string | undefined) => {
      if (id === undefined) return;
      ids.set(entry, id);
      free.delete(id);
    };
    const isTaken = (id: string) => [...ids.values()].includes(id);
    for (const entry of entries) {
      take(entry, last.find((old) => free.has(old.id) && formOf(old) === formOf(entry))?.id);
    }
    for (const entry of entries.filter((one) => !ids.has(one))) {
      const back = [...known].find(
        ([id, form]) => form === formOf(entry) && !isTaken(id) && !last.some((old) => old.id === id),
      );
      take(entry, back?.[0]);
    }
    for (const entry of entries.filter((one) => !ids.has(one))) {
      const renamed = last.filter((old) => free.has(old.id) && alike(old.name, entry.name));
      // Of two that it may be it is neither.
      if (renamed.length === 1) take(entry, renamed[0]?.id);
    }
    for (const entry of entries.filter((one) => !ids.has(one))) {
      let id = entry.id;
      for (let count = 2; known.has(id) || isTaken(id); count += 1) id = `${entry.id}-${count}`;
      ids.set(entry, id);
    }
    last = entries.map((entry) => ({ ...entry, id: ids.get(entry) as string }));
    for (const entry of last) known.set(entry.id, formOf(entry));
    return last;
  };
  return { next, known: () => new Set(known.keys()) };
}
