import type { FuzzyDate } from "@trust-center/feed";
import { machineDate } from "@trust-center/reading";
import type { Row } from "./model.ts";

/** Which column a table is sorted by. Without one it stands in the publisher's order. */
export interface Order {
  readonly column: number;
  readonly descending: boolean;
}

/** Publisher's order → ascending → descending → publisher's order. */
export function nextOrder(order: Order | undefined, column: number): Order | undefined {
  if (order?.column !== column) return { column, descending: false };
  return order.descending ? undefined : { column, descending: true };
}

/** Sorts by a column's text, dates by time. Rows without one come last, whichever way. */
export function sortRows(rows: readonly Row[], order: Order, language: string): readonly Row[] {
  const { compare } = new Intl.Collator(language, { numeric: true, sensitivity: "base" });
  const sign = order.descending ? -1 : 1;
  return rows
    .map((row) => ({ row, key: keyOf(row, order.column) }))
    .sort((a, b) => {
      if (!a.key || !b.key) return Number(!a.key) - Number(!b.key);
      return sign * compare(a.key, b.key);
    })
    .map(({ row }) => row);
}

/** A date's machine form, in whichever words it is shown. */
function keyOf({ columns, texts, entry }: Row, at: number): string {
  const { dated, field } = columns[at] ?? {};
  return dated && field ? machineDate(entry[field] as FuzzyDate | undefined) : (texts[at] ?? []).join("; ");
}
