import { languagesOf } from "@trust-center/authoring";
import { type Change, resolveText, type WorseTerms } from "@trust-center/feed";
import { changeTitle, type Reader, tellDifference, tellInLog } from "@trust-center/reading";
import type { Dates, Finding, FindingKind, ReportData, RoleChange } from "@trust-center/sdk";
import { dayOf, minuteOf, readerOfFeed } from "../output/change-words.ts";
import type { Reporter } from "../output/reporter.ts";
import { faultText } from "../verify/fault.ts";
import { advice, lastingText } from "./advice.ts";

/**
 * What a report tells, in lines below the vendor's name; none where it tells nothing. With `--quiet` problems alone are
 * told.
 */
export function reportLines(report: ReportData, reporter: Reporter): string[] {
  const { findings, center } = report;
  const { paint, quiet } = reporter;
  const told = withoutRepeats(findings).filter((finding) => !quiet || isProblem(finding));
  if (told.length === 0) return [];
  const reader = readerOfFeed(center?.feed);
  return [
    vendorText(report, reporter),
    ...told.flatMap((finding) => {
      const [first = "", ...more] = findingLines(finding, report, reader);
      const [style, mark] = isProblem(finding) ? (["red", "✗"] as const) : (["cyan", "•"] as const);
      return [`  ${paint(style, mark)} ${first}`, ...more.map((line) => `    ${line}`)];
    }),
  ];
}

/** `Acme (https://acme.example/…) by way of https://other.example/…` */
export function vendorText(
  { vendor, center, via = [] }: Pick<ReportData, "vendor" | "center"> & Partial<Pick<ReportData, "via">>,
  { paint }: Reporter,
): string {
  const languages = center ? languagesOf(center.feed) : ["en"];
  const name = vendor.name ?? (center && resolveText(center.feed.publisher.name, languages).value);
  const path = via.length === 0 ? "" : ` by way of ${via.join(" → ")}`;
  return paint("bold", name === undefined ? vendor.address : `${name} (${vendor.address})`) + path;
}

/** A new entry says itself when it takes effect. */
const withoutRepeats = (findings: readonly Finding[]): Finding[] =>
  findings.filter(
    (finding) =>
      finding.kind !== "planned" ||
      !findings.some((other) => other.kind === "change" && other.change.id === finding.change.id),
  );

const problems: readonly FindingKind[] = ["failure", "stale", "undeclared", "fault", "terms-worse", "emptied"];

/** Dates that are others than were told are wrong where no entry says so: an emergency may be moved, and say so. */
const isProblem = (finding: Finding): boolean =>
  finding.kind === "window-moved" ? finding.declaredBy === undefined : problems.includes(finding.kind);

function findingLines(finding: Finding, { at, center }: ReportData, reader: Reader): string[] {
  switch (finding.kind) {
    case "first-look":
      return [`First look: version ${finding.version}; entries of the history: ${finding.entries}`];
    case "change": {
      const { change } = finding;
      const log = center?.history ?? [];
      const { title, rows } = tellInLog(change, log, reader);
      return [title, ...rows.map(({ label, text }) => `${label}: ${text}`), ...withoutNotice(change)];
    }
    case "planned": {
      const until = finding.deadline === undefined ? "" : `; objections until ${minuteOf(finding.deadline)}`;
      const when = finding.effective === null ? "no day set yet" : `in effect on ${dayOf(finding.effective)}`;
      return [`Announced: ${changeTitle(finding.change, reader)}, ${when}${until}`];
    }
    case "effective":
      return [`In effect since ${dayOf(finding.effective)}: ${changeTitle(finding.change, reader)}`];
    case "fault":
      return [faultText(finding)];
    case "undeclared": {
      const { title, rows } = tellDifference(finding.difference, reader);
      return [
        `Changed without an entry of the history saying so: ${title}`,
        ...rows.map(({ label, text }) => `${label}: ${text}`),
      ];
    }
    case "window-moved": {
      const { change, before, after, declaredBy } = finding;
      const by = declaredBy === undefined ? "no entry of the history says so" : `entry ${declaredBy} says so`;
      const rows = [
        ["Objections until", deadlineText(before), deadlineText(after)],
        ["In effect", effectText(before), effectText(after)],
      ];
      return [
        `Other dates than were told (${by}): ${changeTitle(change, reader)}`,
        ...rows.flatMap(([label, was, is]) => (was === is ? [] : [`${label}: ${was} → ${is}`])),
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
      return [`Objections close on ${minuteOf(finding.deadline)}${whose}: ${changeTitle(finding.change, reader)}`];
    }
    case "expiring":
      return [`Nobody vouches for this list after ${minuteOf(finding.expires)}: the vendor must sign again`];
    case "recovered":
      return [`Well again; since ${minuteOf(finding.since)} it was not (${finding.code})`];
    case "moved":
      return [`Has moved to ${finding.successor.feed} with the pin ${finding.successor.pin}: watch that`];
    case "stale":
    case "failure":
      return problemLines(finding, at);
  }
}

/** What is wrong, since when, what is known all the same, and what to do. */
function problemLines(finding: Extract<Finding, { kind: "stale" | "failure" }>, at: string): string[] {
  const { kind, code, reason, message, since } = finding;
  const lasting = `Since ${minuteOf(since)}${lastingText(since, at)}`;
  const known = kind === "stale" ? staleText(finding, at) : lastText(finding);
  if (reason) {
    const { what, todo } = advice[reason];
    return [`Not reached: ${what} (${reason})`, message, lasting, ...known, todo];
  }
  if (code === "expired") {
    const todo = "The vendor must sign again, or a cache on the way serves an old copy.";
    return [`Nobody vouches for the newest list any more (${code}): ${message}`, lasting, ...known, todo];
  }
  if (code === "unwitnessed") return [`Not witnessed as asked for (${code}): ${message}`, lasting, ...known];
  return [`${kind === "stale" ? "Stale" : "Not verified"} (${code}): ${message}`, lasting, ...known];
}

/** What is known of a copy: whether the vendor has signed since cannot be seen where it was not reached. */
const staleText = ({ verified, expires }: Extract<Finding, { kind: "stale" }>, at: string): string[] => [
  `The last copy was verified on ${minuteOf(verified)}${
    expires <= at ? `; it was vouched for until ${minuteOf(expires)}` : ""
  }`,
];

const lastText = ({ lastVerified }: Extract<Finding, { kind: "failure" }>): string[] =>
  lastVerified === undefined ? [] : [`Version ${lastVerified} was verified last`];

/** A correction of a fact needs no notice: readers are to know whose word it is that it was one. */
const withoutNotice = ({ mode, kind }: Change): string[] =>
  mode === "correction" && kind !== "corrected" && kind !== "id"
    ? ["The vendor calls this a correction of what was wrong before: it gave no notice"]
    : [];

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
