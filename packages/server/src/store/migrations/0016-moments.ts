import { layout } from "./layout.ts";

/** What becomes due by the clock alone waits for weeks, apart from what somebody waits for. */
export const moments = layout(() => [
  `drop index deliveries_due`,
  `create index deliveries_due on deliveries (due_at)
     where state in ('queued', 'unknown') and kind not in ('notice', 'reminder', 'in-effect', 'outcome')`,
  `create index moments_due on deliveries (due_at)
     where state in ('queued', 'unknown') and kind in ('reminder', 'in-effect', 'outcome')`,
]);
