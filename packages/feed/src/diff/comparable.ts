/**
 * A value with everything taken out that does not change what it says: case, punctuation, white space, order in
 * lists and of members, empty members.
 */
export function comparable(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(normaliseText(value));
  if (Array.isArray(value)) return `[${value.map(comparable).filter(notEmpty).sort().join()}]`;
  if (value !== null && typeof value === "object") {
    const members = Object.entries(value)
      .map(([name, member]) => [name, comparable(member)] as const)
      .filter(([, member]) => notEmpty(member))
      .map(([name, member]) => `${JSON.stringify(name)}:${member}`);
    return `{${members.sort().join()}}`;
  }
  return value === undefined ? "" : JSON.stringify(value);
}

const notEmpty = (text: string) => text !== "" && text !== '""' && text !== "[]" && text !== "{}";

/** Letters and digits of any script, in lower case, with single spaces. */
export function normaliseText(text: string): string {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim();
}

/** Every text in a value, in any nesting. */
export function textsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (value === null || typeof value !== "object") return [];
  return Object.values(value).flatMap(textsOf);
}
