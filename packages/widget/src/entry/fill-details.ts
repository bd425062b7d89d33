import { render } from "lit";
import type { TableEvents } from "../list/table-element.ts";
import type { View } from "../view/view.ts";
import { details } from "./details.ts";

/** Fills the place below a row with its details, and notes in the address that the reader opened it. */
export function fillDetails(view: View, { row, place, asked }: TableEvents["row-open"]["detail"]): void {
  render(details(view, row), place);
  if (asked) view.places.note({ is: "entry", id: row.entry.id }, "push");
}
