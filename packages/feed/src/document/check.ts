import type { ZodMiniType } from "zod/mini";
import { TrustCenterError } from "../errors.ts";
import { ownMembers } from "./own-members.ts";

/** Where a document departs from its schema. `path` leads there from the root. */
export interface SchemaIssue {
  path: (string | number)[];
  message: string;
}

/**
 * Checks a value against a schema of this package.
 *
 * @param what Names the document in the error.
 * @throws {TrustCenterError} `malformed`, with at most ten issues as evidence; `unsupported` for a later format, of which
 *   nothing else is looked at (docs/specification, §1.2)
 */
export function check<T>(schema: ZodMiniType<T>, value: unknown, what: string): T {
  const { format = 1 } = Object(value) as { format?: unknown };
  if (format !== 1) {
    // An object need not become text: `{"toString":1}`.
    const found = typeof format === "number" ? format : `a ${typeof format}`;
    throw new TrustCenterError("unsupported", `Expected ${what} to be of format 1, found ${found}.`, {
      newer: "format",
    });
  }
  let result: ReturnType<typeof schema.safeParse>;
  try {
    // No generated code: `new Function` trips a strict content security policy.
    result = schema.safeParse(ownMembers(value), { jitless: true });
  } catch (cause) {
    // Recursive schemas meet hostile nesting with a stack overflow.
    throw new TrustCenterError("malformed", `Expected ${what} to be less deeply nested.`, { file: what }, { cause });
  }
  if (result.success) return result.data;
  const issues: SchemaIssue[] = result.error.issues.slice(0, 10).map((issue) => ({
    path: issue.path.map((part) => (typeof part === "symbol" ? String(part) : part)),
    message: issue.message || issue.code || "invalid",
  }));
  const first = issues[0];
  throw new TrustCenterError(
    "malformed",
    `Expected ${what} to follow its schema; found ${first?.message ?? "another value"} at /${first?.path.join("/") ?? ""}.`,
    { file: what, issues },
  );
}
