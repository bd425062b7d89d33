import type { Finding } from "../folder/report.ts";
import { testList } from "./folder.ts";

/** A slip that people make in `trust-center.yaml`, and what `check` says of it. */
export interface Mistake {
  what: string;
  /** The file. */
  yaml: string | Uint8Array;
  /** Other files of the folder. */
  files?: Record<string, string>;
  /** Each finding, in the order of reading; gaps and doubts apart. */
  finds: (Pick<Finding, "rule" | "line" | "column"> & {
    expected?: string;
    found?: string;
    fix?: string;
    example?: string;
  })[];
  /** The file after `--fix`, where that mends it. */
  mended?: string;
  /** Whether it is wrong by its form alone: an editor with the JSON Schema marks it. */
  isForm?: boolean;
}

const last = 17;
/** The list with lines more in its last entry. */
const more = (lines: string): string => testList + lines;
const instead = (what: string, by: string): string => {
  if (!testList.includes(what)) throw new Error(`the list has no “${what}”`);
  return testList.replace(what, by);
};
const bytes = (text: string, encoding: BufferEncoding) => new Uint8Array(Buffer.from(text, encoding));

/** Typical mistakes. Lines and columns are those of the file as it is given. */
export const mistakes: Mistake[] = [
  // The file.
  {
    what: "an empty file",
    yaml: "",
    finds: [
      { rule: "missing-member", line: 1, column: 1, expected: "a block `publish`" },
      { rule: "wrong-type", line: 1, column: 1, expected: "members below the name", found: "an empty value" },
    ],
    isForm: true,
  },
  {
    what: "UTF-16",
    yaml: bytes(`\ufeff${testList}`, "utf16le"),
    finds: [
      { rule: "encoding", line: 1, column: 1, expected: "UTF-8", found: "UTF-16", fix: "Save the file as UTF-8" },
    ],
  },
  {
    what: "Latin-1",
    yaml: bytes(instead("Cloud One", "Société"), "latin1"),
    finds: [{ rule: "encoding", line: 1, column: 1, found: "other bytes" }],
  },
  {
    what: "a byte order mark",
    yaml: `\ufeff${testList}`,
    finds: [{ rule: "byte-order-mark", line: 1, column: 1, found: "U+FEFF" }],
    mended: testList,
  },
  {
    what: "line ends of Windows",
    yaml: testList.replaceAll("\n", "\r\n"),
    finds: [{ rule: "line-ends", line: 1, column: 9, found: "CR LF, 16 times" }],
    mended: testList,
  },
  {
    what: "blanks at the end of lines, and in a text where they are a line break",
    yaml: more("    description: |\n      One  \n      Two\n    role: vendor  \n"),
    finds: [{ rule: "trailing-blanks", line: 20, column: 17, fix: "Remove them" }],
    mended: more("    description: |\n      One  \n      Two\n    role: vendor\n"),
  },
  {
    what: "a schema for editors that another version made",
    yaml: testList,
    files: { "trust-center.schema.json": "{}\n" },
    finds: [{ rule: "editor-schema", line: 1, column: 1, fix: "check --fix" }],
    mended: testList,
  },
  {
    what: "a file too large",
    yaml: `${testList}# ${"x".repeat(9 * 1024 * 1024)}\n`,
    finds: [{ rule: "file", line: 1, column: 1, expected: "at most 8388608 bytes" }],
  },
  // YAML.
  {
    what: "a tab for indentation",
    yaml: instead("    name: Cloud One", "\tname: Cloud One"),
    finds: [{ rule: "yaml-tab", line: 14, column: 1, expected: "spaces before a name", fix: "two spaces" }],
  },
  {
    what: "a member set in too far",
    yaml: instead("    groups: [infra", "      groups: [infra"),
    finds: [{ rule: "yaml-indentation", line: 15, column: 7, fix: "Align the line" }],
  },
  {
    what: "a member not set in far enough",
    yaml: instead("    purposes: [Hosting]", "   purposes: [Hosting]"),
    finds: [{ rule: "yaml-indentation", line: 16, column: 4, fix: "Align the line" }],
  },
  {
    what: "a hyphen without a blank behind it",
    yaml: instead("  - id: cloud-one", "  -id: cloud-one"),
    finds: [{ rule: "yaml-syntax", line: 13, column: 3, expected: "a blank behind the hyphen" }],
  },
  {
    what: "a name without its colon",
    yaml: instead("groups: [infra", "groups [infra"),
    finds: [{ rule: "yaml-syntax", line: 15, column: 5, expected: "a colon behind a name" }],
  },
  {
    what: "a colon in a text",
    yaml: more("    description: Hosting: servers and backups\n"),
    finds: [{ rule: "yaml-quotes", line: last, column: 18, fix: 'Put the whole text in quotes: "Hosting: servers"' }],
  },
  {
    what: "a text that begins with a sign of YAML",
    yaml: more("    description: @acme hosts it\n"),
    finds: [{ rule: "yaml-quotes", line: last, column: 18, expected: "in quotes" }],
  },
  {
    what: "a quote that is not closed",
    yaml: more('    description: "Hosting\n'),
    finds: [{ rule: "yaml-syntax", line: 18, column: 1, expected: "a quote or bracket to be closed" }],
  },
  {
    what: "a bracket that is not closed",
    yaml: instead("[Hosting]", "[Hosting"),
    finds: [{ rule: "yaml-syntax", line: 17, column: 1, expected: "a quote or bracket to be closed" }],
  },
  {
    what: "a name given twice, beside another slip",
    yaml: more("    name: Cloud Two\n    locations: [{ country: usa }]\n"),
    finds: [
      { rule: "duplicate-name", line: last, column: 5, expected: "each name once" },
      { rule: "country-code", line: 18, column: 28, fix: "Write US" },
    ],
    mended: more("    name: Cloud Two\n    locations: [{ country: US }]\n"),
  },
  {
    what: "merge keys",
    yaml: more("  - <<: { name: Cloud }\n    id: cloud-two\n    name: Cloud Two\n"),
    finds: [{ rule: "merge-key", line: last, column: 5, fix: "common" }],
  },
  {
    what: "anchors that are used as they should",
    yaml: instead(
      "purposes: [Hosting]",
      "purposes: &p [Hosting]\n  - id: cloud-two\n    name: Cloud Two\n    purposes: *p",
    ),
    finds: [],
  },
  {
    what: "a slip behind an alias, which stands elsewhere",
    yaml: more("    locations: [&l { country: USA }]\n  - id: cloud-two\n    name: Cloud Two\n    locations: [*l]\n"),
    finds: [
      { rule: "country-code", line: last, column: 31, fix: "Write US" },
      { rule: "country-code", line: last, column: 31 },
    ],
    mended: more("    locations: [&l { country: US }]\n  - id: cloud-two\n    name: Cloud Two\n    locations: [*l]\n"),
  },
  {
    what: "an alias without its anchor",
    yaml: instead("[Hosting]", "*hosting"),
    finds: [{ rule: "yaml-alias", line: 1, column: 1 }],
  },
  {
    what: "two documents",
    yaml: `${testList}---\npublisher: { name: Acme }\n`,
    finds: [{ rule: "yaml-document", line: last, column: 1, fix: "Remove the line `---`" }],
  },
  {
    what: "a tag",
    yaml: instead("name: Cloud One", "name: !text Cloud One"),
    finds: [{ rule: "yaml-document", line: 14, column: 11, fix: "Remove the tag" }],
  },
  {
    what: "a name that is a number",
    yaml: more("    2026: x\n"),
    finds: [{ rule: "name-form", line: last, column: 5, found: "a number", fix: "in quotes" }],
  },
  {
    what: "JSON in the file",
    yaml: JSON.stringify({
      publish: { feed: "https://acme.example/.well-known/trust-center/" },
      publisher: { name: "Acme" },
      subprocessors: [],
    }),
    finds: [],
  },
  {
    what: "a list in the place of members",
    yaml: "- id: cloud-one\n  name: Cloud One\n",
    finds: [
      { rule: "missing-member", line: 1, column: 1, expected: "a block `publish`" },
      { rule: "wrong-type", line: 1, column: 1, found: "a list" },
    ],
    isForm: true,
  },
  // Names.
  {
    what: "a name misspelt",
    yaml: more("    purposs: [Hosting]\n"),
    finds: [
      {
        rule: "unknown-member",
        line: last,
        column: 5,
        found: "`purposs`",
        fix: "Did you mean `purposes`?",
        example: "purposes: [Hosting]",
      },
    ],
    isForm: true,
  },
  {
    what: "days of other tools",
    yaml: more("    start: 2027-01-31\n    end: 2028-01-31\n    status: planned\n"),
    finds: [
      { rule: "unknown-member", line: last, column: 5, fix: "in use, write `since`" },
      { rule: "unknown-member", line: last + 1, column: 5, fix: "Remove the entry" },
      { rule: "unknown-member", line: last + 2, column: 5, fix: "what has left is removed" },
    ],
  },
  {
    what: "a name in another case",
    yaml: more("    legal_entity: { Name: Cloud One GmbH }\n"),
    finds: [{ rule: "unknown-member", line: last, column: 5, fix: "Write `legalEntity`" }],
    mended: more("    legalEntity: { name: Cloud One GmbH }\n"),
    isForm: true,
  },
  {
    what: "a setting misspelt",
    yaml: instead("publish:\n", "publish:\n  outt: ./public\n"),
    finds: [
      {
        rule: "unknown-member",
        line: 2,
        column: 3,
        found: "“outt”",
        fix: "Did you mean `out`?",
        example: "out: ./public",
      },
    ],
    isForm: true,
  },
  {
    what: "a member that publishing writes",
    yaml: `version: 3\n${testList}`,
    finds: [{ rule: "published-member", line: 1, column: 1, fix: "documentVersion" }],
    isForm: true,
  },
  {
    what: "no list",
    yaml: testList.slice(0, testList.indexOf("subprocessors")),
    finds: [
      { rule: "missing-member", line: 1, column: 1, expected: "`subprocessors`", found: "nothing", fix: "Add it" },
    ],
    isForm: true,
  },
  {
    what: "an entry without a name",
    yaml: more("  - id: cloud-two\n"),
    finds: [{ rule: "missing-member", line: last, column: 5, found: "nothing", example: "name: Example Cloud" }],
    isForm: true,
  },
  // Types.
  {
    what: "a number where a text belongs",
    yaml: instead("name: Cloud One", "name: 007"),
    finds: [{ rule: "wrong-type", line: 14, column: 11, found: "the number 7", fix: 'Put it in quotes: "007"' }],
    mended: instead("name: Cloud One", 'name: "007"'),
    isForm: true,
  },
  {
    what: "a text where a list belongs",
    yaml: instead("[Hosting]", "Hosting"),
    finds: [
      {
        rule: "wrong-type",
        line: 16,
        column: 15,
        expected: "a list",
        fix: "Write [Hosting]",
        example: "purposes: [Hosting]",
      },
    ],
    mended: testList,
    isForm: true,
  },
  {
    what: "a text with commas where a list belongs",
    yaml: instead("[Hosting]", "Hosting, backups"),
    finds: [{ rule: "wrong-type", line: 16, column: 15, expected: "a list", example: "purposes: [Hosting]" }],
    isForm: true,
  },
  {
    what: "members where a list belongs",
    yaml: more("    locations: { country: DE }\n"),
    finds: [{ rule: "wrong-type", line: last, column: 16, found: "members", example: "locations: [{ country: DE" }],
    isForm: true,
  },
  {
    what: "a name without a value",
    yaml: more("    category:\n"),
    finds: [
      { rule: "wrong-type", line: last, column: 14, found: "an empty value", example: "category: Infrastructure" },
    ],
    isForm: true,
  },
  {
    what: "a switch as a word",
    yaml: more("    underpins: yes\n"),
    finds: [{ rule: "wrong-type", line: last, column: 16, expected: "true or false", fix: "Write true" }],
    mended: more("    underpins: true\n"),
    isForm: true,
  },
  // Texts.
  {
    what: "an empty name",
    yaml: instead("name: Cloud One", 'name: ""'),
    finds: [{ rule: "empty-name", line: 14, column: 11, expected: "words" }],
  },
  {
    what: "an empty text",
    yaml: more('    category: " "\n'),
    finds: [{ rule: "empty-text", line: last, column: 15, fix: "remove the line" }],
  },
  {
    what: "a name that is too long",
    yaml: instead("name: Cloud One", `name: ${"long ".repeat(70)}`),
    finds: [
      { rule: "trailing-blanks", line: 14, column: 360 },
      { rule: "long-name", line: 14, column: 11, expected: "at most 300 characters" },
    ],
  },
  {
    what: "a control character",
    yaml: more('    category: "a\\u0007b"\n'),
    finds: [{ rule: "hidden-character", line: last, column: 15, found: "U+0007 as character 2" }],
  },
  {
    what: "a mark that turns the text around",
    yaml: more("    category: Acme \u202ecremmoc\n"),
    finds: [{ rule: "hidden-character", line: last, column: 15, found: "U+202E as character 6" }],
  },
  {
    what: "a secret",
    yaml: more(`    category: ghp_${"a1B2".repeat(9)}\n`),
    finds: [{ rule: "secret", line: last, column: 15, found: "what looks like a token of GitHub" }],
  },
  {
    what: "an example left",
    yaml: more("    category: REPLACE ME\n"),
    finds: [{ rule: "placeholder", line: last, column: 15, fix: "Write what is so" }],
  },
  // Codes.
  {
    what: "USA for a country",
    yaml: more("    locations: [{ country: USA }] # and nowhere else\n"),
    finds: [
      {
        rule: "country-code",
        line: last,
        column: 28,
        expected: "a country code of two capital letters",
        found: "“USA”",
        fix: "Write US",
        example: "country: DE",
      },
    ],
    mended: more("    locations: [{ country: US }] # and nowhere else\n"),
    isForm: true,
  },
  {
    what: "a country by its name, and one of two places",
    yaml: more("    locations: [{ country: Germany }, { country: Georgia }]\n"),
    finds: [
      { rule: "country-code", line: last, column: 28, fix: "Write DE" },
      { rule: "country-code", line: last, column: 50, fix: "For example: DE" },
    ],
    mended: more("    locations: [{ country: DE }, { country: Georgia }]\n"),
    isForm: true,
  },
  {
    what: "Norway, which YAML 1.1 would take for a no",
    yaml: more("    locations: [{ country: NO }]\n"),
    finds: [],
  },
  {
    what: "Norway in small letters",
    yaml: more("    locations: [{ country: no }]\n"),
    finds: [{ rule: "country-code", line: last, column: 28, fix: "Write NO" }],
    mended: more("    locations: [{ country: NO }]\n"),
    isForm: true,
  },
  {
    what: "the United Kingdom by a code of its own",
    yaml: more("    locations: [{ country: UK }]\n"),
    finds: [{ rule: "country-unknown", line: last, column: 28, fix: "Write `GB`" }],
    mended: more("    locations: [{ country: GB }]\n"),
  },
  {
    what: "a language with a low line",
    yaml: instead("name: Cloud One", "name: { en_US: Cloud One, pt-BR: Nuvem Um }"),
    finds: [
      {
        rule: "language-tag",
        line: 14,
        column: 13,
        expected: "a language tag",
        found: "“en_US”",
        fix: "Write `en-US`",
        example: "name: Example Cloud",
      },
    ],
    mended: instead("name: Cloud One", "name: { en-US: Cloud One, pt-BR: Nuvem Um }"),
    isForm: true,
  },
  {
    what: "a mechanism in capital letters, and one that is none",
    yaml: more("    transferMechanisms: [{ type: SCC }, { type: sccs }, { type: shield }]\n"),
    finds: [
      { rule: "one-of", line: last, column: 34, fix: "Write scc" },
      { rule: "one-of", line: last, column: 49, fix: "Write `scc`" },
      { rule: "one-of", line: last, column: 65, expected: "one of adequacy", example: "type: scc" },
    ],
    mended: more("    transferMechanisms: [{ type: scc }, { type: sccs }, { type: shield }]\n"),
    isForm: true,
  },
  {
    what: "a company's number with a wrong digit",
    yaml: more("    legalEntity: { name: X, identifiers: [{ type: lei, value: 5493001KJTIIGC8Y1R13 }] }\n"),
    finds: [{ rule: "identifier", line: last, column: 63, expected: "an LEI" }],
  },
  // Dates and periods.
  {
    what: "a year without quotes",
    yaml: more("    since: 2026\n"),
    finds: [
      {
        rule: "date",
        line: last,
        column: 12,
        expected: "a date",
        fix: 'Put it in quotes: "2026"',
        example: "since: 2024-05",
      },
    ],
    mended: more('    since: "2026"\n'),
    isForm: true,
  },
  {
    what: "dates in other styles",
    yaml: more(
      "    since: 30.04.2024\n    contract: { since: 2024/4/3 }\n    certifications: [{ name: A, reported: 'April 30, 2024' }, { name: B, reported: 04/05/2024 }]\n",
    ),
    finds: [
      { rule: "date", line: last, column: 12, fix: "Write 2024-04-30", example: "since: 2024-05" },
      { rule: "date", line: 18, column: 24, fix: "Write 2024-04-03" },
      { rule: "date", line: 19, column: 43, fix: "Write 2024-04-30" },
      { rule: "date", line: 19, column: 84, expected: "a date", fix: "For example" },
    ],
    mended: more(
      "    since: 2024-04-30\n    contract: { since: 2024-04-03 }\n    certifications: [{ name: A, reported: 2024-04-30 }, { name: B, reported: 04/05/2024 }]\n",
    ),
    isForm: true,
  },
  {
    what: "a day that no calendar has",
    yaml: more("    since: 2026-02-30\n"),
    finds: [{ rule: "date", line: last, column: 12, fix: "Correct it" }],
    isForm: true,
  },
  {
    what: "periods in words",
    yaml: instead(
      "noticePeriod: P30D\n  objectionPeriod: P14D",
      "noticePeriod: 30 days # as in our contracts\n  objectionPeriod: 10 business days",
    ),
    finds: [
      { rule: "period", line: 7, column: 17, found: "“30 days”", fix: "Write P30D", example: "noticePeriod: P30D" },
      { rule: "period", line: 8, column: 20, fix: "businessDays: true" },
    ],
    mended: instead(
      "noticePeriod: P30D\n  objectionPeriod: P14D",
      "noticePeriod: P30D # as in our contracts\n  objectionPeriod: { duration: P10D, businessDays: true }",
    ),
    isForm: true,
  },
  {
    what: "a period without a unit",
    yaml: instead("noticePeriod: P30D", "noticePeriod: 30"),
    finds: [{ rule: "period", line: 7, column: 17, found: "the number 30", example: "noticePeriod: P30D" }],
    isForm: true,
  },
  // Addresses.
  {
    what: "an e-mail address without an @",
    yaml: more("    contact: { email: privacy.cloud.example }\n"),
    finds: [
      {
        rule: "e-mail",
        line: last,
        column: 23,
        found: "“privacy.cloud.example”",
        example: "email: privacy@acme.example",
      },
    ],
  },
  {
    what: "an e-mail address with its scheme",
    yaml: more("    contact: { email: 'mailto:privacy@cloud.example' }\n"),
    finds: [{ rule: "e-mail", line: last, column: 23, fix: "Write privacy@cloud.example" }],
    mended: more("    contact: { email: privacy@cloud.example }\n"),
  },
  {
    what: "a link that runs a script",
    yaml: more('    links: [{ url: "javascript:alert(1)" }]\n'),
    finds: [{ rule: "address", line: last, column: 20, example: "url: https://cloud.example/privacy" }],
    isForm: true,
  },
  {
    what: "a link without its scheme",
    yaml: more("    links: [{ url: cloud.example/privacy }]\n"),
    finds: [{ rule: "address", line: last, column: 20, expected: "an address that starts with https://" }],
    isForm: true,
  },
  {
    what: "a link without protection",
    yaml: more("    links: [{ url: http://cloud.example/privacy }]\n"),
    finds: [{ rule: "plain-http", line: last, column: 20, fix: "write https:" }],
  },
  {
    what: "a feed's address without its slash",
    yaml: instead("trust-center/\n", "trust-center\n"),
    finds: [{ rule: "feed-address", line: 2, column: 9, fix: "Write https://acme.example/.well-known/trust-center/" }],
    mended: testList,
    isForm: true,
  },
  {
    what: "a feed over plain HTTP",
    yaml: instead("https://acme.example/.well", "http://acme.example/.well"),
    finds: [{ rule: "feed-address", line: 2, column: 9, fix: "Write https://acme.example" }],
  },
  {
    what: "a feed at a host's root",
    yaml: instead(".example/.well-known/trust-center/", ".example/"),
    finds: [{ rule: "feed-address", line: 2, column: 9, fix: "Write https://acme.example/.well-known/trust-center/" }],
  },
  {
    what: "a hash that is none",
    yaml: instead("publish:\n", "publish:\n  widget: { script: /t.js, integrity: abc }\n"),
    finds: [{ rule: "text-form", line: 2, column: 39, example: "integrity: sha384-" }],
    isForm: true,
  },
  // Ids.
  {
    what: "an id given twice",
    yaml: more("  - id: cloud-one\n    name: Cloud Two\n"),
    finds: [{ rule: "duplicate-id", line: last, column: 9, example: "id: example-cloud" }],
  },
  {
    what: "an id with blanks",
    yaml: instead("id: cloud-one", "id: Cloud One"),
    finds: [{ rule: "id-form", line: 13, column: 9, found: "“Cloud One”" }],
  },
  {
    what: "an unknown group, and a service that is not there, beside a slip of form",
    yaml: instead("groups: [infrastructure]", "groups: [infrastrucure]\n    services: [mail]\n    since: 2026"),
    finds: [
      { rule: "reference", line: 15, column: 14, fix: "Write `infrastructure`" },
      { rule: "reference", line: 16, column: 16, fix: "Add the service", example: "services: [mail]" },
      { rule: "date", line: 17, column: 12 },
    ],
    mended: instead("groups: [infrastructure]", 'groups: [infrastrucure]\n    services: [mail]\n    since: "2026"'),
  },
  {
    what: "an entry that replaces itself",
    yaml: instead("groups: [infrastructure]", "groups: [infrastructure]\n    replaces: [cloud-one]"),
    finds: [{ rule: "reference", line: 16, column: 16, fix: "write whom it replaces" }],
  },
  {
    what: "a segment that is not there",
    yaml: instead(
      "  noticePeriod: P30D\n",
      "  rules: [{ when: { segment: [publc], service: [mail] }, notice: P30D }]\n  segments: [{ id: public, name: Public }]\n",
    ),
    finds: [
      { rule: "reference", line: 7, column: 31, fix: "Write `public`" },
      { rule: "reference", line: 7, column: 49, fix: "Add the service" },
      { rule: "unused-terms", line: 9, column: 20, found: "both", fix: "Remove it" },
    ],
  },
  {
    what: "a time zone that is none",
    yaml: instead(
      "  noticePeriod: P30D\n  objectionPeriod: P14D\n",
      "  rules:\n    - notice: P30D\n      calendar: { zone: Europe/Berln }\n    - notice: P30D\n      calendar: { zone: +01:00 }\n",
    ),
    finds: [
      { rule: "time-zone", line: 9, column: 25, found: "“Europe/Berln”", fix: "Write Europe/Berlin" },
      {
        rule: "time-zone",
        line: 11,
        column: 25,
        found: "“+01:00”",
        fix: "America/New_York",
        example: "zone: Europe/Berlin",
      },
    ],
  },
  {
    what: "a language that is none",
    yaml: instead("  name: Acme\n", "  name: Acme\n  languages: [english]\n"),
    finds: [{ rule: "language-tag", line: 5, column: 15, found: "“english”", fix: "en, es" }],
  },
  {
    what: "a day that the calendar does not have, in words about a change",
    yaml: more("announce: [{ subject: cloud-one, effective: 2027-02-31 }]\n"),
    finds: [{ rule: "date", line: last, column: 45, expected: "a day that the calendar has", fix: "2026-04-30" }],
  },
  {
    what: "words for an audience that is nobody",
    yaml: more("announce: [{ subject: cloud-one, audience: [publc] }]\n"),
    finds: [{ rule: "reference", line: last, column: 45, found: "“publc”", fix: "reaches nobody" }],
  },
  {
    what: "an address that a service cannot have",
    yaml: more("service: ftp://acme.example/\n"),
    finds: [{ rule: "address", line: last, column: 10, expected: "starts with https:// and ends with /" }],
  },
  {
    what: "names that other tools have",
    yaml: more("    data: [Names]\n    mechanism: SCC\n    dpa: https://cloud.example/dpa\n"),
    finds: [
      {
        rule: "unknown-member",
        line: last,
        column: 5,
        fix: "Did you mean `dataCategories`",
        example: "dataCategories: ",
      },
      { rule: "unknown-member", line: last + 1, column: 5, fix: "Did you mean `transferMechanisms`" },
      { rule: "unknown-member", line: last + 2, column: 5, fix: "Did you mean `links`", example: "links: " },
    ],
  },
  {
    what: "kinds that are none, of which one is near to another's word",
    yaml: instead("  noticePeriod: P30D\n", "  appliesTo: [mechanism, everything]\n  noticePeriod: P30D\n"),
    finds: [
      { rule: "one-of", line: 7, column: 15, fix: "Write `transfer-mechanism`" },
      { rule: "one-of", line: 7, column: 26, fix: "Write one of them" },
    ],
  },
  {
    what: "a group that is a subset of none, where it is the only one",
    yaml: instead("    title: Infrastructure\n", "    title: Infrastructure\n    subsetOf: infrastructur\n"),
    finds: [{ rule: "reference", line: 12, column: 15, fix: "Known ids: none yet" }],
  },
  {
    what: "a column that shows nothing",
    yaml: instead("title: Infrastructure", "title: Infrastructure\n    columns: [{ field: certifications }]"),
    finds: [{ rule: "column", line: 12, column: 24, example: "field: locations" }],
  },
  {
    what: "a column twice",
    yaml: instead(
      "title: Infrastructure",
      "title: Infrastructure\n    columns: [{ field: name }, { field: purposes }, { field: name }]",
    ),
    finds: [{ rule: "odd-columns", line: 12, column: 62, found: "`name` again", fix: "Remove one" }],
  },
  {
    what: "a table without columns",
    yaml: instead("title: Infrastructure", "title: Infrastructure\n    columns: []"),
    finds: [{ rule: "odd-columns", line: 12, column: 14, found: "an empty list", fix: "Remove it" }],
  },
  {
    what: "what belongs into a block, at the top or in another one",
    yaml: `${instead("  name: Acme\n", "  name: Acme\n  noticePeriod: P30D\n")}prevailingLanguage: en\nlanguages: [en, de]\n`,
    finds: [
      {
        rule: "unknown-member",
        line: 5,
        column: 3,
        fix: "It belongs into `noticeTerms`",
        example: "noticePeriod: P30D",
      },
      {
        rule: "unknown-member",
        line: 18,
        column: 1,
        fix: "It belongs into `publisher`",
        example: "prevailingLanguage: en",
      },
      { rule: "unknown-member", line: 19, column: 1, fix: "It belongs into `publisher`", example: "languages: " },
    ],
  },
  // Texts with Markdown, policies.
  {
    what: "HTML in a text",
    yaml: more("    description: Stores <b>all</b> data\n"),
    finds: [
      { rule: "markdown", line: last, column: 18, found: "HTML", example: "description: Stores customer records" },
      { rule: "markdown", line: last, column: 18, found: "HTML" },
    ],
  },
  {
    what: "HTML in a policy",
    yaml: `${testList}policies:\n  - { id: privacy, title: Privacy, file: privacy.md }\n`,
    files: { "privacy.md": "# Privacy\n\nAll <br> good\n" },
    finds: [{ rule: "markdown", line: 3, column: 5, found: "HTML", fix: "Write it as Markdown" }],
  },
  {
    what: "a policy whose file is not there",
    yaml: `${testList}policies:\n  - { id: privacy, title: Privacy, file: privcy.md }\n`,
    finds: [{ rule: "policy-file", line: 18, column: 42, found: "none", example: "file: policies/privacy.md" }],
  },
  // Settings.
  {
    what: "a key in the published folder",
    yaml: instead("publish:\n", "publish:\n  out: .\n"),
    finds: [{ rule: "published-key", line: 2, column: 8, example: "out: ./public/.well-known/trust-center" }],
  },
  {
    what: "a witness that is none",
    yaml: instead("publish:\n", "publish:\n  witnesses: [witness.example]\n"),
    finds: [{ rule: "witness", line: 2, column: 15, found: "“witness.example”" }],
  },
  {
    what: "a time stamp authority without a scheme",
    yaml: instead("publish:\n", "publish:\n  timeStampAuthority: { url: tsa.example, certificates: tsa.pem }\n"),
    finds: [{ rule: "time-stamp-authority", line: 2, column: 30, example: "url: https://tsa.example/" }],
  },
  // What customers and the law need.
  {
    what: "notice by posting alone",
    yaml: instead("  noticePeriod: P30D\n", "  channels: [{ type: posting }]\n  noticePeriod: P30D\n"),
    finds: [{ rule: "notice-by-posting", line: 7, column: 13, found: "posting alone" }],
  },
  {
    what: "an objection that is rejected",
    yaml: instead("  noticePeriod: P30D\n", "  options: [{ type: reject }]\n  noticePeriod: P30D\n"),
    finds: [{ rule: "objection-rejected", line: 7, column: 21, example: "type: corrective-action" }],
  },
  {
    what: "places without notice, where customers are in finance",
    yaml: instead("publish:\n", "publish:\n  askedBy: [dora]\n"),
    finds: [{ rule: "place-without-notice", line: 8, column: 3 }],
  },
];
