import { literal, looseObject, optional, type output, string } from "zod/mini";
import { proseTreeSchema } from "./prose.ts";

export const policyBodySchema = looseObject({
  type: literal("policy"),
  id: string(),
  language: string(),
  version: optional(string()),
  body: proseTreeSchema,
});

/** One version of one policy in one language. */
export type PolicyBody = output<typeof policyBodySchema>;
