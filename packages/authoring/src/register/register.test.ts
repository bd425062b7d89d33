import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type FeedContent, feedContentSchema } from "@trust-center/feed";
import fc from "fast-check";
import { expect, test } from "vitest";
import { languagesOf, terminalReader } from "../derived/source.ts";
import { readAuthoring } from "../folder/check.ts";
import { wholeRegisterList } from "../testing/register.ts";
import { registerFiles, registerOf } from "./register.ts";
import { type RegisterFault, registerFaults, registerRules } from "./rules.ts";
import type { RegisterTable } from "./table.ts";

const registerIn = (list: FeedContent) => registerOf(list, terminalReader(languagesOf(list), list));
const whole = registerIn(wholeRegisterList);
const lines = (name: string, list = wholeRegisterList) =>
  registerFiles(registerIn(list)).get(name)?.trimEnd().split("\r\n");

test("B_05.01 has a row for the vendor, each subcontractor that underpins, and each ultimate parent", () => {
  expect(lines("b_05.01.csv")).toEqual([
    "c0010,c0020,c0030,c0040,c0050,c0060,c0070,c0080,c0090,c0100,c0110,c0120",
    "529900D6BF99LW9R2E68,eba_qCO:qx2000,DEX1517R.HRB395KI,eba_qCO:qx2002,Acme Cloud GmbH,Acme Cloud GmbH,eba_CT:x212,eba_GA:DE,,,529900D6BF99LW9R2E68,eba_qCO:qx2000",
    "7LTWFZYICNSX8D621K86,eba_qCO:qx2000,,,Алфа ЕООД,Alfa EOOD,eba_CT:x212,eba_GA:BG,,,INR2EJN1ERAN0W5ZP974,eba_qCO:qx2000",
    "DKCVR.11845118,eba_qCO:qx2002,,,Metal ApS,Metal ApS,eba_CT:x212,eba_GA:DK,,,DKCVR.11845118,eba_qCO:qx2002",
    "ELGEMI.077700527000,eba_qCO:qx2002,,,Power ΑΕ,Power AE,eba_CT:x212,eba_GA:GR,,,ELGEMI.077700527000,eba_qCO:qx2002",
    "INR2EJN1ERAN0W5ZP974,eba_qCO:qx2000,,,Alpha Inc.,Alpha Inc.,eba_CT:x212,eba_GA:US,,,INR2EJN1ERAN0W5ZP974,eba_qCO:qx2000",
  ]);
});

test("B_05.02 has the chain of each service by rank: whoever is served stands above", () => {
  const ranks = whole.tables[1]?.rows.map(({ cells }) => [cells.c0020, cells.c0050, cells.c0030, cells.c0060]);
  const chainOf = (type: string) => [
    [type, "1", "529900D6BF99LW9R2E68", "529900D6BF99LW9R2E68"],
    [type, "2", "7LTWFZYICNSX8D621K86", "529900D6BF99LW9R2E68"],
    [type, "4", "DKCVR.11845118", "ELGEMI.077700527000"],
    [type, "3", "ELGEMI.077700527000", "7LTWFZYICNSX8D621K86"],
  ];
  expect(ranks).toEqual([...chainOf("eba_TA:S19"), ...chainOf("eba_TA:S17")]);
});

test("B_02.02 has a row a country and a type of service, with what happens there", () => {
  const places = whole.tables[2]?.rows.map(({ cells }) => [
    ...[cells.c0060, cells.c0130, cells.c0140, cells.c0150, cells.c0160],
  ]);
  expect(places).toEqual(
    ["eba_TA:S19", "eba_TA:S17"].flatMap((type) => [
      [type, "eba_GA:DE", "eba_BT:x28", "eba_GA:DE", "eba_GA:DE"],
      [type, undefined, undefined, undefined, "eba_GA:IE"],
    ]),
  );
});

test("of a whole list no rule finds a fault, and only the customer's cells are open", () => {
  expect(whole.faults).toEqual([]);
  expect(whole.open.filter(({ filler }) => filler === "vendor")).toEqual([]);
  const customers = whole.open.map(({ table, column }) => `${table}.${column}`);
  expect(customers).toEqual([
    ...["b_05.01.c0090", "b_05.01.c0100", "b_05.02.c0010"],
    ...["0010", "0020", "0050", "0070", "0080", "0090", "0100", "0110", "0120", "0170", "0180"].map(
      (code) => `b_02.02.c${code}`,
    ),
    ...["0130", "0140", "0150"].map((code) => `b_02.02.c${code}`),
  ]);
});

