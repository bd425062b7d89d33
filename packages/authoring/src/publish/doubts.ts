import {
  alike,
  type Feed,
  type Item,
  isProcessorRole,
  listAt,
  type Plan,
  type Prose,
  resolveText,
  type Subprocessor,
  words,
} from "@trust-center/feed";
import { day } from "../day.ts";
import { hasPassed, plainDate } from "../meaning/fuzzy-dates.ts";
import { aboutLostEmergencies } from "./lost-emergencies.ts";
import { aboutOtherIds } from "./other-ids.ts";
import { aboutPolicyDays } from "./policy-days.ts";
import { aboutPolicyTexts } from "./policy-texts.ts";

/** Something unusual about what is to be signed for good: shown, and confirmed, before it is. */
export interface Doubt {
  code:
    | "terms"
    | "empty-list"
    | "removes-many"
    | "emergency"
    | "correction"
    | "short-window"
    | "clock"
    | "renamed"
    | "gap-in-service"
    | "policy-day"
    | "policy-text"
    | "replaced-stays"
    | "expected-passed"
    | "unused-words";
  /** What would be signed, and what to write if it is not meant. */
  text: string;
}

export interface Foreseen {
  plan: Plan;
  previous: Feed | undefined;
  /** Milliseconds since 1970: the time to publish at, and the machine's. */
  now: number;
  clock: number;
}

/** A clock further off than this, in milliseconds, is asked about. */
const farOff = 2 * day;
/** A window shorter than this, in milliseconds, is asked about. */
const shortWindow = 5 * day;

/** What is unusual about a plan. */
export function doubtsAbout(foreseen: Foreseen): Doubt[] {
  return [
    ...aboutTerms(foreseen),
    ...aboutRemovals(foreseen),
    ...aboutWords(foreseen.plan),
    ...aboutLostEmergencies(foreseen),
    ...aboutWindows(foreseen.plan),
    ...aboutRenames(foreseen),
    ...aboutOtherIds(foreseen.plan),
    ...aboutGaps(foreseen),
    ...aboutStaying(foreseen.plan),
    ...aboutPolicyDays(foreseen.plan),
    ...aboutPolicyTexts(foreseen),
    ...aboutExpected(foreseen),
    ...aboutClock(foreseen),
  ];
}

const name = (text: unknown) => `“${resolveText(text as Prose, ["en"]).value}”`;
const dayOf = (instant: string) => instant.slice(0, 10);

function aboutTerms({ plan, previous }: Foreseen): Doubt[] {
  const changed = plan.changes.some(({ kind }) => kind === "terms");
  const { noticeTerms: terms } = listAt(plan.feed, Infinity);
  if (!(previous ? changed : terms)) return [];
  if (!terms) return [{ code: "terms", text: "The notice terms are removed: later changes need no notice." }];
  const { noticePeriod, objectionPeriod, silence, rules } = terms;
  const period = (value: unknown) =>
    value === undefined ? "none" : typeof value === "string" ? value : JSON.stringify(value);
  const said = rules
    ? `${rules.length} ${rules.length === 1 ? "rule" : "rules"}`
    : `notice ${period(noticePeriod)}, time to object ${period(objectionPeriod)}, silence ${silence ?? "not stated"}`;
  const text = `Notice terms are signed, and every later change is dated by them: ${said}. They must be those of your contracts.`;
  return [{ code: "terms", text }];
}

function aboutRemovals({ plan, previous }: Foreseen): Doubt[] {
  const left = listAt(plan.feed, Infinity).subprocessors.length;
  if (left === 0) return [{ code: "empty-list", text: "The list has no sub-processors: it says that nobody is used." }];
  const before = previous?.subprocessors.length ?? 0;
  const gone = droppedIn(plan).filter(({ change }) => change.kind === "removed");
  if (gone.length < 3 || gone.length * 3 < before) return [];
  const text = `${gone.length} of ${before} entries are removed: ${gone.map(({ atom }) => name(atom.name)).join(", ")}.`;
  return [{ code: "removes-many", text }];
}

