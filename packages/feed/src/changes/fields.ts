import type { ChangeKind } from "../document/change-kind.ts";
import type { ProseTree } from "../document/prose.ts";
import { isProseTree, plainText } from "../document/resolve.ts";
import type { SubjectType } from "../document/subject.ts";
import { usualKinds, usualRole } from "../document/usual.ts";
import { canonical, isEmpty, same, words } from "./same.ts";

/** How a field changes. What stands nowhere below is compared to the letter, and is a fact like any other. */
interface FieldRule {
  /** What it is when the field changes; the type of its subject where absent. */
  kind?: ChangeKind;
  /** What is meant where it is absent. */
  absent?: unknown;
  /** Texts in it are prose: case, white space and punctuation of sentences do not count. */
  prose?: boolean;
  /** Its items stand in no order. */
  set?: boolean;
  /** Fewer items are never worse for whoever reads. Not so of safeguards and mechanisms. */
  lessIsLess?: boolean;
}

/**
 * The fields of each subject. To add one: a line here says what its change is called and when it is wording alone;
 * without a line it is a fact, compared to the letter.
 */
const rules: Partial<Record<SubjectType, Record<string, FieldRule>>> = {
  subprocessor: {
    name: { kind: "renamed", prose: true },
    legalEntity: { kind: "legal-entity", prose: true },
    role: { kind: "scope", absent: usualRole },
    groups: { kind: "scope", set: true },
    services: { kind: "scope", set: true, lessIsLess: true },
    when: { kind: "scope", prose: true },
    chain: { kind: "scope", set: true, prose: true },
    underpins: { kind: "scope" },
    ai: { kind: "data", prose: true },
    contract: { prose: true },
    category: { kind: "details", prose: true },
    description: { kind: "purpose", prose: true },
    responsibilities: { kind: "purpose", prose: true },
    purposes: { kind: "purpose", prose: true, set: true, lessIsLess: true },
    operations: { kind: "purpose", prose: true, set: true, lessIsLess: true },
    dataCategories: { kind: "data", prose: true, set: true, lessIsLess: true },
    dataSubjects: { kind: "data", prose: true, set: true, lessIsLess: true },
    peopleWithAccess: { kind: "data", prose: true, set: true, lessIsLess: true },
    retention: { kind: "data", prose: true },
    locations: { kind: "location", prose: true, set: true, lessIsLess: true },
    corporateLocation: { kind: "location", prose: true },
    transferMechanisms: { kind: "transfer-mechanism", prose: true },
    safeguards: { kind: "transfer-mechanism", prose: true, set: true },
    replaces: { kind: "replaced", set: true },
    certifications: { prose: true, set: true },
    links: { prose: true, set: true },
    notes: { prose: true },
    details: { prose: true },
    address: { prose: true },
    contact: { prose: true },
  },
  group: {
    title: { prose: true },
    intro: { prose: true },
    none: { prose: true },
    footnotes: { prose: true },
    columns: { prose: true },
    when: { prose: true },
  },
  service: {
    name: { prose: true },
    description: { prose: true },
    jurisdictions: { set: true },
    foreignAccess: { prose: true },
    exportFormats: { prose: true, set: true },
    exitHelp: { prose: true },
  },
  policy: { title: { prose: true } },
  terms: { appliesTo: { absent: usualKinds } },
  publisher: {
    name: { prose: true },
    description: { prose: true },
    address: { prose: true },
    contacts: { prose: true },
    links: { prose: true },
    legalEntity: { prose: true },
  },
  list: {
    title: { prose: true },
    intro: { prose: true },
    provenance: { prose: true },
    certifications: { prose: true, set: true },
    documents: { prose: true },
    faq: { prose: true },
    sections: { prose: true },
  },
};

/** Members of structured values whose texts are prose where the field is. All others are compared to the letter. */
const proseMembers = new Set(
  "text source items label value name position latinName standard scope subject nature duration purpose models provider retention tradeNames address region city customerRegion option question answer title issuer".split(
    " ",
  ),
);

