import type { Line } from "../language/line.ts";
import { ownMessage } from "./own-message.ts";

/**
 * A reader's language, and the messages in it. English stands in for what a locale lacks. Texts that are put into a message
 * are set apart from its words by `line`, if there is one.
 */
export interface Language {
  /** BCP 47. */
  readonly tag: string;
  readonly messages: Readonly<Record<string, string | undefined>>;
  readonly line?: Line | undefined;
}

export type Values = Readonly<Record<string, string | number>>;

/**
 * Gives a message with its values filled in. `n` picks among the plural forms, which `|` parts: one for each category
 * that the language has for whole numbers, in the order of CLDR: zero, one, two, few, many, other. Categories of
 * fractions and of millions alone have none (`many` of Czech or French): the last form stands for them. Most categories
 * hold several numbers (`one` of Ukrainian has 21): a form may say the number itself only where it holds that alone.
 */
export type Translate<Key extends string> = (key: Key, values?: Values) => string;

/** Messages of one part of the widget in the reader's language. */
export function translator<Key extends string>(
  english: Readonly<Record<Key, string>>,
  { tag, messages, line }: Language,
): Translate<Key> {
  return (key, values) => {
    const own = ownMessage(messages, key, english);
    return fill(own || english[key], values, { tag: own ? tag : "en", line });
  };
}

function fill(message: string, values: Values | undefined, { tag, line }: Pick<Language, "tag" | "line">): string {
  if (!values) return message;
  const forms = message.split("|");
  const form = forms[1] && forms.at(formOf(tag, Number(values.n)));
  return (form ?? message).replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = values[name] ?? whole;
    return (line && value && typeof value === "string" ? line([value]) : value) as string;
  });
}

const rules = new Map<string, (n: number) => number>();

/** The place of a number's form, -1 for the last. Engines name a language's categories in orders of their own. */
function formOf(tag: string, n: number): number {
  let rule = rules.get(tag);
  if (!rule) {
    // Few engines lack a language; its numbers are put as in English then.
    const own = new Intl.PluralRules([tag, "en"]);
    const { pluralCategories } = own.resolvedOptions();
    const forms = ["zero", "one", "two", "few", "many"].filter((category) =>
      pluralCategories.includes(category as Intl.LDMLPluralRule),
    );
    rule = (n) => forms.indexOf(own.select(n));
    rules.set(tag, rule);
  }
  return rule(n);
}
