import type { ZodMiniObject, ZodMiniType } from "zod/mini";
import { groupSchema, serviceSchema } from "./group.ts";
import { listFactsSchema } from "./list-facts.ts";
import { noticeTermsSchema } from "./notice-terms.ts";
import { publisherSchema } from "./organisation.ts";
import { policySchema } from "./policy.ts";
import type { SubjectType } from "./subject.ts";
import { subprocessorSchema } from "./subprocessor.ts";

/** What a subject may hold. */
const schemas: Record<SubjectType, ZodMiniObject> = {
  subprocessor: subprocessorSchema,
  group: groupSchema,
  service: serviceSchema,
  policy: policySchema,
  terms: noticeTermsSchema,
  publisher: publisherSchema,
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
  const { op, type, item, field = "", before, after } = value;
  const schema = schemas[type];
  const member = Object.hasOwn(schema.shape, field) ? (schema.shape[field] as ZodMiniType) : undefined;
  const require = (holds: boolean, path: string) =>
    holds || issues.push({ code: "custom", input: value, path: [path], message: `Expected what a ${type} may hold.` });
  const fits = (part: ZodMiniType | undefined, found: unknown) =>
    !part || part.safeParse(found, { jitless: true }).success;
  if (op === "put") require(fits(schema, item), "item");
  if (op !== "set") return;
  require(field !== "id" && field !== "__proto__", "field");
  require(before === undefined || fits(member, before), "before");
  // What a subject must have cannot be taken from it: absent, it must be a member that may be absent.
  require(fits(member, after), "after");
}
