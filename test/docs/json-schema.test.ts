import { readFile } from "node:fs/promises";
import { authoringJsonSchema } from "@trust-center/authoring";
import { mistakes, testList } from "@trust-center/authoring/testing";
import { jsonSchema, schemaNames } from "@trust-center/feed/json-schema";
import { mockChange, mockVendor } from "@trust-center/feed/mock";
import { Ajv2020 as Ajv } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";

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

describe("the schema of trust-center.yaml", () => {
  const read = (path: string) => readFile(new URL(`../../${path}`, import.meta.url), "utf8");
  const validate = new Ajv({ strict: false, allErrors: true }).compile(authoringJsonSchema());
  const errorsOf = (yaml: string) => (validate(parse(yaml, { logLevel: "silent" })) ? [] : validate.errors);

  test("is the one that the code makes: run `pnpm schema`", async () => {
    expect(JSON.parse(await read("packages/authoring/schema/trust-center.json"))).toEqual(authoringJsonSchema());
  });

  test.each(["examples/mender/trust-center.yaml", "examples/smartfense/trust-center.yaml"])(
    "takes %s",
    async (path) => {
      expect(errorsOf(await read(path))).toEqual([]);
    },
  );

  test("takes the lists and pieces of lists in the guides", async () => {
    const guides = await Promise.all(["vendor", "witnesses", "keys"].map((name) => read(`docs/guides/${name}.md`)));
    const pieces = guides.flatMap((text) => [...text.matchAll(/^```yaml\n(.*?)^```/gms)].map(([, yaml = ""]) => yaml));
    const members = Object.keys(authoringJsonSchema().properties as object);
    const lists = pieces
      .map((yaml) => parse(yaml.replaceAll("sha384-…", "sha384-AAAA")))
      .filter((value) => members.includes(Object.keys(value ?? {})[0] ?? ""));
    expect(lists.length).toBeGreaterThan(5);
    for (const list of lists) {
      const { publish, ...rest } = list;
      const settings = { feed: "https://acme.example/.well-known/trust-center/", ...publish };
      validate({ publisher: { name: "Acme" }, subprocessors: [], ...rest, publish: settings });
      expect(validate.errors, JSON.stringify(list)).toBeNull();
    }
  });

  test("takes names of one's own, and words about changes", () => {
    expect(errorsOf(`${testList}    x-team: Platform\nannounce: [{ subject: cloud-one, reason: Cheaper }]\n`)).toEqual(
      [],
    );
  });

  const parsed = mistakes.filter(({ yaml }) => typeof yaml === "string" && !yaml.includes("\t"));
  test.each(parsed.filter(({ isForm }) => isForm).map(({ what, yaml }) => [what, String(yaml)]))(
    "refuses %s",
    (_what, yaml) => {
      expect(errorsOf(yaml)).not.toEqual([]);
    },
  );
  test.each(parsed.filter(({ finds }) => finds.length === 0).map(({ what, yaml }) => [what, String(yaml)]))(
    "takes %s",
    (_what, yaml) => {
      expect(errorsOf(yaml)).toEqual([]);
    },
  );

  test("says of every object that it is closed, and of every member what it is", () => {
    const open: string[] = [];
    const visit = (value: unknown, path: string): void => {
      if (value === null || typeof value !== "object") return;
      const { properties, additionalProperties } = value as Record<string, unknown>;
      if (properties && additionalProperties !== false) open.push(path);
      for (const [name, member] of Object.entries((properties ?? {}) as object)) {
        if (!member.description || !member.examples) open.push(`${path}/${name}`);
      }
      for (const [name, below] of Object.entries(value)) if (name !== "examples") visit(below, `${path}/${name}`);
    };
    visit(authoringJsonSchema(), "");
    expect(open).toEqual([]);
  });
});
