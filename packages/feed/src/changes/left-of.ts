import type { Atom, Change } from "../document/change.ts";
import type { LogEntry } from "../log/entry.ts";
import { compareIds, effectiveOf, idOf, keyOf, subjectKey } from "./atom.ts";
import { isPatch, touched, withNewId } from "./state.ts";

/** A change as the log leaves it, and when it was said and last dated, milliseconds since 1970. */
interface Said {
  change: Change;
  at: number;
  dated: number;
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
  const said = saidBy(log);
  const own = said.get(id);
  if (!own || own.change.mode === "withdrawal") return undefined;
  const content = own.change.content.filter((atom) => !isVoid(atom, own, said.values(), at));
  return content.length > 0 || own.change.content.length === 0 ? { ...own.change, content } : undefined;
}

function saidBy(log: readonly LogEntry[]): Map<string, Said> {
  const said = new Map<string, Said>();
  for (const { change, at } of log) hear(said, change, Date.parse(at));
  return said;
}

function hear(said: Map<string, Said>, change: Change, at: number): void {
  const { touches, content } = change;
  const dates = touches?.how === "moves" || touches?.how === "starts";
  const old = touches && said.get(touches.change);
  if (old) {
    const [left] = touched(old.change, change);
    if (left) said.set(touches.change, { ...old, change: left, dated: dates ? at : old.dated });
    else said.delete(touches.change);
  }
  if (touches && (dates || isPatch(touches))) return;
  for (const atom of content) {
    if (atom.op !== "rekey") continue;
    for (const [id, one] of said) {
      said.set(id, { ...one, change: withNewId(one.change, atom) });
    }
  }
  said.set(change.id, { change, at, dated: at });
}

const acts = ({ change, dated }: Said) => Math.max(effectiveOf(change), dated);

/** Whether its subject left after it was said and before its day, and nothing that is announced brings the subject back. */
function isVoid(atom: Atom, own: Said, all: Iterable<Said>, at: number): boolean {
  if (atom.op === "put") return false;
  const subject = subjectKey(atom.type, idOf(atom));
  const others = [...all].filter((other) => other !== own);
  return others.some((gone) => {
    const left = acts(gone);
    const isFirst =
      left < acts(own) && (own.at < left || (own.at === left && compareIds(own.change.id, gone.change.id) < 0));
    const drops = gone.change.content.some((one) => one.op === "drop" && keyOf(one) === subject);
    if (!drops || left > at || !isFirst) return false;
    return !others.some(
      ({ change, at: said, dated }) =>
        said <= left &&
        Math.max(effectiveOf(change), dated) > left &&
        change.content.some((one) => one.op === "put" && keyOf(one) === subject),
    );
  });
}
