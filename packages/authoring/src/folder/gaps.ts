import {
  type FeedContent,
  isProcessorRole,
  resolveText,
  type Subprocessor,
  type Text,
  withGroupFacts,
} from "@trust-center/feed";
import type { Gap } from "./report.ts";
import type { Path, YamlSource } from "./yaml-source.ts";

/** One thing to look for: whether it is there, and what to say where it is not. */
interface Rule<T> {
  missing: string;
  source: string;
  fix: string;
  present(value: T, content: FeedContent): boolean;
}

const opinion = "EDPB Opinion 22/2024";
const article = "GDPR art. 28(2) to (4)";

const hasText = (value: unknown): boolean =>
  typeof value === "string"
    ? value.trim() !== ""
    : value !== null && value !== undefined && Object.values(value).some(hasText);

/** Legal forms that a name may end with: such a name is the legal one. */
const legalForm =
  /[\s,](?:GmbH(?: & Co\.? KG)?|UG|AG|KG|SE|e\.?V\.?|B\.?V\.?|N\.?V\.?|Inc\.?|Incorporated|LLC|LLP|Corp\.?|Corporation|Co\.|Ltd\.?|Limited|PLC|S\.?A\.?S?\.?|SARL|S\.?à\.? ?r\.?l\.?|S\.?L\.?U?\.?|S\.?r\.?l\.?|S\.?p\.?A\.?|A\/S|ApS|AB|AS|ASA|Oyj?|OÜ|Kft\.?|d\.o\.o\.|s\.r\.o\.|a\.s\.|Sp\. z o\.o\.|K\.?K\.?|Pty|Pte)\.?$/i;

const isLegalName = (name: Text): boolean =>
  (typeof name === "string" ? [name] : Object.values(name)).some((one) => legalForm.test(one.trim()));

/** What the law or a regulator's opinion asks of every actor. */
const legalEntry: Rule<Subprocessor>[] = [
  {
    missing: "legal name",
    source: `${article}; ${opinion}`,
    fix: "legalEntity: { name: Acme Cloud GmbH }",
    present: ({ legalEntity, name }) => hasText(legalEntity?.name) || isLegalName(name),
  },
  {
    missing: "address",
    source: opinion,
    fix: "address: Example Street 1, 10115 Berlin, Germany",
    present: ({ address, legalEntity }) => hasText(address) || hasText(legalEntity?.address),
  },
  {
    missing: "contact person",
    source: opinion,
    fix: "contact: { name: Data protection officer, email: privacy@cloud.example }",
    present: ({ contact }) => [contact?.email, contact?.name, contact?.phone].some(hasText),
  },
  {
    missing: "description of the processing",
    source: `${article}; ${opinion}`,
    fix: "description: Stores customer records and their backups",
    present: ({ description, purposes, operations }) => [description, purposes, operations].some(hasText),
  },
  {
    missing: "responsibilities, delimited against those of other sub-processors",
    source: opinion,
    fix: "responsibilities: Runs the database servers; has no access to keys",
    // Only who approves each one by itself needs them to do so.
    present: ({ responsibilities }, { noticeTerms }) =>
      noticeTerms?.authorisation !== "specific" || hasText(responsibilities),
  },
];

const legalContent: Rule<FeedContent>[] = [
  {
    missing: "legal name of the publisher",
    source: `${article}; ${opinion}`,
    fix: "legalEntity: { name: Acme GmbH }",
    present: ({ publisher }) => hasText(publisher.legalEntity?.name) || isLegalName(publisher.name),
  },
  {
    missing: "address of the publisher",
    source: opinion,
    fix: "address: Example Street 2, 10115 Berlin, Germany",
    present: ({ publisher }) => hasText(publisher.address) || hasText(publisher.legalEntity?.address),
  },
  {
    missing: "contact of the publisher",
    source: opinion,
    fix: "contacts: [{ role: privacy, email: privacy@acme.example }]",
    present: ({ publisher }) => hasText(publisher.contacts),
  },
];

const habit = "customary in published lists";