/** Members whose items stand in no order, whatever the field. */
const setMembers = new Set("items tradeNames activities identifiers models".split(" "));

const ruleOf = (type: SubjectType, field: string): FieldRule => {
  const known = rules[type];
  return known && Object.hasOwn(known, field) ? (known[field] as FieldRule) : {};
};

/** Entries of another role are listed for completeness: the notice terms do not speak of them. */
export const isProcessorRole = (role: unknown): boolean =>
  role === undefined || role === usualRole || role === "affiliate";

/** A field of a subject, with its value before and after. */
export interface FieldChange {
  type: SubjectType;
  field: string;
  before?: unknown;
  after?: unknown;
}

/** What it is called when a field changes. A field that the format does not know is a change too, never a correction. */
export function kindOfChange({ type, field, before, after }: FieldChange): ChangeKind {
  if (type === "subprocessor" && field === "role" && isProcessorRole(before) !== isProcessorRole(after)) {
    return isProcessorRole(after) ? "added" : "removed";
  }
  if (type === "subprocessor" && field === "legalEntity" && isSameCompany(before, after)) return "details";
  if (type === "subprocessor" && field === "replaces" && !bringsNew(before, after)) return "details";
  return ruleOf(type, field).kind ?? (type === "subprocessor" ? "details" : type);
}

/** What tells a company from another one. Where it stays as it was stated, more was said of the same company. */
const telling = ["name", "registration", "country", "identifiers"];

function isSameCompany(before: unknown, after: unknown): boolean {
  if (!isMembers(before) || !isMembers(after)) return false;
  const rule = { prose: true, set: true };
  return telling.every((member) => {
    const [was, is] = [before[member], after[member]];
    if (isEmpty(was)) return true;
    if (Array.isArray(was) && Array.isArray(is)) return was.every((one) => is.some((other) => same(one, other)));
    return addsTranslations(was, is, memberRule(member, rule));
  });
}

const bringsNew = (before: unknown, after: unknown) =>
  Array.isArray(after) && after.some((id) => !(Array.isArray(before) && before.includes(id)));

/** Whether only wording, order, punctuation or an added translation differ. */
export function isWording({ type, field, before, after }: FieldChange): boolean {
  const rule = ruleOf(type, field);
  if (formOf(before, rule) === formOf(after, rule)) return true;
  return rule.prose === true && addsTranslations(before, after, { ...rule, prose: true });
}

/**
 * Whether `now` is a part of what was announced: it adds and takes away nothing that the announcement did not. None at
 * all is no part: it may mean "not stated".
 */
export function isNarrower({ type, field, before, after }: FieldChange, announced: unknown): boolean {
  const rule = ruleOf(type, field);
  if (!rule.lessIsLess || isEmpty(after)) return false;
  const partsOf = (value: unknown) => new Set(flatten(value, rule));
  const [was, then, now] = [partsOf(before), partsOf(announced), partsOf(after)];
  return (
    [...now].every((part) => was.has(part) || then.has(part)) &&
    [...was].every((part) => now.has(part) || !then.has(part))
  );
}

/** The parts of a set, one text each: data categories item by item, each under its source. */
function flatten(value: unknown, rule: FieldRule): string[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item) => {
    const { items, ...rest } = isMembers(item) ? (item as { items?: unknown }) : { items: undefined };
    if (!Array.isArray(items) || items.length === 0) return [formOf(item, rule)];
    const under = canonicalForm(rest, rule);
    return flatten(items, rule).map((part) => `${under} ${part}`);
  });
}

/** A value less what only wording changes: equal forms say the same. */
const formOf = (given: unknown, rule: FieldRule, value = given ?? rule.absent): string =>
  isEmpty(value) ? "" : canonicalForm(value, rule);

