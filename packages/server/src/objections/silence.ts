import { type Change, dayFor, type Feed } from "@trust-center/feed";
import { isOpen, type ObjectionState } from "./step.ts";

/** Where a customer stands to a change. Nobody writes it down: it follows from deadline, objections and the clock. */
export type CustomerStanding =
  /** It can still object, and has not. */
  | "open"
  /** It has objected, and is owed an answer. */
  | "objected"
  | "resolved"
  | "rejected"
  | "approved"
  /** The time to object is over, and silence accepts. */
  | "accepted"
  /** Nothing starts without its approval (GDPR art. 28(2), specific authorisation). */
  | "approval-missing"
  /** The time to object is over, and the terms do not say what silence means. */
  | "silent"
  /** Nothing is left to object to, to accept or to approve: the change was taken back, announced anew, or can no longer come. */
  | "void";

/** What silence until the deadline means for a change, by the terms. */
export type Silence = "accepts" | "refuses" | "unsaid";

export function silenceOf({ approval }: Pick<Change, "approval">, terms: Feed["noticeTerms"]): Silence {
  if (approval === "required") return "refuses";
  return terms?.silence === "accepted" || terms?.rules !== undefined ? "accepts" : "unsaid";
}

/**
 * Whether a change starts for a customer segment, or for customers of none, not without their approval, while it has a day for
 * others. Once it was started for them, their silence still says nothing.
 */
export function waitsFor(
  change: Pick<Change, "effective" | "approval" | "window" | "mode">,
  segment: string | null,
): boolean {
  const { effective, mode, window } = change;
  const own = window?.segments?.find(({ id }) => id === segment) ?? window;
  const wasStarted = mode !== "emergency" && own?.approval === "required";
  return effective !== null && (wasStarted || dayFor(change, segment) === null);
}

export interface Stand {
  /** Of its objections to the change. */
  states: readonly ObjectionState[];
  /** Its last moment to object, which counts to the end of its second; milliseconds since 1970. Absent: there was none. */
  deadline: number | undefined;
  /** Milliseconds since 1970, on the database's clock. */
  now: number;
  silence: Silence;
  /** Whether its newest word is that it approves. */
  approved: boolean;
  /** Whether nothing is left of the change. */
  isVoid: boolean;
}

/**
 * What an objection brought goes before silence; a withdrawn one is none. An approval ends the wait for it, and no objection
 * that waits for an answer. To what is void silence says nothing.
 */
export function standingOfCustomer({ states, deadline, now, silence, approved, isVoid }: Stand): CustomerStanding {
  if (states.some(isOpen)) return "objected";
  if (approved) return "approved";
  if (states.includes("rejected")) return "rejected";
  if (states.includes("resolved")) return "resolved";
  if (isVoid) return "void";
  if (silence === "refuses") return "approval-missing";
  if (deadline !== undefined && now < deadline + 1000) return "open";
  return silence === "accepts" ? "accepted" : "silent";
}
