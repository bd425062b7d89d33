import type { Mutant } from "./mutant.ts";
import { calendarMutants } from "./table-calendar.ts";
import { caseMutants } from "./table-cases.ts";
import { changeMutants } from "./table-changes.ts";
import { monitorMutants } from "./table-monitor.ts";
import { planMutants } from "./table-plan.ts";
import { readerMutants } from "./table-readers.ts";
import { verifyMutants } from "./table-verify.ts";

/** Mutants that must not live: where one would, something untrue would be signed or shown. */
export const mutants: readonly Mutant[] = [
  ...changeMutants,
  ...calendarMutants,
  ...planMutants,
  ...verifyMutants,
  ...readerMutants,
  ...monitorMutants,
  ...caseMutants,
];
