import type { ChangeKind } from "./change-kind.ts";
import type { Subprocessor } from "./subprocessor.ts";

/** What an entry is that does not say it. */
export const usualRole = "sub-processor" satisfies NonNullable<Subprocessor["role"]>;

/**
 * The kinds of change that need notice where terms do not say which. GDPR art. 28(2): a controller can object to another
 * processor. A namesake that is another legal person is one.
 */
export const usualKinds: readonly ChangeKind[] = ["added", "replaced", "restored", "legal-entity"];
