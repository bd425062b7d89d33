import { type FeedContent, subprocessorSchema, type Text, withGroupFacts } from "@trust-center/feed";
import { eachValue, foundText, valueAt } from "./expectation.ts";
import { nearestName } from "./known-fields.ts";
import { isPlaceholder, placeholderWords } from "./placeholder.ts";
import type { Problem } from "./report.ts";
import { type Path, problemIn, type Report, type YamlSource } from "./yaml-source.ts";

/** What is known of the list as it was published last. */
export interface Known {
  /** Ids of entries published before: `replaces` may name one that is gone from the file. */
  subprocessors: ReadonlySet<string>;
}

/** Problems that no schema sees: names that lead nowhere, dates that no calendar has. */
export function semanticProblems(source: YamlSource, content: FeedContent, known: Known): Problem[] {
  const report = problemIn(source);
  return [
    ...duplicateIds(content, report),
    ...brokenReferences(content, known, report),
    ...badAddresses(content, report),
    ...placeholders(content, report),
    ...badColumns(content, report),
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

const idsAt = (content: FeedContent, path: Path): unknown[] => {
  const list = valueAt(content, path);
  return Array.isArray(list) ? list.map((entry) => valueAt(entry, ["id"])) : [];
};

function duplicateIds(content: FeedContent, report: Report): Problem[] {
  return withIds.flatMap((path) => {
    const ids = idsAt(content, path);
    return ids.flatMap((id, at) => {
      if (ids.indexOf(id) === at) return [];
      const fix =
        "Give each entry its own id. The same company may stand twice, under two ids: acme-cloud-eu, acme-cloud-us.";
      return report([...path, at, "id"], "an id that no other entry has", foundText(id), fix);
    });
  });
}

function brokenReferences(content: FeedContent, known: Known, report: Report): Problem[] {
  const ids = (path: Path) => idsAt(content, path).filter((id): id is string => typeof id === "string");
  const [groups, services, entries] = [ids(["groups"]), ids(["services"]), ids(["subprocessors"])];
  const published = [...known.subprocessors];
  const problems: Problem[] = [];
  const refer = (path: Path, name: unknown, targets: readonly string[], what: string) => {
    if (typeof name !== "string" || targets.includes(name)) return;
    const near = nearestName(name, targets);
    const list = targets.slice(0, 8).join(", ");
    const fix = near
      ? `Write \`${near}\`.`
      : `Known ids: ${list || "none yet"}. Add the ${what}, or remove the reference.`;
    problems.push(report(path, `the id of a ${what}`, foundText(name), fix));
  };
  eachValue(content, [], (path, value) => {
    const [name, parent] = [path.at(-1), path.at(-2)];
    const isItem = typeof name === "number";
    if (isItem && parent === "services" && path.length > 2) refer(path, value, services, "service");
    if (isItem && parent === "groups" && path.length > 2) refer(path, value, groups, "group");
    if (path[0] === "sections" && name === "before") refer(path, value, groups, "group");
    if (path[0] === "groups" && name === "subsetOf") refer(path, value, groups, "group");
    if (path[0] !== "subprocessors") return;
    if (isItem && parent === "replaces") refer(path, value, [...entries, ...published], "sub-processor");
    if (name === "subprocessor" && path.at(-3) === "chain") refer(path, value, entries, "sub-processor");
  });
  return problems;
}

function badAddresses(content: FeedContent, report: Report): Problem[] {
  const problems: Problem[] = [];
  eachValue(content, [], (path, value) => {
    if (path.at(-1) !== "email" || typeof value !== "string" || /^[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+$/.test(value)) return;
    problems.push(report(path, "an e-mail address", foundText(value), "For example: privacy@acme.example."));
  });
  const { service } = content;
  if (service !== undefined && !/^https?:\/\/[^?#]+\/$/.test(service)) {
    const fix = "For example: https://acme.example/trust-center/.";
    problems.push(report(["service"], "an address that ends with /", foundText(service), fix));
  }
  return problems;
}

function placeholders(content: FeedContent, report: Report): Problem[] {
  const problems: Problem[] = [];
  eachValue(content, [], (path, value) => {
    if (typeof value !== "string" || !isPlaceholder(value)) return;
    problems.push(report(path, placeholderWords.expected, foundText(value), placeholderWords.fix));
  });
  return problems;
}

/** Columns that could show nothing. */
function badColumns(content: FeedContent, report: Report): Problem[] {
  return (content.groups ?? []).flatMap(({ id, columns = [] }, group) => {
    const members = content.subprocessors
      .filter(({ groups }) => groups?.includes(id))
      .map((entry) => withGroupFacts(entry, content.groups));
    return columns.flatMap(({ field }, at): Problem[] => {
      const path = ["groups", group, "columns", at, "field"];
      const label = field.startsWith("details:") ? field.slice("details:".length) : undefined;
      if (label === undefined) {
        if (columnFields.includes(field)) {
          if (members.length === 0 || members.some((member) => field in member)) return [];
          const fix = `State \`${field}\` of an entry of this group, or remove the column.`;
          return [report(path, "a member that an entry of the group has", `\`${field}\`, which none has`, fix)];
        }
        const near = nearestName(field, columnFields);
        const fix = near ? `Write \`${near}\`.` : `One of ${columnFields.join(", ")}, or details:<label>.`;
        return [report(path, "a member that can be a column", foundText(field), fix)];
      }
      const labels = [...new Set(members.flatMap(({ details = [] }) => details.flatMap((one) => textsOf(one.label))))];
      if (labels.includes(label)) return [];
      const near = nearestName(label, labels);
      const fix = near ? `Write \`details:${near}\`.` : `Labels of its members: ${labels.join(", ") || "none"}.`;
      return [report(path, "a label that a member's `details` have", foundText(label), fix)];
    });
  });
}

const textsOf = (text: Text): string[] => (typeof text === "string" ? [text] : Object.values(text));

/** Members of an entry that a table can show; its groups are the table itself. */
const columnFields = Object.keys(subprocessorSchema.shape).filter((field) => !["id", "groups", "feed"].includes(field));
