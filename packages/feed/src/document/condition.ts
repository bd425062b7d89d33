import { array, looseObject, optional, type output, string } from "zod/mini";
import { textSchema } from "./text.ts";

/** When a fact applies: only with a service, only for customers of a region, only with an option switched on. */
export const conditionSchema = looseObject({
  services: optional(array(string())),
  customerRegion: optional(textSchema),
  option: optional(textSchema),
  text: optional(textSchema),
});

/** When a fact applies. All members that are present must hold. */
export type Condition = output<typeof conditionSchema>;
