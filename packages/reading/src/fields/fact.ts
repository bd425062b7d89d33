import type { Group, Subprocessor } from "@trust-center/feed";

/** A fact of an entry, or the one that its group states for all of its members. */
export function factOf<Name extends keyof Subprocessor>(
  entry: Subprocessor,
  group: Group | undefined,
  name: Name,
): Subprocessor[Name] {
  return entry[name] ?? (group?.common as Subprocessor | undefined)?.[name];
}
