import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import type { TrustCenter } from "@trust-center/sdk";
import { Ajv } from "ajv";
import schema from "custom-elements-manifest/schema.json" with { type: "json" };
import { beforeAll, describe, expect, test } from "vitest";
import { elementFile, type Named, readContract } from "../../packages/widget/contract/contract.ts";
import { readGuide, withContract } from "../../packages/widget/contract/guide.ts";
import { manifestOf } from "../../packages/widget/contract/manifest.ts";
import type { Phase } from "../../packages/widget/src/store/state.ts";

const source = fileURLToPath(new URL("../../packages/widget/src/", import.meta.url));
const contract = readContract();
const names = (all: readonly Named[]) => all.map(({ name }) => name).sort();

/** Everything that the widget consists of. */
let code: string;

beforeAll(async () => {
  const files = (await readdir(source, { recursive: true })).filter(
    (file) => file.endsWith(".ts") && !/\.test\.ts$|^testing\//.test(file),
  );
  code = (await Promise.all(files.map((file) => readFile(source + file, "utf8"))))
    .join("\n")
    .replace(/\/\*\*[\s\S]*?\*\//g, "");
});

/** What matches in the code, each once. */
const inCode = (pattern: RegExp) =>
  [...new Set([...code.matchAll(pattern)].flatMap(([, found = ""]) => found.split(" ")))].sort();

describe("the element's doc comment, from which manifest, types and guide are made,", () => {
  test("names the parts that the code has", () => {
    expect(names(contract.parts)).toEqual(inCode(/\bpart="([^"]*)"/g));
  });

  test("names the custom properties that the styles read", () => {
    expect(names(contract.customProperties)).toEqual(inCode(/var\((--trust-center-[\w-]+)/g));
  });

  test("names the states in which the element can be", () => {
    const states: Record<Exclude<Phase["is"], "shown"> | TrustCenter["trust"] | "stale", true> = {
      loading: true,
      refused: true,
      stale: true,
      verified: true,
      "first-seen": true,
    };
    expect(names(contract.states)).toEqual(Object.keys(states).sort());
  });

  test("must name the attributes and events that the code declares, or nothing is made", async () => {
    const element = await readFile(elementFile, "utf8");
    const without = (line: RegExp) => () => readContract(element.replace(line, ""));
    expect(without(/ \* @attribute pin .*\n/)).toThrow(/attributes/);
    expect(without(/ {4}pin: \{\},\n/)).toThrow(/attributes/);
    expect(without(/ \* @event trust-center-load .*\n/)).toThrow(/events/);
    expect(contract.attributes.find(({ name }) => name === "feed")).toMatchObject({
      isRequired: true,
      property: "feed",
    });
    expect(contract.attributes.find(({ name }) => name === "heading-level")).toMatchObject({
      isRequired: false,
      property: "level",
    });
  });
});

test("the manifest is one by its schema", () => {
  const validate = new Ajv({ strict: false, allErrors: true }).compile(schema);
  validate(manifestOf(contract));
  expect(validate.errors ?? []).toEqual([]);
  expect(validate({ ...manifestOf(contract), modules: [{}] })).toBe(false);
});

test("the guide says what the code has: `pnpm contract` writes it", () => {
  const guide = readGuide();
  expect(withContract(guide, contract)).toBe(guide);
  for (const name of ["feed", "trust-center-load", "--trust-center-accent", "badge", "verified", "reload()"]) {
    expect(guide).toContain(`\`${name}\``);
  }
});
