/**
 * A value of JSON with its own members alone. Libraries of old give every object members (`Object.prototype.extra`), and
 * zod goes by `for … in`: it would take them for the document's, and refuse or show what nobody wrote.
 *
 * The script for pages has schemas that look at own members, and does without this (`script/small-libraries.ts` of the widget).
 */
export function ownMembers(value: unknown): unknown {
  return isExtended() ? withOwn(value) : value;
}

function isExtended(): boolean {
  for (const _ in {}) return true;
  return false;
}

function withOwn(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withOwn);
  if (typeof value !== "object" || value === null) return value;
  const own = Object.create(null) as Record<string, unknown>;
  for (const [name, member] of Object.entries(value)) own[name] = withOwn(member);
  return own;
}
