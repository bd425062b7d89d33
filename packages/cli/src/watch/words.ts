import { languagesOf } from "@trust-center/authoring";
import { resolveText, type WorseTerms } from "@trust-center/feed";
import type { Dates, Finding, FindingKind, Report, RoleChange } from "@trust-center/sdk";
import { differenceFacts } from "../history/diff-words.ts";
import { changeLines, changeTitle, dayOf, minuteOf } from "../output/change-words.ts";
import type { Reporter } from "../output/reporter.ts";
import { faultText } from "../verify/fault.ts";

/** Prints what a report tells, below the vendor's name. A report that tells nothing is not printed. */
export function printReport({ vendor, findings, center, via }: Report, reporter: Reporter): void {
  if (findings.length === 0) return;
  const { paint } = reporter;
  const languages = center ? languagesOf(center.feed) : ["en"];
  const own = center && resolveText(center.feed.publisher.name, languages).value;
  const name = vendor.name ?? own;
  const path = via.length === 0 ? "" : ` by way of ${via.join(" → ")}`;
  const heading = paint("bold", name === undefined ? vendor.address : `${name} (${vendor.address})`) + path;
  const isBad = findings.some(isProblem);
  (isBad ? reporter.complain : reporter.say)(heading);
  for (const finding of withoutRepeats(findings)) {
    const [first = "", ...more] = findingLines(finding, languages);
    const [style, mark] = isProblem(finding) ? (["red", "✗"] as const) : (["cyan", "•"] as const);
    const print = isProblem(finding) ? reporter.complain : reporter.say;
    print(`  ${paint(style, mark)} ${first}`);
    for (const line of more) print(`    ${line}`);
  }
}

/** A new entry says itself when it takes effect. */
const withoutRepeats = (findings: readonly Finding[]): Finding[] =>
  findings.filter(
    (finding) =>
      finding.kind !== "planned" ||
      !findings.some((other) => other.kind === "change" && other.change.id === finding.change.id),
  );

const problems: readonly FindingKind[] = [
  "failure",
  "stale",
  "undeclared",
  "fault",
  "window-moved",
  "terms-worse",
  "emptied",
];

const isProblem = ({ kind }: Finding): boolean => problems.includes(kind);

function findingLines(finding: Finding, languages: readonly string[]): string[] {
  switch (finding.kind) {
    case "first-look":
      return [`First look: version ${finding.version}; entries of the history: ${finding.entries}`];
    case "change":
      return [changeTitle(finding.change, languages), ...changeLines(finding.change, languages)];
    case "planned": {
      const until = finding.deadline === undefined ? "" : `; objections until ${minuteOf(finding.deadline)}`;
      const when = finding.effective === null ? "no day set yet" : `in effect on ${dayOf(finding.effective)}`;
      return [`Announced: ${changeTitle(finding.change, languages)}, ${when}${until}`];
    }
    case "effective":
      return [`In effect since ${dayOf(finding.effective)}: ${changeTitle(finding.change, languages)}`];
    case "fault":
      return [faultText(finding)];
    case "undeclared": {
      const { difference } = finding;
      return [
        `Changed without an entry of the history saying so: ${changeTitle(difference, languages)}`,
        ...differenceFacts(difference, languages),
      ];
    }
    case "window-moved": {
      const { change, before, after, declaredBy } = finding;
      const by = declaredBy === undefined ? "no entry of the history says so" : `entry ${declaredBy} says so`;
      return [
        `Other dates than were told (${by}): ${changeTitle(change, languages)}`,
        `Objections until: ${deadlineText(before)} → ${deadlineText(after)}`,
        `In effect: ${effectText(before)} → ${effectText(after)}`,
      ];
    }
    case "terms-worse":
      return ["The notice terms give customers less than before", ...finding.worse.map((one) => worseText(one))];
    case "emptied":
      return [`The list has no entry any more, now or by what is announced; it had ${finding.entries}`];
    case "keys": {
      const all = finding.all ? ": no role kept one. Ask the vendor whether it did this" : "";
      return [`Root ${finding.root} gives roles to other keys${all}`, ...finding.roles.map(roleText)];
    }
    case "service":
      return [
        `Subscriptions and objections go to ${finding.after ?? "no service"}; before, to ${finding.before ?? "none"}`,
      ];
    case "deadline": {
      const whose = finding.segment === undefined ? "" : ` for customers under “${finding.segment}”`;
      return [`Objections close on ${minuteOf(finding.deadline)}${whose}: ${changeTitle(finding.change, languages)}`];
    }
    case "expiring":
      return [`Nobody vouches for this list after ${minuteOf(finding.expires)}: the vendor must sign again`];
    case "recovered":
      return [`Well again; since ${minuteOf(finding.since)} it was not (${finding.code})`];
    case "moved":
      return [`Has moved to ${finding.successor.feed} with the pin ${finding.successor.pin}: watch that`];
    case "stale":
      return [`Stale (${finding.code}): ${finding.message}`, `The last copy was verified on ${finding.verified}`];
    case "failure": {
      const last = finding.lastVerified === undefined ? [] : [`Version ${finding.lastVerified} was verified last`];
      return [`Not verified (${finding.code}): ${finding.message}`, ...since(finding.since), ...last];
    }
  }
}

const deadlineText = (dates: Dates | undefined): string =>
  dates?.deadline === undefined ? "no window" : minuteOf(dates.deadline);

const effectText = (dates: Dates | undefined): string =>
  dates === undefined ? "not announced" : dates.effective === null ? "no day set" : dayOf(dates.effective);

/** `Time to object: 30 days → 1 day (added, replaced)` */
function worseText({ what, kinds, segment, before, after }: WorseTerms): string {
  const label = { objection: "Time to object", notice: "Notice before a change", approval: "Approval before a change" };
  const days = (number: number | null) => (number === null ? "none" : number === 1 ? "1 day" : `${number} days`);
  const text = what === "approval" ? "asked for → not asked for" : `${days(before)} → ${days(after)}`;
  return `${label[what]}: ${text} (${kinds.join(", ")})${segment === undefined ? "" : ` for “${segment}”`}`;
}

const roleText = ({ role, added, removed, threshold }: RoleChange): string =>
  [
    `${role}:`,
    ...(added.length > 0 ? [`now also ${added.join(", ")}`] : []),
    ...(removed.length > 0 ? [`no longer ${removed.join(", ")}`] : []),
    ...(threshold ? [`takes ${threshold.after} instead of ${threshold.before}`] : []),
  ].join(" ");

const since = (instant: string): string[] => [`Since ${minuteOf(instant)}`];