function aboutWords({ changes, unused = [], feed }: Plan): Doubt[] {
  return [
    ...changes
      .filter(({ mode }) => mode === "emergency")
      .map((change): Doubt => {
        const { effective, kind } = change;
        const when = effective === null ? "" : ` ${effective > feed.published ? "from" : "since"} ${effective}`;
        return {
          code: "emergency",
          text: `An emergency: ${name(change.name)} (${kind}) is in effect${when}, without the notice of your terms.`,
        };
      }),
    ...changes
      .filter(({ mode, kind, explainedBy }) => mode === "correction" && explainedBy && kind !== "corrected")
      .map((change): Doubt => {
        const text = `A correction of a fact, with both values and no time to object: ${name(change.name)} (${change.kind}), as of ${change.effective}.`;
        return { code: "correction", text };
      }),
    ...unused.map((subject): Doubt => {
      const text = `\`announce\` speaks of ${subject}, of which nothing changes in this publish: its words are said nowhere.`;
      return { code: "unused-words", text };
    }),
  ];
}

const aboutWindows = ({ changes }: Plan): Doubt[] =>
  changes.flatMap(({ window, name: subject, id }): Doubt[] => {
    if (!window || Date.parse(window.deadline) - Date.parse(window.opens) >= shortWindow) return [];
    const text = `Objections to ${subject === undefined ? id : name(subject)} close on ${window.deadline}, in less than ${shortWindow / day} days.`;
    return [{ code: "short-window", text }];
  });

const droppedIn = ({ changes }: Plan) =>
  changes.flatMap((change) =>
    change.content.flatMap((atom) => (atom.op === "drop" && atom.type === "subprocessor" ? [{ atom, change }] : [])),
  );

const arrivedIn = ({ changes }: Plan) =>
  changes.flatMap((change) =>
    change.content.flatMap((atom) =>
      atom.op === "put" && atom.type === "subprocessor" ? [{ item: atom.item as Subprocessor, change }] : [],
    ),
  );

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** Who is replaced leaves, as readers understand it: where it stays, the words would tell a departure that does not come. */
function aboutStaying(plan: Plan): Doubt[] {
  const staying = new Map(listAt(plan.feed, Infinity).subprocessors.map((entry) => [entry.id, entry]));
  return plan.changes.flatMap(({ kind, subject, mode, content }): Doubt[] => {
    const isNewly = (id: string) =>
      content.some((atom) =>
        atom.op === "put"
          ? listOf(atom.item.replaces).includes(id)
          : atom.op === "set" &&
            atom.field === "replaces" &&
            listOf(atom.after).includes(id) &&
            !listOf(atom.before).includes(id),
      );
    const heir = staying.get(subject.id ?? "");
    if (kind !== "replaced" || mode === "withdrawal" || !heir) return [];
    return (heir.replaces ?? []).flatMap((id): Doubt[] => {
      const other = staying.get(id);
      const left = plan.feed.former?.find(
        (one) => one.type === "subprocessor" && one.id === id && one.until < plan.feed.published,
      );
      if (!other && left && isNewly(id)) {
        const text =
          `${name(heir.name)} is said to replace ${name(left.name ?? id)}, which left the list on ${dayOf(left.until)} already: readers are told of a ` +
          `replacement that does not take place. Write whom it does replace, or take ${id} out of \`replaces\` of ${heir.id}.`;
        return [{ code: "replaced-stays", text }];
      }
      if (!other) return [];
      const text =
        `${name(heir.name)} replaces ${name(other.name)}, and ${name(other.name)} (${id}) stays in the list: readers are told of a replacement ` +
        `that leaves it in use. Remove ${id}, or take it out of \`replaces\` of ${heir.id}.`;
      return [{ code: "replaced-stays", text }];
    });
  });
}