function canonicalForm(value: unknown, rule: FieldRule): string {
  if (typeof value === "string") return JSON.stringify(rule.prose ? words(value) : value);
  if (rule.prose && isProseTree(value)) return proseForm(value);
  if (Array.isArray(value)) {
    const items = value.map((item) => canonicalForm(item, { ...rule, set: false }));
    return rule.set ? `{${[...new Set(items)].sort().join()}}` : `[${items.join()}]`;
  }
  if (!isMembers(value)) return canonical(value);
  const localised = rule.prose && isLocalised(value);
  const members = Object.entries(value)
    .filter(([, member]) => !isEmpty(member))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonicalForm(member, memberRule(name, rule, localised))}`);
  return `<${members.sort().join()}>`;
}

/** A formatted text by its words, as if it were not formatted; where its links lead is a fact. */
const proseForm = (tree: ProseTree): string =>
  [words(plainText(tree)), ...addresses(tree)].map((part) => JSON.stringify(part)).join();

const addresses = (node: object): string[] =>
  Object.entries(node).flatMap(([name, member]: [string, unknown]) => {
    if (name === "url") return [String(member)];
    return member !== null && typeof member === "object" ? addresses(member) : [];
  });

const memberRule = (name: string, rule: FieldRule, localised = false): FieldRule => ({
  prose: rule.prose === true && (localised || proseMembers.has(name)),
  set: rule.set === true || setMembers.has(name),
});

/**
 * Whether `after` is `before` with texts in more languages, or without the name of the one that it has. One language less is
 * no wording: taken away and brought back, a text could say something else.
 */
function addsTranslations(before: unknown, after: unknown, rule: FieldRule): boolean {
  if (formOf(before, rule) === formOf(after, rule)) return true;
  if (rule.prose && isLocalised(after)) {
    const variants = Object.entries(after).map(([tag, text]) => [tag, formOf(text, rule)] as const);
    if (typeof before === "string" || isProseTree(before)) {
      return variants.some(([, text]) => text === formOf(before, rule));
    }
    if (!isLocalised(before)) return false;
    const found = new Map(variants);
    return Object.entries(before).every(([tag, text]) => found.get(tag) === formOf(text, rule));
  }
  if (rule.prose && isLocalised(before) && (typeof after === "string" || isProseTree(after))) {
    const [text, ...others] = Object.values(before);
    return others.length === 0 && formOf(text, rule) === formOf(after, rule);
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    if (before.length !== after.length) return false;
    const fits = (a: unknown, b: unknown) => addsTranslations(a, b, { ...rule, set: false });
    return rule.set ? pairsOff(before, after, fits) : before.every((item, at) => fits(item, after[at]));
  }
  if (!isMembers(before) || !isMembers(after)) return false;
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].every((name) => addsTranslations(before[name], after[name], memberRule(name, rule)));
}

/** Whether each of `left` has one of `right` for itself (Kuhn's algorithm). Of equal length. */
function pairsOff(left: readonly unknown[], right: readonly unknown[], fits: (a: unknown, b: unknown) => boolean) {
  const takenBy = new Map<number, number>();
  const finds = (a: number, tried: Set<number>): boolean =>
    right.some((item, b) => {
      if (tried.has(b) || !fits(left[a], item)) return false;
      tried.add(b);
      const before = takenBy.get(b);
      if (before !== undefined && !finds(before, tried)) return false;
      takenBy.set(b, a);
      return true;
    });
  return left.every((_, a) => finds(a, new Set()));
}

const isMembers = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === "object" && !Array.isArray(value);

/** A text in several languages. Asked of prose alone: elsewhere short names may be members. */
const isLocalised = (value: unknown): value is Record<string, string | ProseTree> =>
  isMembers(value) &&
  Object.keys(value).length > 0 &&
  Object.entries(value).every(
    ([tag, text]) => /^[a-z]{2,3}(?:-[a-z0-9]{1,8})*$/i.test(tag) && (typeof text === "string" || isProseTree(text)),
  );

/** The fields in which two subjects differ to the letter. */
export const differingFields = (a: object, b: object): string[] =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].filter(
    (field) => field !== "id" && !same((a as Record<string, unknown>)[field], (b as Record<string, unknown>)[field]),
  );