test.each(["mender", "smartfense"])("the list of %s: no fault, and what it does not state is named", async (name) => {
  const folder = join(fileURLToPath(new URL("../../../..", import.meta.url)), "examples", name);
  const { content } = await readAuthoring(folder);
  const { faults, open, tables } = registerIn(content as FeedContent);
  expect(faults).toEqual([]);
  expect(tables.map(({ rows }) => rows.length).every((count) => count > 0)).toBe(true);
  const unstated = open.filter(({ filler }) => filler === "vendor");
  expect(unstated.map(({ member }) => member)).toContain("legalEntity.identifiers, of the type lei or euid");
  expect(unstated.every(({ of, member }) => of !== "" && member !== undefined)).toBe(true);
});

/** One wrong cell for each rule. */
const mistakes: [rule: string, table: number, row: number, column: string, value: string | undefined][] = [
  ["503", 0, 0, "c0080", "Germany"],
  ["503", 1, 0, "c0020", "S19"],
  ["v8821", 0, 1, "c0010", "7LTWFZYICNSX8D621K87"],
  ["VR_72", 0, 2, "c0010", "11845118"],
  ["v8817", 0, 2, "c0020", "eba_qCO:qx2004"],
  ["v8818", 0, 0, "c0040", "eba_qCO:qx2003"],
  ["v8823", 0, 0, "c0040", undefined],
  ["B_05.01.0050", 0, 2, "c0050", "金属"],
  ["B_05.01.0060", 0, 1, "c0060", "Алфа ЕООД"],
  ["806", 0, 2, "c0010", "7LTWFZYICNSX8D621K86"],
  ["807", 0, 1, "c0110", "529900D6BF99LW9R2E69"],
  ["B_05.02.0050", 1, 2, "c0050", "5"],
  ["B_05.02.0050", 1, 0, "c0060", "7LTWFZYICNSX8D621K86"],
  ["B_02.02.0150", 2, 0, "c0140", "eba_BT:x29"],
  ["B_02.02.0150", 2, 0, "c0150", undefined],
];

const spoiled = (table: number, row: number, column: string, value: string | undefined): RegisterTable[] =>
  whole.tables.map((one, at) => ({
    ...one,
    rows: one.rows.map((other, line) => {
      if (at !== table || line !== row) return other;
      const { [column]: _gone, ...cells } = other.cells;
      const twin = column === "c0010" && value === "7LTWFZYICNSX8D621K86" ? { c0020: "eba_qCO:qx2000" } : {};
      return { ...other, cells: { ...cells, ...twin, ...(value !== undefined && { [column]: value }) } };
    }),
  }));

test.each(mistakes)("rule %s finds its mistake", (rule, table, row, column, value) => {
  const faults = registerFaults(spoiled(table, row, column, value));
  expect(faults).toContainEqual(expect.objectContaining({ rule, table: whole.tables[table]?.template.id }));
});

test("every rule has a mistake", () => {
  expect([...new Set(mistakes.map(([rule]) => rule))].sort()).toEqual(Object.keys(registerRules).sort());
});

// Laws.

const text = fc.oneof(fc.constantFrom("Acme GmbH", "=1+1", "@SUM(A1)", 'a"b,c', "Алфа", "金属", "\t-x"), fc.string());
const identifier = fc.constantFrom(
  { type: "lei" as const, value: "7LTWFZYICNSX8D621K86" },
  { type: "lei" as const, value: "INR2EJN1ERAN0W5ZP974" },
  { type: "euid" as const, value: "DKCVR.11845118" },
  { type: "vat" as const, value: "DE143454214" },
  { type: "duns" as const, value: "081466849" },
);
const country = fc.constantFrom("DE", "US", "GR", "EU");
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const company = fc.record(
  {
    name: text,
    latinName: text,
    headquarters: country,
    identifiers: fc.array(identifier, { maxLength: 3 }),
    parent: fc.record({ name: text, country: optional(country), identifiers: fc.array(identifier, { maxLength: 2 }) }),
  },
  { requiredKeys: ["name"] },
);
const names = fc.constantFrom("One", "Two", "Three");
const entry = fc.record(
  {
    id: fc.string({ minLength: 1 }),
    name: text,
    role: fc.constantFrom("sub-processor" as const, "affiliate" as const, "vendor" as const),
    underpins: fc.boolean(),
    services: fc.array(fc.constantFrom("a", "b"), { minLength: 1, maxLength: 2 }),
    legalEntity: company,
    locations: fc.array(
      fc.record(
        {
          country,
          activities: fc.array(fc.constantFrom("storage" as const, "processing" as const, "provision" as const)),
        },
        { requiredKeys: [] },
      ),
      { maxLength: 3 },
    ),
    chain: fc.array(
      fc.record(
        {
          relation: fc.constant("via" as const),
          name: names,
          recipient: names,
          underpins: fc.boolean(),
          legalEntity: company,
        },
        { requiredKeys: ["relation", "name"] },
      ),
      { maxLength: 3 },
    ),
  },
  { requiredKeys: ["id", "name"] },
);
const anyList = fc.record(
  {
    publisher: fc.record({ name: text, legalEntity: company }, { requiredKeys: ["name"] }),
    services: fc.subarray([
      { id: "a", name: "A", ictType: "S17" as const },
      { id: "b", name: "B" },
    ]),
    subprocessors: fc.uniqueArray(entry, { maxLength: 4, selector: ({ id }) => id }),
  },
  { requiredKeys: ["publisher", "subprocessors"] },
);

