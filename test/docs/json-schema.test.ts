import { readFile } from "node:fs/promises";
import { jsonSchema, schemaNames } from "@trust-center/feed/json-schema";
import { mockChange, mockVendor } from "@trust-center/feed/mock";
import { Ajv2020 as Ajv } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";

describe.each(schemaNames)("schema/%s.json", (name) => {
  test("is the one that the code makes: run `pnpm schema`", async () => {
    const kept = await readFile(new URL(`../../packages/feed/schema/${name}.json`, import.meta.url), "utf8");
    expect(JSON.parse(kept)).toEqual(jsonSchema(name));
  });
  test("is JSON Schema 2020-12", () => {
    expect(() => new Ajv({ strict: false }).compile(jsonSchema(name))).not.toThrow();
  });
});

test("it takes a published feed and refuses one with a bad link", async () => {
  const vendor = await mockVendor("https://a.example/feed/", Date.parse("2026-01-01T00:00:00Z"));
  const feed = await vendor.publish(mockChange(), Date.parse("2026-01-01T00:00:00Z"));
  const validate = new Ajv({ strict: false }).compile(jsonSchema("feed"));
  expect(validate(feed), JSON.stringify(validate.errors)).toBe(true);
  expect(validate({ ...feed, publisher: { name: "X", url: "javascript:alert(1)" } })).toBe(false);
});

test("the specification names every schema, and no other", async () => {
  const specification = await readFile(new URL("../../docs/specification.md", import.meta.url), "utf8");
  const section = specification.slice(specification.indexOf("### 1.3 "), specification.indexOf("## 2. "));
  const named = [...section.matchAll(/^\| `(\w+)\.json`/gm)].map(([, name]) => name as string);
  expect(named.sort()).toEqual([...schemaNames].sort());
});
