import type { StepReceipt } from "@trust-center/feed";

/** Where an objection stands. */
export type ObjectionState = StepReceipt["state"];

/** What is done in a case: by `filed` it begins, or has one text more. */
export type StepAction = "filed" | StepReceipt["action"];

export type ObjectionOutcome = NonNullable<StepReceipt["outcome"]>;

/** Whose step it is: the objector's, or that of somebody of the vendor's privacy team. */
export type Actor = StepReceipt["by"];

/** States in which the privacy team owes an answer. */
export const openStates = ["filed", "under-review"] as const satisfies readonly ObjectionState[];

export const isOpen = (state: ObjectionState): boolean => (openStates as readonly string[]).includes(state);

const wherever = {
  filed: "filed",
  "under-review": "under-review",
  resolved: "resolved",
  rejected: "rejected",
  withdrawn: "withdrawn",
} as const;

/** Where an action leads from each state; where it leads nowhere it is refused. */
const transitions: Readonly<Record<StepAction, Partial<Record<ObjectionState, ObjectionState>>>> = {
  // Whoever objects anew after an answer, or after a withdrawal, is owed an answer.
  filed: { ...wherever, resolved: "filed", rejected: "filed", withdrawn: "filed" },
  confirmed: wherever,
  answered: wherever,
  written: wherever,
  reviewed: { filed: "under-review" },
  resolved: { "under-review": "resolved" },
  rejected: { "under-review": "rejected" },
  withdrawn: { filed: "withdrawn", "under-review": "withdrawn" },
};

/** The state after an action; undefined where the state refuses it. */
export const stateAfter = (state: ObjectionState, action: StepAction): ObjectionState | undefined =>
  transitions[action][state];

/** The states in which an action is possible. */
export const statesFor = (action: StepAction): ObjectionState[] => Object.keys(transitions[action]) as ObjectionState[];

/** What a case is after a step of it. */
export interface Standing {
  step: number;
  state: ObjectionState;
  outcome: ObjectionOutcome | null;
  /** Milliseconds since 1970: when it came into this state, and when its objector's address was confirmed for all that was filed. */
  since: number;
  confirmed: number | null;
}

/** A step as far as it says where a case stands. */
export interface Move {
  action: StepAction;
  outcome: ObjectionOutcome | null;
  /** Milliseconds since 1970. */
  at: number;
}

/** Where a case stands after one step more; undefined where its state refuses it. The first step files it. */
export function standingAfter(before: Standing | undefined, { action, outcome, at }: Move): Standing | undefined {
  if (!before) {
    return action === "filed" ? { step: 1, state: "filed", outcome: null, since: at, confirmed: null } : undefined;
  }
  const state = stateAfter(before.state, action);
  if (state === undefined) return undefined;
  const stays = state === before.state;
  return {
    step: before.step + 1,
    state,
    outcome: action === "resolved" ? outcome : stays ? before.outcome : null,
    since: stays ? before.since : at,
    // A text that comes later is another's until its holder says so.
    confirmed: action === "filed" ? null : action === "confirmed" ? at : before.confirmed,
  };
}

/** A step that somebody wants to take. */
export interface Wanted {
  /** The case's id. */
  id: string;
  action: StepReceipt["action"];
  by: Actor;
  /** Who of the privacy team. */
  name?: string;
  text?: string | undefined;
  outcome?: ObjectionOutcome | undefined;
  /** The newest step that whoever wants it has seen. Absent: whatever it is. */
  seen?: number | undefined;
}
