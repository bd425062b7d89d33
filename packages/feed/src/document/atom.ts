import { partial, type ZodMiniType } from "zod/mini";
import { groupSchema, serviceSchema } from "./group.ts";
import { listFactsSchema } from "./list-facts.ts";
import { noticeTermsSchema } from "./notice-terms.ts";
import { publisherSchema } from "./organisation.ts";
import { policySchema } from "./policy.ts";
import type { SubjectType } from "./subject.ts";
import { subprocessorSchema } from "./subprocessor.ts";

const whole: Record<SubjectType, ZodMiniType> = {
  subprocessor: subprocessorSchema,
  group: groupSchema,
  service: serviceSchema,
  policy: policySchema,
  terms: noticeTermsSchema,
  publisher: publisherSchema,
  list: listFactsSchema,
};

const parts: Record<SubjectType, ZodMiniType> = {
  subprocessor: partial(subprocessorSchema),
  group: partial(groupSchema),
  service: partial(serviceSchema),
  policy: partial(policySchema),
  terms: noticeTermsSchema,
  publisher: partial(publisherSchema),
  list: listFactsSchema,
};

interface AtomInput {
  op: string;
  type: SubjectType;
  item?: unknown;
  field?: string;
  before?: unknown;
  after?: unknown;
}

/** What an atom puts into the list is shown as the list is: it follows the same schema. */
export function checkAtom({ value, issues }: { value: AtomInput; issues: object[] }): void {
  const { op, type, item, field, before, after } = value;
  const refuse = (member: string) =>
    issues.push({ code: "custom", input: value, path: [member], message: `Expected what a ${type} may hold.` });
  const fits = (schema: ZodMiniType, part: unknown) => schema.safeParse(part, { jitless: true }).success;
  if (op === "put" && !fits(whole[type], item)) refuse("item");
  if (op !== "set" || field === undefined) return;
  if (field === "id") refuse("field");
  if (before !== undefined && !fits(parts[type], { [field]: before })) refuse("before");
  if (after !== undefined && !fits(parts[type], { [field]: after })) refuse("after");
}
