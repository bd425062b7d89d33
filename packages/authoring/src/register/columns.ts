/** Who can fill a cell: the vendor, from what it states; or its customer alone, of its own contracts and functions. */
export type Filler = "vendor" | "customer";

/** A column of a template of the register. */
export interface RegisterColumn {
  /** `c0010`, as the reporting package of the supervisory authorities names it. */
  readonly code: string;
  readonly filler: Filler;
  /** The values that it may have: a closed list, or a form. */
  readonly values: RegExp;
  /** What it must be, in words. */
  readonly expected: string;
  /** The member of the list that states it, as its author writes it. */
  readonly member?: string;
  /** A row is told from others by it: it is empty in no report that is accepted. */
  readonly key?: true;
  /** Every row has to have it where a part of the row is filled. */
  readonly required?: true;
}

/** A template of Implementing Regulation (EU) 2024/2956, annex I, of which a vendor knows a part. */
export interface RegisterTemplate {
  /** The name of its file: `b_05.01`. */
  readonly id: string;
  readonly columns: readonly RegisterColumn[];
}

const any = /\S/;
const codeType = /^eba_qCO:qx200[0-5]$/;
const country = /^eba_GA:[A-Z]{2}$/;
const serviceType = /^eba_TA:S(?:0[1-9]|1\d)$/;
const codeWords = "a code of the closed list of types of code, such as eba_qCO:qx2000";
const countryWords = "a country as eba_GA: and its code of ISO 3166-1";
const serviceWords = "a type of ICT service from eba_TA:S01 to eba_TA:S19";
const identifiers = "legalEntity.identifiers, of the type lei or euid";

const vendor = (code: string, more: Partial<RegisterColumn> = {}): RegisterColumn => ({
  code,
  filler: "vendor",
  values: any,
  expected: "a text",
  ...more,
});
const customer = (code: string, more: Partial<RegisterColumn> = {}): RegisterColumn => ({
  ...vendor(code, more),
  filler: "customer",
});
const code = (column: string, more: Partial<RegisterColumn> = {}) => vendor(column, { member: identifiers, ...more });
const typeOfCode = (column: string, more: Partial<RegisterColumn> = {}) =>
  code(column, { values: codeType, expected: codeWords, ...more });
const typeOfService = (column: string): RegisterColumn =>
  vendor(column, { values: serviceType, expected: serviceWords, member: "services[].ictType", key: true });
const place = (column: string, activity: string): RegisterColumn =>
  vendor(column, { values: country, expected: countryWords, member: `locations[].activities: [${activity}]` });

/** Providers, subcontractors and their ultimate parents: one row each. */
export const providers: RegisterTemplate = {
  id: "b_05.01",
  columns: [
    code("c0010", { key: true }),
    typeOfCode("c0020", { key: true, required: true }),
    // A second code where a company has both: nobody can tell from outside that one is missing.
    code("c0030"),
    typeOfCode("c0040"),
    vendor("c0050", { member: "legalEntity.name", required: true }),
    vendor("c0060", { member: "legalEntity.latinName", required: true }),
    vendor("c0070", {
      values: /^eba_CT:x21[23]$/,
      expected: "eba_CT:x212 of a legal person, eba_CT:x213 of an individual",
      member: "legalEntity",
      required: true,
    }),
    vendor("c0080", {
      values: country,
      expected: countryWords,
      member: "legalEntity.headquarters",
      required: true,
    }),
    customer("c0090", { values: /^eba_CU:[A-Z]{3}$/, expected: "a currency" }),
    customer("c0100", { values: /^\d+(?:\.\d+)?$/, expected: "an amount" }),
    code("c0110", { member: "legalEntity.parent.identifiers", required: true }),
    typeOfCode("c0120", { member: "legalEntity.parent.identifiers" }),
  ],
};

/** The chain behind each of the vendor's services. */
export const chain: RegisterTemplate = {
  id: "b_05.02",
  columns: [
    customer("c0010", { key: true }),
    typeOfService("c0020"),
    code("c0030", { key: true }),
    typeOfCode("c0040", { key: true }),
    vendor("c0050", { values: /^[1-9]\d*$/, expected: "a rank, from 1", key: true }),
    code("c0060", { key: true }),
    typeOfCode("c0070", { key: true }),
  ],
};

/** What a contract is about: the vendor knows the service, and the countries. */
export const arrangements: RegisterTemplate = {
  id: "b_02.02",
  columns: [
    customer("c0010", { key: true }),
    customer("c0020", { key: true }),
    code("c0030", { key: true }),
    typeOfCode("c0040", { key: true }),
    customer("c0050", { key: true }),
    typeOfService("c0060"),
    ...["c0070", "c0080", "c0090", "c0100", "c0110", "c0120"].map((one) => customer(one)),
    place("c0130", "provision"),
    vendor("c0140", {
      values: /^eba_BT:x2[89]$/,
      expected: "eba_BT:x28 (yes) or eba_BT:x29 (no)",
      member: "locations[].activities: [storage]",
    }),
    place("c0150", "storage"),
    place("c0160", "processing"),
    customer("c0170", { values: /^eba_ZZ:x79[123]$/, expected: "eba_ZZ:x791 to eba_ZZ:x793" }),
    customer("c0180", { values: /^eba_ZZ:x79[4-7]$/, expected: "eba_ZZ:x794 to eba_ZZ:x797" }),
  ],
};
