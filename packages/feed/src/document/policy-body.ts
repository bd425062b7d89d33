import { literal, looseObject, optional, type output, string } from "zod/mini";
import { proseTreeSchema } from "./prose.ts";
import { languageTagSchema } from "./text.ts";

export const policyBodySchema = looseObject({
  type: literal("policy"),
  id: string(),
  language: languageTagSchema,
  version: optional(string()),
  body: proseTreeSchema,
});

/** One version of one policy in one language. */
export type PolicyBody = output<typeof policyBodySchema>;