const customaryEntry: Rule<Subprocessor>[] = [
  { missing: "purpose", source: habit, fix: "purposes: [Hosting]", present: ({ purposes }) => hasText(purposes) },
  {
    missing: "location",
    source: habit,
    fix: "locations: [{ country: DE }]",
    present: ({ locations }) => hasText(locations),
  },
  {
    missing: "transfer mechanism for a third country",
    source: "GDPR art. 44 to 49; customary in published lists",
    fix: "transferMechanisms: [{ type: scc, modules: [2, 3] }]",
    present: (entry) => !leavesTheEea(entry) || hasText(entry.transferMechanisms),
  },
  {
    missing: "date of first use",
    source: habit,
    fix: "since: 2024-05",
    present: ({ since }) => hasText(since),
  },
  {
    missing: "categories of data",
    source: habit,
    fix: "dataCategories: [{ items: [Names, E-mail addresses] }]",
    present: ({ dataCategories }) => hasText(dataCategories),
  },
  {
    missing: "link",
    source: habit,
    fix: "links: [{ type: privacy, url: https://cloud.example/privacy }]",
    present: ({ links }) => hasText(links),
  },
];

const customaryContent: Rule<FeedContent>[] = [
  {
    missing: "notice terms with periods",
    source: "GDPR art. 28(2); contracts (Commission Decision (EU) 2021/914, clause 9)",
    fix: "noticeTerms: { noticePeriod: P30D, objectionPeriod: P30D, silence: accepted }",
    present: ({ noticeTerms }) => noticeTerms?.noticePeriod !== undefined || noticeTerms?.objectionPeriod !== undefined,
  },
  {
    missing: "way to object",
    source: "GDPR art. 28(2)",
    fix: "channels: [{ type: email, address: privacy@acme.example }]",
    present: ({ noticeTerms, service }) => service !== undefined || (noticeTerms?.channels?.length ?? 0) > 0,
  },
  {
    missing: "privacy contact",
    source: habit,
    fix: "contacts: [{ role: privacy, email: privacy@acme.example }]",
    present: ({ publisher }) => (publisher.contacts ?? []).some(({ role }) => role === "privacy" || role === "dpo"),
  },
  {
    missing: "canonical address of the page",
    source: habit,
    fix: "url: https://acme.example/trust",
    present: ({ publisher }) => publisher.url !== undefined,
  },
  {
    missing: "languages",
    source: habit,
    fix: "languages: [en]",
    present: ({ publisher }) => (publisher.languages?.length ?? 0) > 0,
  },
];

/** States of the European Economic Area (ISO 3166-1), and the Union itself. */
const eea = new Set(
  "AT BE BG HR CY CZ DK EE FI FR DE GR HU IE IT LV LT LU MT NL PL PT RO SK SI ES SE IS LI NO EU".split(" "),
);

/** By where data is kept, and by who holds it: a company in Singapore imports what lies in Ireland. */
function leavesTheEea({ locations, corporateLocation, legalEntity }: Subprocessor): boolean {
  // The country of a legal entity is the author's text: a name of a country says nothing certain here.
  const code = /^[A-Z]{2}$/.exec(legalEntity?.country ?? "")?.[0];
  const importer = code === undefined ? [] : [{ kind: undefined, country: code }];
  const places = [...(locations ?? []), ...(corporateLocation ? [corporateLocation] : []), ...importer];
  return places.some(({ kind, country }) =>
    country !== undefined ? !eea.has(country) : kind === "worldwide" || kind === "edge" || kind === "varies",
  );
}

/** What the list leaves out: what law and regulators ask for apart from what contracts and habit ask for. */
export function gapsOf(source: YamlSource, content: FeedContent): { legal: Gap[]; customary: Gap[] } {
  const apply = <T>(rules: readonly Rule<T>[], value: T, path: Path, of?: string): Gap[] =>
    rules
      .filter((rule) => !rule.present(value, content))
      .map(({ missing, source: asks, fix }) => ({
        ...source.placeOf(path),
        path: path.join("/"),
        missing,
        ...(of !== undefined && { of }),
        source: asks,
        fix,
      }));
  const ofEntries = (rules: readonly Rule<Subprocessor>[]) =>
    content.subprocessors
      .map((entry, at) => [entry, at] as const)
      .filter(([entry]) => isProcessorRole(entry.role))
      .flatMap(([entry, at]) => {
        const name = resolveText(entry.name, []).value;
        return apply(rules, withGroupFacts(entry, content.groups), ["subprocessors", at], name);
      });
  return {
    legal: [...apply(legalContent, content, ["publisher"]), ...ofEntries(legalEntry)],
    customary: [...apply(customaryContent, content, ["publisher"]), ...ofEntries(customaryEntry)],
  };
}
