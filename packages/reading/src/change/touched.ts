import type { Change, LogEntry } from "@trust-center/feed";

/**
 * The change that another one touches: its words as they were announced, and the day that it had when it was touched.
 *
 * @param log Entries in their order; those after the change do not count.
 */
export function touchedIn(log: readonly LogEntry[], { id: own, touches }: Change): Change | undefined {
  const end = log.findIndex(({ change }) => change.id === own);
  const before = (end < 0 ? log : log.slice(0, end)).map(({ change }) => change);
  const announced = before.find(({ id }) => id === touches?.change);
  const isDated = (change: Change) =>
    change.touches?.change === announced?.id && ["moves", "starts"].includes(change.touches?.how ?? "");
  return announced && withDayOf(announced, before.findLast(isDated) ?? announced);
}

/** A change as it was announced, with the day of another: it was moved since. */
export function withDayOf({ expected: _, ...announced }: Change, { effective, expected }: Change): Change {
  return { ...announced, effective, ...(effective === null && expected !== undefined && { expected }) };
}
