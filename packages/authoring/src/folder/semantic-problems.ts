import { type FeedContent, subprocessorSchema, type Text, withGroupFacts } from "@trust-center/feed";
import { eachValue, foundText, valueAt } from "./expectation.ts";
import { nearestName } from "./known-fields.ts";
import { isPlaceholder, placeholderWords } from "./placeholder.ts";
import type { Finding } from "./report.ts";
import { findingIn, type Path, type Report, replacing, type YamlSource } from "./yaml-source.ts";

/** What is known of the list as it was published last. */
export interface Known {
  /** Ids of entries published before: `replaces` may name one that is gone from the file. */
  subprocessors: ReadonlySet<string>;
}

/** What no schema sees, whatever else is wrong: names that lead nowhere, ids of two entries, addresses. */
export function looseEnds(source: YamlSource, content: unknown, known: Known): Finding[] {
  const report = findingIn(source);
  return [
    ...duplicateIds(content, report),
    ...brokenReferences(content, known, report),
    ...badAddresses(content, source, report),
    ...badZones(content, report),
    ...unknownLanguages(content, report),
    ...placeholders(content, report),
  ];
}

const withIds = [
  ["subprocessors"],
  ["groups"],
  ["services"],
  ["policies"],
  ["documents"],
  ["sections"],
  ["noticeTerms", "segments"],
] as const;

const idsAt = (content: unknown, path: Path): unknown[] => {
  const list = valueAt(content, path);
  return Array.isArray(list) ? list.map((entry) => valueAt(entry, ["id"])) : [];
};

function duplicateIds(content: unknown, report: Report): Finding[] {
  return withIds.flatMap((path) => {
    const ids = idsAt(content, path);
    return ids.flatMap((id, at) => {
      if (typeof id !== "string" || ids.indexOf(id) === at) return [];
      const fix =
        "Give each entry its own id. The same company may stand twice, under two ids: acme-cloud-eu, acme-cloud-us.";
      const words = { expected: "an id that no other entry has", found: foundText(id), fix };
      return report("duplicate-id", [...path, at, "id"], words);
    });
  });
}

function brokenReferences(content: unknown, known: Known, report: Report): Finding[] {
  const ids = (path: Path) => idsAt(content, path).filter((id): id is string => typeof id === "string");
  const [groups, services, entries] = [ids(["groups"]), ids(["services"]), ids(["subprocessors"])];
  const segments = ids(["noticeTerms", "segments"]);
  const published = [...known.subprocessors];
  const problems: Finding[] = [];
  const refer = (path: Path, name: unknown, targets: readonly string[], what: string) => {
    if (typeof name !== "string" || targets.includes(name)) return;
    const near = nearestName(name, targets);
    const list = targets.slice(0, 8).join(", ");
    const fix = near
      ? `Write \`${near}\`.`
      : `Known ids: ${list || "none yet"}. Add the ${what}, or remove the reference.`;
    problems.push(report("reference", path, { expected: `the id of a ${what}`, found: foundText(name), fix }));
  };
  eachValue(content, [], (path, value) => {
    const [name, parent] = [path.at(-1), path.at(-2)];
    const isItem = typeof name === "number";
    if (isItem && parent === "services" && path.length > 2) refer(path, value, services, "service");
    if (isItem && parent === "groups" && path.length > 2) refer(path, value, groups, "group");
    if (path[0] === "sections" && name === "before") refer(path, value, groups, "group");
    if (isItem && path[0] === "noticeTerms" && parent === "service") refer(path, value, services, "service");
    if (isItem && parent === "segment") refer(path, value, segments, "segment");
    if (path[0] === "groups" && name === "subsetOf") {
      const own = valueAt(content, [...path.slice(0, 2), "id"]);
      refer(
        path,
        value,
        [...groups].filter((id) => id !== own),
        "group",
      );
    }
    if (path[0] !== "subprocessors") return;
    if (isItem && parent === "replaces") {
      const own = valueAt(content, [...path.slice(0, 2), "id"]);
      const others = new Set([...entries, ...published].filter((id) => id !== own));
      if (value !== own) refer(path, value, [...others], "sub-processor");
      else {
        const words = {
          expected: "the id of another entry",
          found: "its own",
          fix: "Remove it, or write whom it replaces.",
        };
        problems.push(report("reference", path, words));
      }
    }
    if (name === "subprocessor" && path.at(-3) === "chain") refer(path, value, entries, "sub-processor");
  });
  return problems;
}

/** Segments that `announce` names and no terms have: whoever is told of such a change alone is nobody. */
export function unknownAudiences(source: YamlSource): Finding[] {
  const segments = idsAt(source.value, ["noticeTerms", "segments"]);
  const announce = valueAt(source.value, ["announce"]) as readonly { audience?: readonly string[] }[];
  return announce.flatMap(({ audience = [] }, at) =>
    audience.flatMap((id, of) => {
      if (segments.includes(id)) return [];
      const near = nearestName(
        id,
        segments.filter((one) => typeof one === "string"),
      );
      const fix = near
        ? `Write \`${near}\`.`
        : "Add it to `segments` of the notice terms, or remove it: it reaches nobody.";
      const words = { expected: "the id of a segment", found: foundText(id), fix };
      return findingIn(source)("reference", ["announce", at, "audience", of], words);
    }),
  );
}

