import { escapeMarkup } from "./markup.ts";

/** Markup that was made by {@link html}: everything put into it was escaped. */
export interface Markup {
  readonly markup: string;
}

type Value = string | Markup | readonly (string | Markup)[];

/** A template whose values are escaped, for content and for quoted attributes. */
export function html(parts: TemplateStringsArray, ...values: readonly Value[]): Markup {
  return { markup: parts.map((part, at) => part + valueMarkup(values[at] ?? "")).join("") };
}

/** Text that is markup already: the author's own, never a feed's. */
export const raw = (markup: string): Markup => ({ markup });

export const render = ({ markup }: Markup): string => markup;

function valueMarkup(value: Value): string {
  if (typeof value === "string") return escapeMarkup(value);
  return "markup" in value ? value.markup : value.map(valueMarkup).join("");
}
