import { escapeMarkdown, placeText, type Review, type ReviewedChange } from "@trust-center/authoring";
import { minuteOf } from "../output/change-words.ts";

/** What the first line of a comment begins with. */
export const commentMark = "<!-- trust-center review -->";

/** Findings and changes that a comment names; more are counted. */
const shown = 50;

const against: Record<Review["against"], string> = {
  published: "Compared with what is published.",
  base: "Compared with the list of the other branch: nothing published is at hand here.",
  nothing: "Nothing is published yet: this is the first disclosure.",
};

/** What publishing would sign, for a terminal. */
export function reviewLines(review: Review): string[] {
  const { report, doubts, changes } = review;
  return [
    headline(review),
    against[review.against],
    ...changes.flatMap((change) => ["", titleOf(change), ...change.lines.map((line) => `  ${line}`)]),
    ...(changes.length > 0 ? ["", toldText(review)] : []),
    ...report.errors.map((one) => `${placeText(one)}  error  Expected ${one.expected}, found ${one.found}. ${one.fix}`),
    ...report.warnings.map((one) => `${placeText(one)}  warning  Expected ${one.expected}, found ${one.found}.`),
    ...doubts.map(({ code, text }) => `unusual  ${code}: ${text}`),
  ];
}

/**
 * The same as a comment of a pull request. The first line marks it, so that a later run finds and replaces it. Texts of the list are
 * texts: no markup, no mention and no link comes of them.
 */
export function reviewMarkdown(review: Review): string[] {
  const { report, doubts, changes } = review;
  const [own, others] = [changes.filter(({ onBase }) => !onBase), changes.filter(({ onBase }) => onBase)];
  return [
    commentMark,
    `## ${escapeMarkdown(headline(review))}`,
    "",
    against[review.against],
    ...section(
      "Keeps it from being published",
      report.errors.map(
        (one) => `\`${placeText(one)}\` ${escapeMarkdown(`Expected ${one.expected}, found ${one.found}. ${one.fix}`)}`,
      ),
    ),
    ...section(
      "Would be asked about",
      doubts.map(({ code, text }) => `\`${code}\` ${escapeMarkdown(text)}`),
    ),
    ...section("Changes", own.flatMap(changeItem)),
    ...section("The other branch would publish these too", others.flatMap(changeItem)),
    ...deadlines(changes),
    ...(changes.length > 0 ? ["", escapeMarkdown(toldText(review))] : []),
    ...section(
      "Warnings",
      report.warnings.map(
        (one) => `\`${placeText(one)}\` ${escapeMarkdown(`Expected ${one.expected}, found ${one.found}.`)}`,
      ),
    ),
  ];
}

function headline({ report, changes, version }: Review): string {
  if (report.errors.length > 0) return `${counted(report.errors.length, "error")}: this cannot be published`;
  if (changes.length === 0) return "Publishing would say nothing new";
  return `Version ${version}: ${counted(changes.length, "change")} would be signed`;
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? "" : "s"}`;

const titleOf = ({ title, onBase }: ReviewedChange): string => (onBase ? `${title} (on the other branch too)` : title);

const changeItem = ({ title, lines }: ReviewedChange): string[] => [
  `**${escapeMarkdown(title)}**${lines.map((line) => `\n  - ${escapeMarkdown(line)}`).join("")}`,
];

function section(title: string, items: readonly string[]): string[] {
  if (items.length === 0) return [];
  const more = items.length - shown;
  return [
    "",
    `### ${title}`,
    "",
    ...items.slice(0, shown).map((item) => `- ${item}`),
    ...(more > 0 ? [`- … and ${more} more`] : []),
  ];
}

/** Until when whom a change concerns may object, if it is merged and published now. */
function deadlines(changes: readonly ReviewedChange[]): string[] {
  const rows = changes.flatMap(({ title, deadline, effective, segments }) =>
    deadline === undefined
      ? []
      : [
          { title, of: "", deadline, effective },
          ...segments.map(({ id, ...dates }) => ({ title, of: ` (${id})`, ...dates })),
        ],
  );
  if (rows.length === 0) return [];
  return [
    "",
    "### Time to object, if it is published now",
    "",
    "| change | object until | in effect |",
    "| --- | --- | --- |",
    ...rows
      .slice(0, shown)
      .map(
        ({ title, of, deadline, effective }) =>
          `| ${escapeMarkdown(title + of)} | ${minuteOf(deadline)} | ${effective ? minuteOf(effective) : "on approval"} |`,
      ),
  ];
}

/** How the notice goes out, as the list's own terms say. */
function toldText({ told: { channels, segments } }: Review): string {
  const by = channels.length > 0 ? `, and by the terms: ${channels.join(", ")}` : "";
  const apart = segments.length > 0 ? ` Segments with dates of their own: ${segments.join(", ")}.` : "";
  return `Subscribers are told once it is published (e-mail, Atom, JSON Feed, calendar)${by}.${apart}`;
}
