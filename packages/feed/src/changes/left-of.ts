import type { Atom, Change } from "../document/change.ts";
import type { LogEntry } from "../log/entry.ts";
import { compareIds, effectiveOf, idOf, keyOf, subjectKey, takenBy } from "./atom.ts";
import { isMove, isPatch, touched, withNewId } from "./touch.ts";

/** A change as the log leaves it, and when it was said and last dated, milliseconds since 1970. */
interface Said {
  change: Change;
  at: number;
  dated: number;
}

/** A subject that left, or is to leave. */
interface Departure {
  subject: string;
  change: string;
  /** Milliseconds since 1970. */
  left: number;
}

/** What a log says by its end. */
interface Heard {
  said: Map<string, Said>;
  /** Departures in emergencies that were taken back: what was pending of who left had been void by then. */
  undone: Departure[];
}

/**
 * What is left of a change at an instant, by the log alone: with the words and the day that it was given since, without what
 * was taken back or announced anew, and without what can no longer come, for its subject has left.
 *
 * Of a change that is no longer open it says what came of it: with a day that has passed it took effect.
 *
 * @param log All that was said by then.
 * @param at Milliseconds since 1970.
 * @returns undefined where nothing is left, where it is a new wording or day of another, and where the log does not have it
 */
export function leftOf(log: readonly LogEntry[], id: string, at: number): Change | undefined {
  const heard: Heard = { said: new Map(), undone: [] };
  for (const { change, at } of log) hear(heard, change, Date.parse(at));
  const own = heard.said.get(id);
  if (!own || own.change.mode === "withdrawal") return undefined;
  const content = own.change.content.filter((atom) => !isVoid(atom, own, heard, at));
  return content.length > 0 || own.change.content.length === 0 ? { ...own.change, content } : undefined;
}

function hear({ said, undone }: Heard, change: Change, at: number): void {
  const { touches, content } = change;
  const dates = isMove(touches) && !touches.segments;
  const old = touches && said.get(touches.change);
  if (old) {
    const [left] = touched(old.change, change);
    if (acts(old) <= at) undone.push(...departuresOf(old).filter(({ subject }) => takenBy(touches).includes(subject)));
    if (left) said.set(touches.change, { ...old, change: left, dated: dates ? at : old.dated });
    else said.delete(touches.change);
  }
  if (isMove(touches) || isPatch(touches)) return;
  for (const atom of content) {
    if (atom.op !== "rekey") continue;
    for (const [id, one] of said) {
      said.set(id, { ...one, change: withNewId(one.change, atom) });
    }
  }
  said.set(change.id, { change, at, dated: at });
}

const acts = ({ change, dated }: Said) => Math.max(effectiveOf(change), dated);

const departuresOf = (said: Said): Departure[] =>
  said.change.content.flatMap((atom) =>
    atom.op === "drop" ? { subject: keyOf(atom), change: said.change.id, left: acts(said) } : [],
  );

/** Whether its subject left after it was said and before its day, and nothing that is announced brings the subject back. */
function isVoid(atom: Atom, own: Said, { said, undone }: Heard, at: number): boolean {
  if (atom.op === "put") return false;
  const key = subjectKey(atom.type, idOf(atom));
  const others = [...said.values()].filter((other) => other !== own);
  return [...others.flatMap(departuresOf), ...undone].some(({ subject, change: gone, left }) => {
    const isFirst = left < acts(own) && (own.at < left || (own.at === left && compareIds(own.change.id, gone) < 0));
    if (subject !== key || gone === own.change.id || left > at || !isFirst) return false;
    return !others.some(
      ({ change, at: said, dated }) =>
        said <= left &&
        Math.max(effectiveOf(change), dated) > left &&
        change.content.some((one) => one.op === "put" && keyOf(one) === key),
    );
  });
}
