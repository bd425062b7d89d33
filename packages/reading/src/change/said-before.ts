import { type Atom, type Change, keyOf, type LogEntry } from "@trust-center/feed";

type Rekey = Extract<Atom, { op: "rekey" }>;

/**
 * What was said last of the change that another one touches, and not taken back, before that was said: facts are told against it.
 * For a script that has no byte to spare; everybody else calls `touchedIn`, which gives the same facts.
 *
 * @param log Entries in their order.
 */
export function saidBefore(
  log: readonly LogEntry[],
  { id, touches }: Pick<Change, "id" | "touches">,
): Pick<Change, "content"> {
  let said: Atom[] = [];
  for (const { change } of log) {
    if (!touches || change.id === id) break;
    const { touches: own, content } = change;
    for (const { op, id, to } of content as Rekey[])
      if (op === "rekey") said = said.map((atom) => (atom.op === "set" && atom.id === id ? { ...atom, id: to } : atom));
    const isIt = change.id === touches.change;
    if (!isIt && own?.change !== touches.change) continue;
    // What an amendment announces is a change of its own, that others touch.
    const isOther = !isIt && own?.how === "amends";
    const anew = [...(own?.how === "withdraws" || own?.how === "amends" ? own.atoms : []), ...content.map(keyOf)];
    said = [...said.filter((atom) => !anew.includes(keyOf(atom))), ...(isOther ? [] : content)];
  }
  return { content: said };
}
