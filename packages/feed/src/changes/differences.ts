import type { Atom, Change } from "../document/change.ts";
import type { FeedContent } from "../document/feed.ts";
import { type SubjectType, subjectTypes } from "../document/subject.ts";
import { idOf, type Rekey, setId, subjectKey } from "./atom.ts";
import { type Facts, factsOf } from "./facts.ts";
import { differingFields, isWording, kindOfChange } from "./fields.ts";
import type { Item } from "./group-facts.ts";
import { replacesOf } from "./replaces.ts";
import { nameOf, subjectsOf } from "./state.ts";

/** In what two sets of facts differ, to the letter. */
export function atomsBetween(before: Facts, after: Facts): Atom[] {
  return subjectTypes.flatMap((type) => {
    const left = new Map(before[type].map((item) => [item.id, item]));
    const right = new Set(after[type].map(({ id }) => id));
    const changed = after[type].flatMap((item): Atom[] => {
      const old = left.get(item.id);
      if (!old) return [{ op: "put", type, item }];
      return differingFields(old, item).map((field) => ({
        op: "set",
        type,
        ...setId(type, item.id),
        field,
        ...(old[field] !== undefined && { before: old[field] }),
        ...(item[field] !== undefined && { after: item[field] }),
      }));
    });
    const gone = before[type].filter(({ id }) => !right.has(id));
    return [...changed, ...gone.map((item): Atom => ({ op: "drop", type, id: item.id, ...nameOf(item) }))];
  });
}

/** Entries that got a new id: the same name, and what had it is gone. Of several namesakes, the most alike. */
export function newIdsBetween(before: readonly Item[], after: readonly Item[]): Rekey[] {
  const [taken, kept] = [before, after].map((items) => new Set(items.map(({ id }) => id)));
  const gone = new Set(before.filter(({ id }) => !kept?.has(id)));
  if (gone.size === 0) return [];
  return after.flatMap((item): Rekey[] => {
    if (taken?.has(item.id)) return [];
    const namesakes = [...gone].filter((old) => isNamesake(old, item) && !replacesOf(item).includes(old.id));
    const [old] = namesakes.sort((a, b) => differingFields(a, item).length - differingFields(b, item).length);
    if (!old) return [];
    gone.delete(old);
    return [{ op: "rekey", type: "subprocessor", id: old.id, to: item.id }];
  });
}

const isNamesake = ({ name: before }: Item, { name: after }: Item) =>
  isWording({ type: "subprocessor", field: "name", before, after });

/** In what two lists differ about one subject: a change without dates. */
export type Difference = Pick<Change, "kind" | "subject" | "name" | "content">;

/** The structured difference of two lists, one for each subject and kind. Wording and order are never a removal. */
export function differencesBetween(before: FeedContent, after: FeedContent): Difference[] {
  const [left, right] = [factsOf(before), factsOf(after)];
  const rekeys = newIdsBetween(left.subprocessor, right.subprocessor);
  const now = new Map(rekeys.map(({ id, to }) => [id, to]));
  const renamed = left.subprocessor.map((item) => ({ ...item, id: now.get(item.id) ?? item.id }));
  const atoms = atomsBetween({ ...left, subprocessor: renamed }, right);
  const names = new Map([...subjectsOf(left), ...subjectsOf(right)].map(([key, item]) => [key, nameOf(item)]));
  const heirs = new Map(right.subprocessor.flatMap((item) => replacesOf(item).map((id) => [id, item.id] as const)));
  const found = new Map<string, Difference>();
  for (const atom of [...rekeys, ...atoms]) {
    const heir = atom.op === "drop" && atom.type === "subprocessor" ? heirs.get(atom.id) : undefined;
    const id = atom.op === "rekey" ? atom.to : (heir ?? idOf(atom));
    const kind = heir === undefined ? kindOf(atom) : "replaced";
    const key = `${kind} ${subjectKey(atom.type, id)}`;
    const had = found.get(key);
    if (had) had.content.push(atom);
    else {
      const subject = { type: atom.type, ...setId(atom.type, id) };
      found.set(key, { kind, subject, ...names.get(subjectKey(atom.type, id)), content: [atom] });
    }
  }
  return [...found.values()];
}

function kindOf(atom: Atom): Difference["kind"] {
  if (atom.op === "rekey") return "id";
  if (atom.op === "set") return isWording(atom) ? "corrected" : kindOfChange(atom);
  const { type } = atom as { type: SubjectType };
  if (type !== "subprocessor") return type;
  if (atom.op === "drop") return "removed";
  return replacesOf(atom.item as Item).length > 0 ? "replaced" : "added";
}
