import { layout } from "./layout.ts";

/**
 * Replicas of the version before ask for all that is no notice by one index, which `0016-moments` has taken from them: while
 * they and new ones run side by side each of their claims would read the whole ledger. To be dropped by the release after.
 */
export const olderReplicas = layout(() => [
  `create index deliveries_due_before on deliveries (due_at) where state in ('queued', 'unknown') and kind <> 'notice'`,
]);
