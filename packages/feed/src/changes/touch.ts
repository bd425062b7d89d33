import type { Change, ObjectionWindow, Touch } from "../document/change.ts";
import type { Former } from "../document/feed.ts";
import { idOf, keyOf, type Rekey, rekeyed, takenBy } from "./atom.ts";

/** Whether a change is a new wording of another, which keeps its id, dates and objections. */
export const isPatch = (touch: Touch | undefined): touch is Extract<Touch, { how: "corrects" | "narrows" | "joins" }> =>
  touch?.how === "corrects" || touch?.how === "narrows" || touch?.how === "joins";

/** Whether a change gives another one its day, and says nothing else. */
export const isMove = (touch: Touch | undefined): touch is Extract<Touch, { how: "moves" | "starts" }> =>
  touch?.how === "moves" || touch?.how === "starts";

/** Whether a change says something of another one alone, which keeps its id: other words, or a day. */
export const isOfAnother = (touch: Touch | undefined): boolean => isPatch(touch) || isMove(touch);

/** What is left of an open change once another has touched it. */
export function touched(open: Change, { touches, content, effective, mode }: Change): Change[] {
  if (!touches) return [open];
  if (isMove(touches)) {
    const { segments } = touches;
    if (segments) return [{ ...open, ...(open.window && { window: startedFor(segments, open.window) }) }];
    const { expected: _, ...dated } = open;
    return [{ ...dated, effective, ...(mode === "emergency" && { mode }) }];
  }
  if (!isPatch(touches)) {
    const taken = new Set(takenBy(touches));
    const left = open.content.filter((atom) => !taken.has(keyOf(atom)));
    return left.length > 0 ? [{ ...open, content: left }] : [];
  }
  const anew = new Map(content.map((atom) => [keyOf(atom), atom]));
  const own = new Set(open.content.map(keyOf));
  const beside = content.filter((atom) => !own.has(keyOf(atom)));
  const patched = open.content.map((atom) => {
    const by = anew.get(keyOf(atom));
    // `before` stays what was in effect when the change was announced.
    return atom.op === "set" && by?.op === "set" ? { ...without(atom, "after"), ...only(by, "after") } : (by ?? atom);
  });
  return [{ ...open, content: [...patched, ...beside] as Change["content"] }];
}

/** A window in which customers of some segments, or of none, have the day that they waited for. */
function startedFor(
  started: readonly { id: string | null; effective: string }[],
  window: ObjectionWindow,
): ObjectionWindow {
  const dated = <Part extends object>(part: Part, own: string | null): Part => {
    const one = started.find(({ id }) => id === own);
    return one ? { ...part, effective: one.effective, approval: "required" } : part;
  };
  const segments = window.segments?.map((one) => dated(one, one.id));
  return { ...dated(window, null), ...(segments && { segments }) };
}

const without = (atom: object, name: string) =>
  Object.fromEntries(Object.entries(atom).filter(([member]) => member !== name));
const only = (atom: object, name: string) =>
  Object.fromEntries(Object.entries(atom).filter(([member]) => member === name));

/** A change whose subject goes by the id that it has now: what arrives by that of its item, for it never had another in the list. */
export function underNewId<T extends Pick<Change, "subject" | "content">>(
  change: T,
  { former }: { former: readonly Former[] },
): T {
  const { type, id } = change.subject;
  const put = change.content.find((atom) => atom.op === "put" && atom.type === type);
  const now = put ? idOf(put) : former.find((one) => one.type === type && one.id === id)?.now;
  if (now === undefined || now === id) return change;
  return underNewId({ ...change, subject: { type, id: now } }, { former: former.filter((one) => one.id !== id) });
}

/** A change about whose subject another says that it goes by another id. */
export const withNewId = (change: Change, rekey: Rekey): Change => ({
  ...change,
  content: change.content.map((atom) => rekeyed(atom, rekey)),
});
