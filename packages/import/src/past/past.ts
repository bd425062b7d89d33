import { languagesOf, terminalReader } from "@trust-center/authoring";
import {
  type Difference,
  differencesBetween,
  type FeedContent,
  type PastChange,
  type Subprocessor,
} from "@trust-center/feed";
import { changeFacts, changeFactText, factLabel, plainAll, type Reader, withUrls } from "@trust-center/reading";
import { wordsIn } from "@trust-center/reading/words";
import { createIdentities } from "./ids.ts";

/** A list as a revision of its file had it. */
export interface PastList {
  readonly commit: string;
  /** An instant. */
  readonly committed: string;
  readonly entries: readonly Subprocessor[];
  /** The headings of its columns. */
  readonly labels: readonly string[];
}

/** What a history says of the time before the feed. */
export interface Past {
  /** Oldest first, dated as committed. */
  readonly changes: PastChange[];
  /** The entries of the list of today, under the ids that they have had. */
  readonly entries: Subprocessor[];
  /** Revisions in which an entry came, left or changed; in which nothing but wording, order or form did. */
  readonly told: number;
  readonly wording: number;
}

interface PastOptions {
  /** The file's name. */
  file: string;
  /** The language of the list: BCP 47. */
  language: string;
}

/**
 * The changes between the revisions of a list, as `pastChanges`: the publisher's own record, which nothing proves, and which is
 * never replayed. Wording, order, and the same words under other headings are no change.
 *
 * @param lists Oldest first.
 * @param today The list that is moved in: the last revision, or what was edited since, whose changes have no date yet.
 */
export function pastOf(lists: readonly PastList[], today: readonly Subprocessor[], options: PastOptions): Past {
  const identities = createIdentities();
  const reader = readerFor(options.language);
  const from = wordsIn(options.language, "files");
  const changes: PastChange[] = [];
  let [told, wording] = [0, 0];
  let before: PastList | undefined;
  for (const list of lists) {
    const earlier = identities.known();
    const now: PastList = { ...list, entries: identities.next(list.entries) };
    const source = from("fromHistory", { file: options.file, commit: list.commit.slice(0, 12) });
    const date = list.committed.slice(0, 10);
    const found = before ? factsBetween(before, now) : [];
    if (!before) changes.push(firstSeen(now, { date, source }, reader));
    else if (found.length === 0) wording += 1;
    else told += 1;
    for (const difference of found) {
      const { kind, name, subject } = difference;
      const isBack = kind === "added" && subject.id !== undefined && earlier.has(subject.id);
      const text = [...linesOf(difference, reader), source].join("\n");
      changes.push({ date, kind: isBack ? "restored" : kind, ...(name !== undefined && { name }), text });
    }
    before = now;
  }
  return { changes, entries: identities.next(today), told, wording };
}

const readerFor = (language: string): Reader => {
  const content = languagesOf({ publisher: { name: "", languages: [language] } });
  return { ...terminalReader(content), tag: language, t: wordsIn(language, "first", "more") };
};

/** The list as its file first had it. Since when its entries were in use, no history says. */
const firstSeen = (
  { entries }: PastList,
  { date, source }: { date: string; source: string },
  reader: Reader,
): PastChange => ({
  date,
  kind: "initial",
  text:
    [plainAll(entries.map(({ name }) => ({ text: String(name) }))), source].filter(Boolean).join("\n") ||
    reader.t("kind_initial"),
});

/** What of a change is stated, a line each. */
const linesOf = (difference: Difference, reader: Reader): string[] =>
  changeFacts(difference, reader)
    .filter(({ before, after }) => before !== undefined || after.length > 0)
    .map((fact) => `${factLabel(fact, reader)}: ${changeFactText(fact, reader, withUrls)}`);

/** Changes of entries that are more than wording. Under which heading of the page an entry stands is no fact of it. */
function factsBetween(before: PastList, now: PastList): Difference[] {
  const [old, next] = [before, now].map(({ entries }) => entries.map(({ groups: _, ...entry }): Subprocessor => entry));
  const same =
    JSON.stringify(before.labels) === JSON.stringify(now.labels)
      ? next
      : next?.map((entry) => unlessReformed(entry, old ?? []));
  const [left, right] = [listOf(old ?? []), listOf(same ?? [])];
  return differencesBetween(left, right).filter(
    ({ kind, subject }) => subject.type === "subprocessor" && kind !== "corrected",
  );
}

const listOf = (subprocessors: Subprocessor[]): FeedContent => ({ publisher: { name: "" }, subprocessors });

/** Where headings were changed, an entry that says the same words says the same. */
function unlessReformed(entry: Subprocessor, before: readonly Subprocessor[]): Subprocessor {
  const old = before.find(({ id }) => id === entry.id);
  return old && spokenBy(old) === spokenBy(entry) ? old : entry;
}

/** Every word that an entry says, whatever stands before it as a label. */
function spokenBy(entry: Subprocessor): string {
  const all = (value: unknown, key = ""): string[] => {
    if (typeof value === "string")
      return key === "label" || key === "id" || key === "type"
        ? []
        : (value.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []);
    if (value === null || typeof value !== "object") return [];
    return Object.entries(value).flatMap(([name, inner]) => all(inner, Array.isArray(value) ? key : name));
  };
  return all(entry).sort().join(" ");
}
