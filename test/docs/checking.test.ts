import { readFile } from "node:fs/promises";
import { type Rule, rules } from "@trust-center/authoring";
import { mistakes, temporaryFolder, testList, write } from "@trust-center/authoring/testing";
import { processIo, run } from "@trust-center/cli";
import { Ajv2020 as Ajv } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";

const guide = await readFile(new URL("../../docs/guides/checking.md", import.meta.url), "utf8");

test("the guide's table of rules is the one in force", () => {
  const section = guide.slice(guide.indexOf("\n## Rules\n"));
  const lines = section.split("\n").filter((line) => line.startsWith("| `"));
  const rows = lines.map((line) =>
    line
      .slice(1, -1)
      .split(" | ")
      .map((cell) => cell.trim()),
  );
  const wanted = Object.entries(rules).map(([id, { severity, about, mends = "" }]: [string, Rule]) => [
    `\`${id}\``,
    severity,
    about,
    mends,
  ]);
  expect(rows).toEqual(wanted);
});

describe("--format sarif", () => {
  /** What SARIF 2.1.0 asks of the parts that are written, in the words of its JSON schema. */
  const text = { type: "object", required: ["text"], properties: { text: { type: "string", minLength: 1 } } };
  const level = { enum: ["none", "note", "warning", "error"] };
  const artifactLocation = {
    type: "object",
    additionalProperties: false,
    required: ["uri"],
    properties: { uri: { type: "string", pattern: "^(?:[\\w.~/-]|%[0-9A-F]{2})+$" } },
  };
  const replacement = {
    type: "object",
    additionalProperties: false,
    required: ["deletedRegion"],
    properties: {
      deletedRegion: {
        type: "object",
        additionalProperties: false,
        required: ["charOffset", "charLength"],
        properties: { charOffset: { type: "integer", minimum: 0 }, charLength: { type: "integer", minimum: 0 } },
      },
      insertedContent: { type: "object", required: ["text"], properties: { text: { type: "string" } } },
    },
  };
  const change = {
    type: "object",
    additionalProperties: false,
    required: ["artifactLocation", "replacements"],
    properties: { artifactLocation, replacements: { type: "array", minItems: 1, items: replacement } },
  };
  const region = {
    type: "object",
    additionalProperties: false,
    properties: { startLine: { type: "integer", minimum: 1 }, startColumn: { type: "integer", minimum: 1 } },
  };
  const result = {
    type: "object",
    additionalProperties: false,
    required: ["message"],
    properties: {
      ruleId: { type: "string" },
      ruleIndex: { type: "integer", minimum: 0 },
      level,
      message: text,
      locations: {
        type: "array",
        items: {
          type: "object",
          additionalProperties: false,
          properties: {
            physicalLocation: {
              type: "object",
              additionalProperties: false,
              required: ["artifactLocation"],
              properties: { artifactLocation, region },
            },
          },
        },
      },
      fixes: {
        type: "array",
        items: {
          type: "object",
          required: ["artifactChanges"],
          properties: { artifactChanges: { type: "array", minItems: 1, items: change } },
        },
      },
    },
  };
  const rule = {
    type: "object",
    additionalProperties: false,
    required: ["id"],
    properties: {
      id: { type: "string", pattern: "^[a-z-]+$" },
      shortDescription: text,
      defaultConfiguration: { type: "object", properties: { level } },
    },
  };
  const driver = {
    type: "object",
    additionalProperties: false,
    required: ["name"],
    properties: {
      name: { const: "trust-center" },
      semanticVersion: { type: "string", pattern: "^\\d+\\.\\d+\\.\\d+$" },
      rules: { type: "array", uniqueItems: true, items: rule },
    },
  };
  const log = {
    type: "object",
    additionalProperties: false,
    required: ["version", "runs"],
    properties: {
      $schema: { type: "string", pattern: "sarif-schema-2\\.1\\.0\\.json$" },
      version: { const: "2.1.0" },
      runs: {
        type: "array",
        minItems: 1,
        items: {
          type: "object",
          additionalProperties: false,
          required: ["tool", "results"],
          properties: {
            tool: { type: "object", required: ["driver"], properties: { driver } },
            columnKind: { enum: ["utf16CodeUnits", "unicodeCodePoints"] },
            results: { type: "array", items: result },
          },
        },
      },
    },
  };
  const validate = new Ajv({ strict: false, allErrors: true }).compile(log);

  /** The log of a check of every mistake that is a text, each in a folder of its own below one. */
  async function sarifOf(folders: Record<string, string>) {
    const cwd = await temporaryFolder();
    await write(
      cwd,
      Object.fromEntries(Object.entries(folders).map(([name, yaml]) => [`${name}/trust-center.yaml`, yaml])),
    );
    return Promise.all(
      Object.entries(folders).map(async ([name, yaml]) => {
        let stdout = "";
        const io = {
          ...processIo(),
          cwd,
          env: {},
          interactive: false,
          stdout: (text: string) => {
            stdout += text;
          },
        };
        const code = await run(["check", name, "--format", "sarif"], io);
        return { name, yaml, code, log: JSON.parse(stdout) };
      }),
    );
  }

  test("is a log by its schema, whose results have rules, places and mended texts", async () => {
    const texts = mistakes.flatMap(({ yaml }, at) =>
      typeof yaml === "string" && yaml.length < 10_000 ? [[`a ${at}`, yaml] as const] : [],
    );
    const logs = await sarifOf(Object.fromEntries(texts));
    expect(logs.length).toBeGreaterThan(70);
    for (const { name, yaml, code, log } of logs) {
      expect(validate(log), JSON.stringify(validate.errors)).toBe(true);
      const [{ tool, results }] = log.runs;
      expect(code).toBe(results.some(({ level }: { level: string }) => level === "error") ? 1 : 0);
      for (const { ruleId, ruleIndex, locations, fixes = [] } of results) {
        expect(tool.driver.rules[ruleIndex].id).toBe(ruleId.split("/")[0]);
        const { artifactLocation, region } = locations[0].physicalLocation;
        expect(artifactLocation.uri).toBe(`${encodeURI(name)}/trust-center.yaml`);
        expect(region.startLine).toBeLessThanOrEqual(yaml.split("\n").length);
        for (const { deletedRegion } of fixes[0]?.artifactChanges[0].replacements ?? []) {
          const { charOffset, charLength } = deletedRegion;
          expect(charOffset + charLength).toBeLessThanOrEqual(yaml.length);
        }
      }
    }
  });

  test("a fix is what --fix does", async () => {
    const [{ log, yaml } = { log: undefined, yaml: "" }] = await sarifOf({
      a: `${testList}    locations: [{ country: USA }]\n`,
    });
    const [result] = log.runs[0].results;
    expect(result).toMatchObject({ ruleId: "country-code", level: "error" });
    const [{ deletedRegion, insertedContent }] = result.fixes[0].artifactChanges[0].replacements;
    const { charOffset, charLength } = deletedRegion;
    expect(yaml.slice(charOffset, charOffset + charLength)).toBe("USA");
    expect(insertedContent).toEqual({ text: "US" });
  });
});
