const maxDepth = 40;

/** Names that JavaScript itself gives a meaning to. */
export const isForbiddenName = (name: string): boolean => name === "__proto__" || name === "constructor";

/** Why data is too deep to be anybody's list: an alias that holds itself is endless. */
export function nestingProblem(
  value: unknown,
  depth = 0,
): { expected: string; found: string; fix: string } | undefined {
  if (value === null || typeof value !== "object") return undefined;
  if (depth > maxDepth) {
    return {
      expected: `at most ${maxDepth} levels of nesting`,
      found: "more",
      fix: "Look for an alias (*name) that stands inside its own anchor (&name).",
    };
  }
  for (const member of Object.values(value)) {
    const problem = nestingProblem(member, depth + 1);
    if (problem) return problem;
  }
  return undefined;
}
