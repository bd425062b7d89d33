import { ownMessage } from "./own-message.ts";

/** A reader's language, and the messages in it. English stands in for what a locale lacks. */
export interface Language {
  /** BCP 47. */
  readonly tag: string;
  readonly messages: Readonly<Record<string, string>>;
}

export type Values = Readonly<Record<string, string | number>>;

/** Gives a message with its values filled in. `n` picks among the plural forms, which `|` parts. */
export type Translate<Key extends string> = (key: Key, values?: Values) => string;

/** Messages of one part of the widget in the reader's language. */
export function translator<Key extends string>(
  english: Readonly<Record<Key, string>>,
  { tag, messages }: Language,
): Translate<Key> {
  return (key, values) => {
    const own = ownMessage(messages, key, english);
    return fill(own ?? english[key], values, own === undefined ? "en" : tag);
  };
}

function fill(message: string, values: Values | undefined, tag: string): string {
  if (!values) return message;
  const forms = message.split("|");
  const form = forms.length > 1 && pluralOf(tag, Number(values.n)) !== "one" ? forms[1] : forms[0];
  return (form ?? message).replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

const rules = new Map<string, Intl.PluralRules>();

function pluralOf(tag: string, n: number): Intl.LDMLPluralRule {
  let rule = rules.get(tag);
  if (!rule) {
    rule = new Intl.PluralRules(tag);
    rules.set(tag, rule);
  }
  return rule.select(n);
}
