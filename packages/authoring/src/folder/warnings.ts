import type { FeedContent } from "@trust-center/feed";
import type { Asker } from "@trust-center/reading";
import { eachValue, foundText } from "./expectation.ts";
import { usualAskers } from "./gaps.ts";
import type { Problem } from "./report.ts";
import { type Path, problemIn, type Report, type YamlSource } from "./yaml-source.ts";

/** What is allowed and yet likely a slip, or not what those whom the settings name ask for. */
export function warningsOf(
  source: YamlSource,
  content: FeedContent,
  askers: readonly Asker[] = usualAskers,
): Problem[] {
  const report = problemIn(source);
  return [
    ...unknownCountries(content, report),
    ...(askers.includes("gdpr") ? noticeByPosting(content, report) : []),
    ...(askers.includes("contract") ? rejectedObjections(content, report) : []),
    ...(askers.includes("dora") ? placesWithoutNotice(content, report) : []),
  ];
}

const otherCodes: Record<string, string> = { UK: "GB", EL: "GR" };
const regionNames = new Intl.DisplayNames(["en"], { type: "region", fallback: "none" });

const isCountryAt = (path: Path): boolean =>
  ["country", "headquarters"].includes(String(path.at(-1))) || path.at(-2) === "jurisdictions";

function unknownCountries(content: FeedContent, report: Report): Problem[] {
  const problems: Problem[] = [];
  eachValue(content, [], (path, code) => {
    if (!isCountryAt(path) || typeof code !== "string" || code === "EU") return;
    const other = otherCodes[code];
    if (!other && /^[A-Z]{2}$/.test(code) && regionNames.of(code) !== undefined) return;
    const fix = other ? `Write \`${other}\`.` : "See https://www.iso.org/obp/ui/#search for the codes.";
    problems.push(report(path, "a country code of ISO 3166-1", foundText(code), fix));
  });
  return problems;
}

/** Channels on which nothing reaches a customer who does not come and look, or who has not asked for it. */
const pulled: readonly string[] = ["posting", "feed", "repository"];

/** A processor tells each controller: a page to look at, or a list to subscribe to, is not enough. */
function noticeByPosting({ noticeTerms = {} }: FeedContent, report: Report): Problem[] {
  const { channels = [], rules = [] } = noticeTerms;
  const expected = "notice that reaches each customer (EDPB Guidelines 07/2020, paragraph 128)";
  const fix = "Add a channel that does: { type: email, text: We write to the address of each contract }.";
  const problems: Problem[] = [];
  if (channels.length > 0 && channels.every(({ type }) => pulled.includes(type))) {
    problems.push(report(["noticeTerms", "channels"], expected, "posting alone", fix));
  }
  rules.forEach(({ requires }, at) => {
    if (requires !== "subscription") return;
    const path = ["noticeTerms", "rules", at, "requires"];
    problems.push(report(path, expected, "notice for subscribers alone", fix));
  });
  return problems;
}

/** Under general authorisation of the standard clauses a sub-processor that was objected to is not engaged. */
function rejectedObjections({ noticeTerms = {} }: FeedContent, report: Report): Problem[] {
  const rejecting = [
    ...(noticeTerms.options ?? []).map(({ type }, at) => ({ type, path: ["noticeTerms", "options", at, "type"] })),
    ...(noticeTerms.rules ?? []).flatMap(({ remedies = [] }, rule) =>
      remedies.map(({ type }, at) => ({ type, path: ["noticeTerms", "rules", rule, "remedies", at, "type"] })),
    ),
  ];
  return rejecting
    .filter(({ type }) => type === "reject")
    .map(({ path }) =>
      report(
        path,
        "an answer that does not engage the sub-processor for who objects (Decision (EU) 2021/915, clause 7.7)",
        "`reject`",
        "Where your contracts follow those clauses, write cease-service, corrective-action or terminate.",
      ),
    );
}

/** Customers in finance are told in advance where a service, its processing or its storage moves to. */
function placesWithoutNotice({ noticeTerms }: FeedContent, report: Report): Problem[] {
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
  return [report(path, "notice of a change of place (DORA, art. 30(2)(b))", "none", fix)];
}
