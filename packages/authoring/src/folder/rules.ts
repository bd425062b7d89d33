/** What a finding does: an error keeps a folder from being published, a warning is likely a slip, a note is for order. */
export type Severity = "error" | "warning" | "note";

/** Something that `check` looks for. */
export interface Rule {
  severity: Severity;
  /** What is looked at, in a line. */
  about: string;
  /** What `--fix` does about it, where that needs no guess. */
  mends?: string;
}

const error = (about: string, mends?: string): Rule => ({ severity: "error", about, ...(mends && { mends }) });
const warning = (about: string, mends?: string): Rule => ({ severity: "warning", about, ...(mends && { mends }) });
const note = (about: string, mends?: string): Rule => ({ severity: "note", about, ...(mends && { mends }) });

/**
 * Every rule of `check`. An id is there for good: settings of CI name it. What it says in a place is said where it is
 * found out.
 */
export const rules = {
  // The file.
  file: error("`trust-center.yaml` is a file that can be read, of at most 8 MiB"),
  encoding: error("Text is UTF-8"),
  "yaml-syntax": error("The file is YAML 1.2"),
  "yaml-tab": error("Lines are indented by spaces, not by tabs"),
  "yaml-indentation": error("Members of one entry are indented alike"),
  "yaml-quotes": error("Text with `: `, or that begins with a sign of YAML, is in quotes"),
  "yaml-document": error("There is one document in the file, of plain YAML 1.2 without tags"),
  "yaml-alias": error("Aliases are few, and none stands inside its own anchor"),
  "merge-key": error("There are no merge keys (`<<`)"),
  "duplicate-name": error("A name stands once in an entry"),
  "name-form": error("Names are text"),
  "byte-order-mark": note("There is no byte order mark", "removes it"),
  "line-ends": note("Lines end with LF", "writes LF"),
  "trailing-blanks": note("Lines end without blanks", "removes them outside of texts of several lines"),
  "editor-schema": note("The schema that editors read is of this version", "makes it anew"),
  // Its form.
  "missing-member": error("What an entry must say is there"),
  "unknown-member": error(
    "Names are known to the format, or begin with x-",
    "writes a name that differs in signs or case",
  ),
  "published-member": error("What publishing writes is not in the file"),
  "wrong-type": error(
    "A value is of its type: a text, a list, members, a number",
    "puts text in quotes, one text into a list",
  ),
  "empty-name": error("Names, titles and labels say something"),
  "empty-text": warning("Texts say something"),
  "long-name": error("Names have at most 300 characters"),
  "one-of": error("A value is one of those that the format has", "writes one that differs in signs or case"),
  "id-form": error("An id is made of letters, digits, dots, hyphens and underscores"),
  "country-code": error("A country is its code (ISO 3166-1)", "writes the code of a name that is one country's alone"),
  "language-tag": error("A language is its tag (BCP 47)", "writes `en-US` for `en_US`"),
  "time-zone": error("A time zone is one that IANA names"),
  date: error("A date is of the calendar, and in the form 2026-04-30", "writes dates that can be read one way"),
  period: error("A period is an ISO 8601 duration", "writes `P30D` for “30 days”"),
  address: error("A link starts with https:, http:, mailto: or tel:"),
  "e-mail": error("An e-mail address is one", "removes `mailto:`"),
  "text-form": error("A text has the form that is asked for"),
  // Its sense.
  "duplicate-id": error("An id is that of one entry"),
  reference: error("An id that is named is there"),
  column: error("A column shows something"),
  identifier: error("Numbers of companies have the form, and the check digits, of their type"),
  placeholder: error("No example is left in the place of your own words"),
  secret: error("Nothing secret is published"),
  "hidden-character": error("Text has no characters that nobody sees, or that turn it around"),
  "country-unknown": warning(
    "A country's code is one that ISO 3166-1 has",
    "writes the one that is meant: `GB` for `UK`",
  ),
  "plain-http": note("Links are https:"),
  "dead-link": warning("Links lead somewhere; looked at with `--links` alone"),
  "unasked-link": warning("Every address of the list was asked; looked at with `--links` alone"),
  // Policies and formatted texts.
  "policy-file": error("The text of a policy is a Markdown file below the folder"),
  markdown: error("Markdown has no HTML, images or footnotes, and links that lead somewhere safe"),
  // Settings.
  "feed-address": error("The feed's address is https://, has a path and ends with /", "adds the slash"),
  "published-key": error("Keys are outside of the folder that is published"),
  witness: error("Witnesses are named once, by their verifier keys"),
  "time-stamp-authority": error("The time stamp authority has an address and a certificate"),
  // What is about to be said.
  "notice-period": error("Nothing starts before the notice that the terms promise is over"),
  "id-reused": error("An id that has left is no other company's, and one entry's alone"),
  announcement: error("What `announce` speaks of is there, once, and changes"),
  unusual: warning("Nothing is signed that `publish` would ask about"),
  // What customers and the law need.
  "notice-by-posting": warning("Notice reaches each customer"),
  "objection-rejected": warning("Who objects is not served by the sub-processor all the same"),
  "unused-terms": warning("Notice terms say nothing that does not count"),
  "odd-columns": warning("A table has columns, and none twice"),
  "since-ahead": warning("What is in use is so since a day that has come"),
  "place-without-notice": warning("A change of place is announced, where customers are in finance"),
  drift: warning("What is surely used is in the list; looked at by `drift` alone"),
  gap: note("The list says what law, contracts and habit ask for"),
} as const satisfies Record<string, Rule>;

/** The id of a rule. */
export type RuleId = keyof typeof rules;

export const severityOf = (rule: RuleId): Severity => rules[rule].severity;
