import { type ObjectionWindow, windowState } from "@trust-center/feed";
import type { ObjectionRequest } from "@trust-center/sdk";
import { Refusal } from "../http/problem.ts";
import { type FeedState, findEntry, readLeft, wasPublished } from "../store/feed-state.ts";
import type { Queries } from "../store/store.ts";

/** A window in which an objection is in time. */
export interface OpenWindow {
  deadline: string;
  subject: string | undefined;
  /** When the change says that it was announced. */
  announced: string;
}

/**
 * The window of the change that an objection names, at an instant of the database's clock.
 *
 * Any published version that has the change will do: what is objected to is the same in all of them, and the receipt
 * names the one that was read.
 *
 * @param stated The latest deadline that a notice named to the objector: it holds, whatever the terms say.
 * @throws {Refusal} `unknown-change`, `feed-changed`, `window-closed`, `invalid`
 */
export async function openWindow(
  db: Queries,
  state: FeedState,
  { change: id, feed, segment }: ObjectionRequest,
  { now, stated }: { now: number; stated?: string | undefined },
): Promise<OpenWindow> {
  const entry = await findEntry(db, id);
  if (!entry) throw new Refusal(404, "unknown-change", `Expected the id of a change of ${state.address}.`);
  if (feed.version < entry.feed.version || !(await wasPublished(db, feed.version, feed.sha256))) {
    throw changed("Expected a published version of the feed that has this change.");
  }
  // As it is now: a name may have been corrected since, a window never.
  const change = state.feed.open?.find((open) => open.id === id) ?? entry.change;
  const { window, subject } = change;
  if (!window) throw new Refusal(409, "window-closed", "This change was announced without a time to object.");
  const byTerms = deadlineOf(window, segment);
  const deadline = stated !== undefined && Date.parse(stated) > Date.parse(byTerms) ? stated : byTerms;
  const found = windowState({ opens: window.opens, deadline }, now);
  if (found === "closed") {
    throw new Refusal(409, "window-closed", `Objections to this change were possible until ${deadline}.`, { deadline });
  }
  if (found === "before") {
    throw new Refusal(409, "window-closed", `Objections to this change are possible from ${window.opens}.`, {
      deadline,
    });
  }
  // Asked last: it can take the whole history.
  if (!(await readLeft(db, state, id, now)))
    throw changed("The vendor has withdrawn this change, announced it anew, or removed what it was about.");
  return { deadline, subject: subject.id, announced: change.announced };
}

const changed = (detail: string) => new Refusal(409, "feed-changed", `${detail} Load the feed again.`);

function deadlineOf({ deadline, segments = [] }: ObjectionWindow, segment: string | undefined): string {
  if (segment === undefined) return deadline;
  const found = segments.find(({ id }) => id === segment);
  if (found) return found.deadline;
  const known = segments.map(({ id }) => id).join(", ") || "none";
  throw new Refusal(422, "invalid", `Expected a customer segment of this change: ${known}.`, {
    errors: { segment: known },
  });
}
