import { TrustCenterError } from "../../errors.ts";

/** Why an edit cannot be published as it stands. */
export type Refusal =
  | "unknown-subject"
  | "announced-twice"
  | "words-used"
  | "another-company"
  | "id-reused"
  | "duplicate-id"
  | "too-early"
  | "in-use-already"
  | "never-used"
  | "nothing-to-start";

/** An edit that would make the list say what is not so, or what its own terms forbid. */
export const refusal = (reason: Refusal, subject: string, message: string): TrustCenterError =>
  new TrustCenterError("edit-refused", `${subject}: ${message}`, { reason, subject });
