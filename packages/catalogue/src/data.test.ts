import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { array, enum as enumeration, int, literal, optional, partialRecord, strictObject, string } from "zod";
import { catalogue, type Fact, linkKinds } from "./catalogue.ts";
import { purposeWords } from "./purposes.ts";

const text = (most: number) => string().trim().min(1).max(most);
const https = string().regex(/^https:\/\/[\w.-]+\.[a-z]{2,}(?:\/[^\s<>"']*)?$/i);
const where = array(int().nonnegative()).min(2);
const fact = <T extends ReturnType<typeof string>>(value: T) =>
  strictObject({ value, count: int().min(2), sources: where });
const schema = strictObject({
  format: literal(1),
  compiled: string().regex(/^\d{4}-\d{2}-\d{2}$/),
  sources: array(
    strictObject({
      repository: string().regex(/^[\w.-]+\/[\w.-]+$/),
      path: text(200),
      date: string().regex(/^\d{4}(?:-\d{2}-\d{2})?$/),
      kind: enumeration(["list", "register", "directory"]),
    }),
  ),
  processors: array(
    strictObject({
      id: string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/),
      name: text(60),
      sources: where,
      names: optional(array(fact(text(100)))),
      legalEntities: optional(array(fact(text(100)))),
      links: optional(partialRecord(enumeration(linkKinds), array(fact(https)))),
      purposes: optional(array(fact(text(40)))),
      places: optional(array(fact(text(40)))),
      transferMechanisms: optional(array(fact(text(20)))),
    }),
  ).min(200),
});

const data = catalogue();
const factsOf = (processor: (typeof data.processors)[number]): Fact[] => [
  ...(processor.names ?? []),
  ...(processor.legalEntities ?? []),
  ...Object.values(processor.links ?? {}).flat(),
  ...(processor.purposes ?? []),
  ...(processor.places ?? []),
  ...(processor.transferMechanisms ?? []),
];
const repositories = (sources: readonly number[]) => new Set(sources.map((at) => data.sources[at]?.repository));

test("the data have the form that is declared", () => {
  expect(schema.safeParse(data).error?.issues ?? []).toEqual([]);
});

test("nothing rests on one repository", () => {
  for (const processor of data.processors) {
    for (const { value, sources } of [{ value: processor.name, sources: processor.sources }, ...factsOf(processor)]) {
      expect(repositories(sources).size, `${processor.id}: ${value}`).toBeGreaterThan(1);
      expect(repositories(sources)).not.toContain(undefined);
    }
  }
});

test("each source is used, and each id and purpose is one", () => {
  const used = new Set(
    data.processors.flatMap((one) => [...one.sources, ...factsOf(one).flatMap((fact) => fact.sources)]),
  );
  expect(used.size).toBe(data.sources.length);
  expect(new Set(data.processors.map(({ id }) => id)).size).toBe(data.processors.length);
  const codes = new Set(data.processors.flatMap(({ purposes = [] }) => purposes.map(({ value }) => value)));
  expect([...codes].filter((code) => purposeWords[code] === undefined)).toEqual([]);
});

test("what is shipped stays small", () => {
  expect(readFileSync(new URL("../data/processors.json", import.meta.url)).byteLength).toBeLessThan(130_000);
});