/** A day that a change was expected for, and that has passed: asked of the first version since, and no more. */
function aboutExpected({ plan, previous, now }: Foreseen): Doubt[] {
  return (plan.feed.open ?? []).flatMap(({ effective, expected, name: subject, id }): Doubt[] => {
    if (effective !== null || expected === undefined || !hasPassed(expected, now)) return [];
    if (previous && hasPassed(expected, Date.parse(previous.published))) return [];
    const text =
      `${subject === undefined ? id : name(subject)} was expected for ${plainDate(expected)}, which has passed, and its change has not begun. ` +
      "Say in `announce` that it starts (`start: true`), or what is expected by now (`expected`); or take the change back.";
    return [{ code: "expected-passed", text }];
  });
}

/** An entry that leaves and one that comes under a similar name are likely one company. */
function aboutRenames({ plan }: Foreseen): Doubt[] {
  const gone = droppedIn(plan).filter(({ change }) => change.kind !== "replaced");
  return gone.flatMap(({ atom }): Doubt[] => {
    const likely = arrivedIn(plan)
      .filter(({ item }) => alike(atom.name, item.name) && !item.replaces?.includes(atom.id))
      .map(({ item }) => item);
    const [heir] = likely.sort((a, b) => likeness(b.name, atom.name) - likeness(a.name, atom.name));
    if (!heir) return [];
    const text =
      `${name(atom.name)} (${atom.id}) is removed, and ${name(heir.name)} (${heir.id}) is added. Where it is one company under another name, ` +
      `keep the id ${atom.id}; where the one takes over from the other, add replaces: [${atom.id}] to ${heir.id}.`;
    return [{ code: "renamed", text }];
  });
}

const wordsOf = (text: unknown): string[] =>
  words(resolveText(text as Prose, ["en"]).value)
    .split(" ")
    .filter((word) => word.length > 2);

function likeness(a: unknown, b: unknown): number {
  const [left, right] = [new Set(wordsOf(a)), new Set(wordsOf(b))];
  return left.intersection(right).size / Math.max(1, left.union(right).size);
}

/** A time in which nobody in the list does what an entry did, though an entry that does it is to come. */
function aboutGaps({ plan, previous }: Foreseen): Doubt[] {
  const entries = new Map((previous?.subprocessors ?? []).map((entry) => [entry.id, entry]));
  return droppedIn(plan).flatMap(({ atom, change }): Doubt[] => {
    const entry = entries.get(atom.id);
    const { effective: until } = change;
    if (!entry || until === null || !isProcessorRole(entry.role)) return [];
    const then = listAt(plan.feed, Date.parse(until)).subprocessors;
    return (entry.purposes ?? []).flatMap((purpose): Doubt[] => {
      if (then.some((other) => doesToo(other, purpose))) return [];
      const next = arrivedIn(plan).find(
        ({ item, change }) => doesToo(item, purpose) && (change.effective ?? "9") > until,
      );
      if (!next) return [];
      const from = next.change.effective === null ? "an approval" : dayOf(next.change.effective);
      const text =
        `From ${dayOf(until)} until ${from} the list names nobody for ${name(purpose)}: ${name(atom.name)} has left, and ` +
        `${name(next.item.name)} has not come. Add replaces: [${atom.id}] to ${next.item.id}, or keep ${atom.id} until then.`;
      return [{ code: "gap-in-service", text }];
    });
  });
}

const doesToo = ({ purposes = [] }: Item & Pick<Subprocessor, "purposes">, purpose: Prose): boolean => {
  const wanted = new Set(wordsOf(purpose));
  return purposes.some((other) => wordsOf(other).some((word) => wanted.has(word)));
};

function aboutClock({ now, clock, previous }: Foreseen): Doubt[] {
  const last = previous && Date.parse(previous.published);
  const isOff = Math.abs(now - clock) > farOff || (last !== undefined && now < last);
  if (!isOff) return [];
  const at = new Date(now).toISOString();
  return [
    {
      code: "clock",
      text: `It would be signed as of ${at}; this machine's clock says ${new Date(clock).toISOString()}.`,
    },
  ];
}
