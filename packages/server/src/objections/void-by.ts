import { type Change, isOfAnother, type LogEntry, leftOf, withNewId } from "@trust-center/feed";

/**
 * By what a change became void: what took it back or announced it anew, or else by which its subject left before its day.
 * Undefined where something is left of it, and for what says something of another change alone.
 *
 * @param log Entries in their order, all from the one that announced it.
 * @param at Milliseconds since 1970.
 */
export function voidBy(log: readonly LogEntry[], change: Change, at: number): Change | undefined {
  const { id, mode, touches } = change;
  if (mode === "withdrawal" || isOfAnother(touches)) return undefined;
  // Found first: to ask what is left takes all that was said.
  const by = lastAgainst(log, change);
  return by && !leftOf(log, id, at) ? by : undefined;
}

function lastAgainst(log: readonly LogEntry[], change: Change): Change | undefined {
  let [by, named]: [Change | undefined, Change | undefined] = [undefined, undefined];
  for (const { change: said } of log) {
    if (named && (undoes(said, named) || ends(said, named))) by = said;
    named = said.id === change.id ? change : named && underNewIds(named, said);
  }
  return by;
}

const undoes = ({ touches }: Change, { id }: Change) =>
  touches?.change === id && (touches.how === "withdraws" || touches.how === "amends");

const ends = ({ content }: Change, of: Change) =>
  content.some((gone) => gone.op === "drop" && of.content.some((atom) => isOf(atom, gone)));

const isOf = (atom: Change["content"][number], { type, id }: { type: string; id: string }) =>
  atom.op !== "put" && atom.type === type && atom.id === id;

const underNewIds = (change: Change, { content }: Change) =>
  content.reduce((one, atom) => (atom.op === "rekey" ? withNewId(one, atom) : one), change);
