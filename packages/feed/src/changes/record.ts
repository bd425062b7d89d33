import type { Change } from "../document/change.ts";
import { isAhead } from "./atom.ts";
import { Draft, endOf, type State, stillOpen } from "./state.ts";
import { isMove, isPatch, touched, withNewId } from "./touch.ts";

/** One change is said: the only place that knows what saying it does, for planning and for replay alike. */
export function record(state: State, change: Change): State {
  const { at } = state;
  const rekey = change.content.find((atom) => atom.op === "rekey");
  let open = rekey ? state.open.map((other) => withNewId(other, rekey)) : state.open;
  const { touches } = change;
  if (touches) open = open.flatMap((other) => (other.id === touches.change ? touched(other, change) : [other]));
  if (isPatch(touches)) return { ...state, open };
  if (isMove(touches)) {
    const draft = new Draft({ ...state, open });
    const moved = touches.segments ? undefined : open.find(({ id }) => id === touches.change);
    if (moved && !isAhead(moved, at)) draft.apply(moved, at);
    return { ...state, ...draft.done(stillOpen(open, at), at) };
  }
  if (change.mode !== "withdrawal" && endOf(change) > at) open = [...open, change];
  const draft = new Draft({ ...state, open });
  if (!isAhead(change, at)) draft.apply(change, at);
  return { ...state, ...draft.done(open, at) };
}