/** Names that every platform knows: an offset such as +01:00 some take and some do not, and it has no summer. */
function badZones(content: unknown, report: Report): Finding[] {
  const rules = valueAt(content, ["noticeTerms", "rules"]);
  return (Array.isArray(rules) ? rules : []).flatMap((rule: unknown, at): Finding[] => {
    const zone = valueAt(rule, ["calendar", "zone"]);
    if (typeof zone !== "string" || isZone(zone)) return [];
    const near = nearestName(zone, Intl.supportedValuesOf("timeZone"));
    const fix = near ? `Write ${near}.` : "For example: Europe/Berlin, America/New_York, UTC.";
    const words = { expected: "the IANA name of a time zone", found: foundText(zone), fix };
    return [report("time-zone", ["noticeTerms", "rules", at, "calendar", "zone"], words)];
  });
}

function isZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

const languageNames = new Intl.DisplayNames(["en"], { type: "language", fallback: "none" });

/** Tags of the right form that are no language's: `english`. */
function unknownLanguages(content: unknown, report: Report): Finding[] {
  const languages = valueAt(content, ["publisher", "languages"]);
  const named = [
    ...(Array.isArray(languages) ? languages : []).map((tag: unknown, at) => [["languages", at], tag] as const),
    [["prevailingLanguage"], valueAt(content, ["publisher", "prevailingLanguage"])] as const,
  ];
  return named.flatMap(([path, tag]) => {
    if (typeof tag !== "string" || !/^[A-Za-z]{4,8}$/.test(tag) || languageNames.of(tag) !== undefined) return [];
    const words = { expected: "a language tag (BCP 47)", found: foundText(tag), fix: "For example: en, es, pt-BR." };
    return report("language-tag", ["publisher", ...path], words);
  });
}

function badAddresses(content: unknown, source: YamlSource, report: Report): Finding[] {
  const findings: Finding[] = [];
  eachValue(content, [], (path, value) => {
    if (path.at(-1) !== "email" || typeof value !== "string" || isEmail(value)) return;
    const [, address] = /^mailto:([^?]+)$/i.exec(value) ?? [];
    const meant = address !== undefined && isEmail(address) ? address : undefined;
    const fix = meant ? `Write ${meant}.` : "For example: privacy@acme.example.";
    const words = { expected: "an e-mail address", found: foundText(value), fix };
    findings.push(report("e-mail", path, { ...words, ...replacing(source, path, meant) }));
  });
  return findings;
}

const isEmail = (text: string): boolean => /^[^\s@<>:]+@[^\s@<>]+\.[^\s@<>]+$/.test(text);

function placeholders(content: unknown, report: Report): Finding[] {
  const findings: Finding[] = [];
  eachValue(content, [], (path, value) => {
    if (typeof value !== "string" || !isPlaceholder(value)) return;
    findings.push(report("placeholder", path, { ...placeholderWords, found: foundText(value) }));
  });
  return findings;
}

/** Columns that could show nothing. */
export function badColumns(source: YamlSource, content: FeedContent): Finding[] {
  const report = findingIn(source);
  return (content.groups ?? []).flatMap(({ id, columns = [] }, group) => {
    const members = content.subprocessors
      .filter(({ groups }) => groups?.includes(id))
      .map((entry) => withGroupFacts(entry, content.groups));
    return columns.flatMap(({ field }, at): Finding[] => {
      const path = ["groups", group, "columns", at, "field"];
      const label = field.startsWith("details:") ? field.slice("details:".length) : undefined;
      if (label === undefined) {
        if (columnFields.includes(field)) {
          if (members.length === 0 || members.some((member) => field in member)) return [];
          const fix = `State \`${field}\` of an entry of this group, or remove the column.`;
          const expected = "a member that an entry of the group has";
          return [report("column", path, { expected, found: `\`${field}\`, which none has`, fix })];
        }
        const near = nearestName(field, columnFields);
        const fix = near ? `Write \`${near}\`.` : `One of ${columnFields.join(", ")}, or details:<label>.`;
        return [report("column", path, { expected: "a member that can be a column", found: foundText(field), fix })];
      }
      const labels = [...new Set(members.flatMap(({ details = [] }) => details.flatMap((one) => textsOf(one.label))))];
      if (labels.includes(label)) return [];
      const near = nearestName(label, labels);
      const fix = near ? `Write \`details:${near}\`.` : `Labels of its members: ${labels.join(", ") || "none"}.`;
      return [
        report("column", path, { expected: "a label that a member's `details` have", found: foundText(label), fix }),
      ];
    });
  });
}

const textsOf = (text: Text): string[] => (typeof text === "string" ? [text] : Object.values(text));

/** Members of an entry that a table can show; its groups are the table itself. */
const columnFields = Object.keys(subprocessorSchema.shape).filter((field) => !["id", "groups", "feed"].includes(field));