/** Every text of a list, however deep. */
function stringsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return value !== null && typeof value === "object" ? Object.values(value).flatMap(stringsOf) : [];
}

/** What codes of the closed lists stand for, and from what in the list they follow. */
const follows: [code: RegExp, from: (list: FeedContent, strings: ReadonlySet<string>, rest: string) => boolean][] = [
  [/^eba_(?:GA|TA):(.+)$/, (_list, strings, rest) => strings.has(rest)],
  [/^eba_qCO:qx2000()$/, (_list, strings) => strings.has("lei")],
  [/^eba_qCO:qx2002()$/, (_list, strings) => strings.has("euid")],
  [/^eba_CT:x212()$/, (list) => JSON.stringify(list).includes('"legalEntity"')],
  [/^eba_BT:x28()$/, (_list, strings) => strings.has("storage")],
];

test("every cell comes from the list: nothing is invented, and nothing that it says is refused for its form", () => {
  fc.assert(
    fc.property(anyList, (list) => {
      const strings = new Set(stringsOf(list));
      const { tables, faults } = registerIn(list);
      for (const { template, rows } of tables) {
        for (const { cells } of rows) {
          for (const [column, value] of Object.entries(cells)) {
            if (template.id === "b_05.02" && column === "c0050") expect(value).toMatch(/^[1-5]$/);
            else if (strings.has(value)) continue;
            else {
              const rule = follows.find(([code]) => code.test(value));
              expect(
                rule?.[1](list, strings, rule[0].exec(value)?.[1] ?? ""),
                `${template.id}.${column} ${value}`,
              ).toBe(true);
            }
          }
        }
      }
      // A name in other letters, one code for two companies, a link that serves one without a row: a list can say so.
      const sayable = ["B_05.01.0050", "B_05.01.0060", "806", "B_05.02.0050"];
      const served = ({ rule, column }: RegisterFault) => rule === "807" && column === "c0060";
      expect(faults.filter((fault) => !sayable.includes(fault.rule) && !served(fault))).toEqual([]);
    }),
    { numRuns: 100 },
  );
});

test("a cell is filled, or named as open with who can fill it; no cell is run as a formula; the same list gives the same bytes", () => {
  fc.assert(
    fc.property(anyList, (list) => {
      const register = registerIn(list);
      const files = registerFiles(register);
      expect(registerFiles(registerIn(structuredClone(list)))).toEqual(files);
      for (const { template, rows } of register.tables) {
        for (const [at, { cells }] of rows.entries()) {
          for (const { code, key, filler, required } of template.columns) {
            if (cells[code] !== undefined || !(key || required || filler === "customer")) continue;
            const named = register.open.some(
              ({ table, line, column }) => table === template.id && column === code && (line ?? at + 2) === at + 2,
            );
            expect(named, `${template.id}.${code} of line ${at + 2}`).toBe(true);
          }
        }
      }
      for (const text of files.values()) {
        for (const [, quoted, bare] of text.matchAll(/"((?:[^"]|"")*)"|([^",\r\n]+)/g)) {
          expect(quoted ?? bare).not.toMatch(/^[\s\p{Z}]*[=@+-]/u);
        }
      }
    }),
    { numRuns: 100 },
  );
});

test("the generated lists are lists", () => {
  fc.assert(
    fc.property(anyList, (list) => {
      expect(feedContentSchema.safeParse(JSON.parse(JSON.stringify(list))).success).toBe(true);
    }),
    { numRuns: 50 },
  );
});
