import { plainText, resolveProse } from "@trust-center/feed";
import { isLatin } from "../meaning/latin.ts";
import { type Asked, hasText, type Subprocessor } from "./gap-rule.ts";

const register = "Implementing Regulation (EU) 2024/2956";

const idTypes = (identifiers: readonly { type: string }[] | undefined) => (identifiers ?? []).map(({ type }) => type);

const underpins = ({ underpins }: Pick<Subprocessor, "underpins">) => underpins === true;

/** What customers in finance copy into their register of information. Asked where the settings name `dora`. */
export const dora: Asked = {
  asker: "dora",
  content: [],
  services: [
    {
      field: "ictType",
      missing: "type of ICT service",
      source: `${register}, annex III`,
      fix: "ictType: S19",
      present: ({ ictType }) => ictType !== undefined,
    },
  ],
  entries: [
    {
      field: "underpins",
      missing: "whether it underpins critical or important functions",
      source: `${register}, art. 3(6)`,
      fix: "underpins: true",
      present: ({ underpins }) => underpins !== undefined,
    },
    {
      field: "legalEntity",
      missing: "LEI, or EUID of a company in the Union",
      source: `${register}, art. 3(5), B_05.01`,
      fix: "legalEntity: { name: Acme Cloud GmbH, identifiers: [{ type: lei, value: 529900D6BF99LW9R2E68 }] }",
      present: (entry) =>
        !underpins(entry) || idTypes(entry.legalEntity?.identifiers).some((type) => type === "lei" || type === "euid"),
    },
    {
      field: "legalEntity",
      missing: "legal name in Latin letters",
      source: `${register}, B_05.01.0060`,
      fix: "legalEntity: { name: Алфа ЕООД, latinName: Alfa EOOD }",
      present: ({ legalEntity, name }) =>
        hasText(legalEntity?.latinName) || isLatin(plainText(resolveProse(legalEntity?.name ?? name, []).value)),
    },
    {
      field: "legalEntity",
      missing: "country of the global operating headquarters",
      source: `${register}, B_05.01.0080`,
      fix: "legalEntity: { name: Acme Cloud GmbH, headquarters: DE }",
      present: (entry) => !underpins(entry) || entry.legalEntity?.headquarters !== undefined,
    },
    {
      field: "legalEntity",
      missing: "ultimate parent, itself where it has none",
      source: `${register}, B_05.01.0110`,
      fix: "legalEntity: { name: Acme Cloud GmbH, parent: { name: Acme Holding SE, country: DE } }",
      present: (entry) => !underpins(entry) || hasText(entry.legalEntity?.parent?.name),
    },
    {
      field: "locations",
      missing: "what happens at each place: storage, processing, provision",
      source: "DORA art. 30(2)(b)",
      fix: "locations: [{ country: DE, activities: [storage, processing] }]",
      present: ({ locations = [] }) => locations.length > 0 && locations.every(({ activities }) => hasText(activities)),
    },
    {
      field: "chain",
      missing: "whom each link of the chain serves, and whether it underpins",
      source: `${register}, B_05.02.0050 to 0070`,
      fix: "chain: [{ relation: runs-on, name: Acme Metal AG, underpins: true }]",
      present: ({ chain = [] }) => chain.every(({ underpins }) => underpins !== undefined),
    },
  ],
};

const dataAct = "Data Act (Regulation (EU) 2023/2854)";

/** What providers of data processing services say of each service. Asked where the settings name `data-act`. */
export const dataActAsks: Asked = {
  asker: "data-act",
  content: [],
  services: [
    {
      field: "jurisdictions",
      missing: "jurisdiction of the infrastructure",
      source: `${dataAct}, art. 28(1)(a)`,
      fix: "jurisdictions: [DE, IE]",
      present: ({ jurisdictions }) => hasText(jurisdictions),
    },
    {
      field: "foreignAccess",
      missing: "measures against foreign access to non-personal data",
      source: `${dataAct}, art. 28(1)(b)`,
      fix: "foreignAccess: Requests are answered by a court of the Union alone; data is encrypted with the customer’s keys.",
      present: ({ foreignAccess }) => hasText(foreignAccess),
    },
    {
      field: "exportFormats",
      missing: "export formats",
      source: `${dataAct}, art. 26`,
      fix: "exportFormats: [CSV, JSON]",
      present: ({ exportFormats }) => hasText(exportFormats),
    },
    {
      field: "exitHelp",
      missing: "help for whoever leaves",
      source: `${dataAct}, art. 25`,
      fix: "exitHelp: Data can be taken out for 30 days after the end of the contract.",
      present: ({ exitHelp }) => hasText(exitHelp),
    },
  ],
  entries: [],
};
