import { isLegalName } from "@trust-center/catalogue";
import type { Text } from "@trust-center/feed";
import { isInEea, statedElsewhere } from "@trust-center/reading";
import { type Asked, hasText, type Subprocessor } from "./gap-rule.ts";

const opinion = "EDPB Opinion 22/2024";
const article = "GDPR art. 28(2) to (4)";

/** Whether a name is the legal one, in any of its languages. */
const hasLegalName = (name: Text): boolean =>
  (typeof name === "string" ? [name] : Object.values(name)).some(isLegalName);

/** Whether a member is stated, by itself or in another one. */
const isStated = <Key extends string>(key: Key, owner: { readonly [K in Key]?: unknown }): boolean =>
  [owner[key], ...statedElsewhere(key, owner)].some(hasText);

/** Roles of a contact that say what its person is. */
const positions: readonly (string | undefined)[] = [
  "dpo",
  "privacy",
  "security",
  "eu-representative",
  "uk-representative",
];

const isPerson = ({ contact }: Pick<Subprocessor, "contact">): boolean =>
  [contact?.name, contact?.position].some(hasText) && [contact?.email, contact?.phone].some(hasText);

/** By where data is kept, and by who holds it: a company in Singapore imports what lies in Ireland. */
function leavesTheEea({
  locations = [],
  corporateLocation,
  legalEntity,
  transferMechanisms = [],
}: Subprocessor): boolean {
  // The country of a legal entity is the author's text: a name of a country says nothing certain here.
  const seat = /^[A-Z]{2}$/.exec(legalEntity?.country ?? "")?.[0];
  const importers = [seat, ...transferMechanisms.map(({ importer }) => importer?.country)];
  if (importers.some((country) => country !== undefined && !isInEea(country))) return true;
  return [...locations, ...(corporateLocation ? [corporateLocation] : [])].some(({ kind, country }) =>
    country !== undefined ? !isInEea(country) : kind === "worldwide" || kind === "edge" || kind === "varies",
  );
}

/** What the law or a regulator's opinion asks of every list. */
export const gdpr: Asked = {
  asker: "gdpr",
  content: [
    {
      field: "legalEntity",
      missing: "legal name of the publisher",
      source: `${article}; ${opinion}`,
      fix: "legalEntity: { name: Acme GmbH }",
      present: ({ publisher }) => hasText(publisher.legalEntity?.name) || hasLegalName(publisher.name),
    },
    {
      field: "address",
      missing: "address of the publisher",
      source: opinion,
      fix: "address: Example Street 2, 10115 Berlin, Germany",
      present: ({ publisher }) => isStated("address", publisher),
    },
    {
      field: "contacts",
      missing: "contact of the publisher",
      source: opinion,
      fix: "contacts: [{ role: privacy, email: privacy@acme.example }]",
      present: ({ publisher }) => hasText(publisher.contacts),
    },
  ],
  services: [],
  entries: [
    {
      field: "legalEntity",
      missing: "legal name",
      source: `${article}; ${opinion}`,
      fix: "legalEntity: { name: Acme Cloud GmbH }",
      present: ({ legalEntity, name }) => hasText(legalEntity?.name) || hasLegalName(name),
    },
    {
      field: "address",
      missing: "address",
      source: opinion,
      fix: "address: Example Street 1, 10115 Berlin, Germany",
      present: (entry) => isStated("address", entry),
    },
    {
      field: "contact",
      missing: "contact person",
      source: opinion,
      fix: "contact: { name: Ada Example, position: Data protection officer, email: privacy@cloud.example }",
      present: isPerson,
    },
    {
      field: "contact",
      missing: "position of the contact person",
      source: "Commission Decision (EU) 2021/915, annex IV",
      fix: "contact: { name: Ada Example, position: Data protection officer, email: privacy@cloud.example }",
      // Who has no person has no position either: that is one gap.
      present: (entry) =>
        !isPerson(entry) || hasText(entry.contact?.position) || positions.includes(entry.contact?.role),
    },
    {
      field: "description",
      missing: "description of the processing",
      source: `${article}; ${opinion}`,
      fix: "description: Stores customer records and their backups",
      present: (entry) => isStated("description", entry),
    },
    {
      field: "responsibilities",
      missing: "responsibilities, delimited against those of other sub-processors",
      source: opinion,
      fix: "responsibilities: Runs the database servers; has no access to keys",
      // Only who approves each one by itself needs them to do so.
      present: ({ responsibilities }, { noticeTerms }) =>
        noticeTerms?.authorisation !== "specific" || hasText(responsibilities),
    },
    {
      field: "transferMechanisms",
      missing: "transfer mechanism for a third country",
      source: "GDPR art. 30(2)(c), 44 to 49",
      fix: "transferMechanisms: [{ type: scc, modules: [2, 3] }]",
      present: (entry) => !leavesTheEea(entry) || hasText(entry.transferMechanisms),
    },
    {
      field: "chain",
      missing: "address and contact of each company in the chain",
      source: `${opinion}, paragraphs 31 and 32`,
      fix: "chain: [{ relation: runs-on, name: Acme Metal AG, address: …, contact: { name: …, email: … } }]",
      // A link that is an entry of the list says so there.
      present: ({ chain = [] }) =>
        chain.every((link) => link.subprocessor !== undefined || (hasText(link.address) && isPerson(link))),
    },
  ],
};
