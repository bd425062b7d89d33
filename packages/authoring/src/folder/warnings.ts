import type { FeedContent } from "@trust-center/feed";
import type { Asker } from "@trust-center/reading";
import { countryOf } from "../meaning/countries.ts";
import { eachValue, foundText } from "./expectation.ts";
import { usualAskers } from "./gaps.ts";
import type { Finding } from "./report.ts";
import { findingIn, type Path, type Report, replacing, type YamlSource } from "./yaml-source.ts";

/** What is allowed and yet likely a slip, whatever else is wrong. */
export function likelySlips(source: YamlSource, content: unknown): Finding[] {
  const report = findingIn(source);
  return [...unknownCountries(content, source, report), ...plainLinks(content, report)];
}

/** What is allowed, and not what those whom the settings name ask for. */
export function warningsOf(
  source: YamlSource,
  content: FeedContent,
  askers: readonly Asker[] = usualAskers,
): Finding[] {
  const report = findingIn(source);
  return [
    ...unusedTerms(content, report),
    ...oddColumns(content, report),
    ...(askers.includes("gdpr") ? noticeByPosting(content, report) : []),
    ...(askers.includes("contract") ? rejectedObjections(content, report) : []),
    ...(askers.includes("dora") ? placesWithoutNotice(content, report) : []),
  ];
}

const otherCodes: Record<string, string> = { UK: "GB", EL: "GR" };
const regionNames = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });

const isCountryAt = (path: Path): boolean =>
  ["country", "headquarters"].includes(String(path.at(-1))) || path.at(-2) === "jurisdictions";

function unknownCountries(content: unknown, source: YamlSource, report: Report): Finding[] {
  const problems: Finding[] = [];
  eachValue(content, [], (path, code) => {
    if (!isCountryAt(path) || typeof code !== "string" || code === "EU") return;
    const isCode = /^[A-Z]{2}$/.test(code);
    const other = otherCodes[code] ?? (isCode ? undefined : countryOf(code));
    if (!other && isCode && regionNames.of(code) !== undefined) return;
    const fix = other ? `Write \`${other}\`.` : "See https://www.iso.org/obp/ui/#search for the codes.";
    const words = { expected: "a country code of ISO 3166-1", found: foundText(code), fix };
    problems.push(report("country-unknown", path, { ...words, ...replacing(source, path, other) }));
  });
  return problems;
}

/** Links that nothing protects on the way. */
function plainLinks(content: unknown, report: Report): Finding[] {
  const findings: Finding[] = [];
  eachValue(content, [], (path, value) => {
    if (path.at(-1) !== "url" || typeof value !== "string" || !/^http:/i.test(value)) return;
    const fix = "Where the page answers there, write https:.";
    findings.push(
      report("plain-http", path, { expected: "a link that starts with https:", found: foundText(value), fix }),
    );
  });
  return findings;
}

/** Members of the short form: beside rules they are shown, and date nothing. */
const shortForm = ["noticePeriod", "objectionPeriod", "appliesTo"] as const;

function unusedTerms({ noticeTerms = {} }: FeedContent, report: Report): Finding[] {
  if (!noticeTerms.rules) return [];
  return shortForm.flatMap((name) => {
    if (noticeTerms[name] === undefined) return [];
    const fix = `Remove it: the rules alone date a change. Readers would take \`${name}\` for what they have.`;
    const words = { expected: `no \`${name}\` beside \`rules\``, found: "both", fix };
    return report("unused-terms", ["noticeTerms", name], words);
  });
}

/** A table without columns has rows of nothing; one with a column twice says everything of it twice. */
function oddColumns({ groups = [] }: FeedContent, report: Report): Finding[] {
  return groups.flatMap(({ columns }, group) => {
    if (columns?.length === 0) {
      const fix = "Remove it: without it, a table has the usual columns.";
      const words = { expected: "at least one column", found: "an empty list", fix };
      return [report("odd-columns", ["groups", group, "columns"], words)];
    }
    const fields = (columns ?? []).map(({ field }) => field);
    return fields.flatMap((field, at) => {
      if (fields.indexOf(field) === at) return [];
      const path = ["groups", group, "columns", at, "field"];
      const words = { expected: "each column once", found: `\`${field}\` again`, fix: "Remove one of the two." };
      return [report("odd-columns", path, words)];
    });
  });
}

/** Channels on which nothing reaches a customer who does not come and look, or who has not asked for it. */
const pulled: readonly string[] = ["posting", "feed", "repository"];

/** A processor tells each controller: a page to look at, or a list to subscribe to, is not enough. */
function noticeByPosting({ noticeTerms = {} }: FeedContent, report: Report): Finding[] {
  const { channels = [], rules = [] } = noticeTerms;
  const expected = "notice that reaches each customer (EDPB Guidelines 07/2020, paragraph 128)";
  const fix = "Add a channel that does: { type: email, text: We write to the address of each contract }.";
  const problems: Finding[] = [];
  if (channels.length > 0 && channels.every(({ type }) => pulled.includes(type))) {
    problems.push(report("notice-by-posting", ["noticeTerms", "channels"], { expected, found: "posting alone", fix }));
  }
  rules.forEach(({ requires }, at) => {
    if (requires !== "subscription") return;
    const path = ["noticeTerms", "rules", at, "requires"];
    problems.push(report("notice-by-posting", path, { expected, found: "notice for subscribers alone", fix }));
  });
  return problems;
}

/** Under general authorisation of the standard clauses a sub-processor that was objected to is not engaged. */
function rejectedObjections({ noticeTerms = {} }: FeedContent, report: Report): Finding[] {
  const rejecting = [
    ...(noticeTerms.options ?? []).map(({ type }, at) => ({ type, path: ["noticeTerms", "options", at, "type"] })),
    ...(noticeTerms.rules ?? []).flatMap(({ remedies = [] }, rule) =>
      remedies.map(({ type }, at) => ({ type, path: ["noticeTerms", "rules", rule, "remedies", at, "type"] })),
    ),
  ];
  return rejecting
    .filter(({ type }) => type === "reject")
    .map(({ path }) =>
      report("objection-rejected", path, {
        expected:
          "an answer that does not engage the sub-processor for who objects (Decision (EU) 2021/915, clause 7.7)",
        found: "`reject`",
        fix: "Where your contracts follow those clauses, write cease-service, corrective-action or terminate.",
      }),
    );
}

/** Customers in finance are told in advance where a service, its processing or its storage moves to. */
function placesWithoutNotice({ noticeTerms }: FeedContent, report: Report): Finding[] {
  if (!noticeTerms) return [];
  const { rules, appliesTo = [] } = noticeTerms;
  const isTold = rules
    ? rules.some(
        ({ when, notice }) => notice !== undefined && notice !== "none" && (when?.kind?.includes("location") ?? true),
      )
    : appliesTo.includes("location");
  if (isTold) return [];
  const path = ["noticeTerms", rules ? "rules" : "appliesTo"];
  const fix = rules
    ? "Add a rule: { when: { kind: [location] }, notice: P30D, objection: P30D }."
    : "appliesTo: [added, replaced, restored, legal-entity, location]";
  const words = { expected: "notice of a change of place (DORA, art. 30(2)(b))", found: "none", fix };
  return [report("place-without-notice", path, words)];
}
