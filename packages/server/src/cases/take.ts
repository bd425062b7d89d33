import { readReceiptUnverified, type Signer, type StepReceipt, signStepReceipt, toInstant } from "@trust-center/feed";
import { type ObjectionState, stateAfter, statesFor, type Wanted } from "../objections/step.ts";
import { requireReceiptKey } from "../receipt/service-key.ts";
import { sha256 } from "../secret/keyed.ts";
import { SettingsError } from "../settings/error.ts";
import { type Case, filingsOf, findCase, takeStep } from "../store/cases.ts";
import { readFeedState } from "../store/feed-state.ts";
import { StoreError } from "../store/judge.ts";
import { clock } from "../store/query.ts";
import type { Queries, Store } from "../store/store.ts";

/** What a step needs. */
export interface Desk {
  store: Pick<Store, "read" | "write">;
  /** Holds the key of the feed's receipt role. */
  signer: Signer;
}

/** What became of it: the case after it, or why not. */
export type Taken =
  | { taken: Case }
  | { refused: "unknown" | "erased" }
  /** Somebody took a step that was not seen. */
  | { refused: "moved"; expected: number; found: number; state: ObjectionState }
  | { refused: "state"; expected: ObjectionState[]; found: ObjectionState };

/** How often a step is decided on anew where others are faster. */
const mostTries = 20;

/**
 * Takes a step of a case: decided on, signed, and committed where nobody was faster; else decided on anew.
 *
 * @throws {SettingsError} where nobody could verify its receipt
 */
export async function take({ store, signer }: Desk, wanted: Wanted): Promise<Taken> {
  for (let tries = 0; tries < mostTries; tries++) {
    const found = await store.read((db) => readDecision(db, wanted.id, signer));
    if (!found) return { refused: "unknown" };
    const { of, pin, at, isErased } = found;
    const { action, by: actor, name = "", text, outcome = null, seen } = wanted;
    if (seen !== undefined && seen !== of.step)
      return { refused: "moved", expected: seen, found: of.step, state: of.state };
    const state = stateAfter(of.state, action);
    if (state === undefined) return { refused: "state", expected: statesFor(action), found: of.state };
    if (isErased) return { refused: "erased" };
    const content: StepReceipt = {
      ...{ type: "step", feed: of.feed, pin, id: of.id, step: of.step + 1, action, by: actor, state },
      ...(outcome !== null && { outcome }),
      ...{ change: of.change, filed: toInstant(of.filed_at), deadline: of.deadline, at: toInstant(at) },
      ...(text !== undefined && { text: sha256(text) }),
    };
    const receipt = await signStepReceipt(content, signer);
    const step = { of, at, action, actor, name, outcome, text, text_sha256: content.text ?? null, receipt };
    const taken = await store.write((tx) => takeStep(tx, step));
    if (taken) return { taken };
  }
  throw new StoreError("busy");
}

/** The case as it is, and the one moment that counts: what comes after it is the service's own time. */
async function readDecision(db: Queries, id: string, signer: Signer) {
  const [of, filings, feed] = [await findCase(db, id), await filingsOf(db, id), await readFeedState(db)];
  const [first] = filings;
  if (!of || !first) return undefined;
  if (!feed) throw new SettingsError("Expected the service to have verified its feed. Start it, and try again.");
  requireReceiptKey(feed, signer);
  const at = Math.max(await clock(db), of.stepped_at);
  return {
    of,
    at,
    pin: readReceiptUnverified(first.receipt).pin,
    isErased: filings.every(({ email }) => email === ""),
  };
}
