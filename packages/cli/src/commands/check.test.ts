import { readFile, symlink, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { checkFolder } from "@trust-center/authoring";
import { authoringFolder, temporaryFolder, testKey, testList } from "@trust-center/authoring/testing";
import { describe, expect, onTestFinished, test } from "vitest";
import { runIn } from "../testing/run.ts";
import { answering } from "../testing/terminal.ts";

const errorsOf = async (yaml: string, files: Record<string, string> = {}) =>
  (await checkFolder(await authoringFolder({ "trust-center.yaml": yaml, ...files }))).errors;

test("a good list passes", async () => {
  expect(await errorsOf(testList)).toEqual([]);
});

describe("places and words of errors", () => {
  test.each([
    ["a date without quotes", "    since: 2026\n", 17, 12, 'Put it in quotes: "2026".'],
    ["a date that no calendar has", "    since: 2026-02-30\n", 17, 12, "Correct it"],
    ["an unsafe link", '    links: [{ url: "javascript:alert(1)" }]\n', 17, 20, "https://acme.example/privacy"],
    ["an unknown group", "    groups: [infrastrucure]\n", 15, 14, "infrastructure"],
    ["an unknown service", "    services: [mail]\n", 17, 16, "Add the service"],
    ["an unknown entry replaced", "    replaces: [cloud-on]\n", 17, 16, "Add the sub-processor"],
    [
      "an unknown entry in a chain",
      "    chain: [{ relation: via, name: X, subprocessor: none }]\n",
      17,
      53,
      "Known ids",
    ],
    ["a likely slip in a name", "    purpose: [Hosting]\n", 17, 5, "Did you mean `purposes`?"],
    ["a status", "    status: active\n", 17, 5, "The list holds what is in use"],
    ["a day to come", "    effective: 2027-01-31\n", 17, 5, "announce"],
    ["a day of leaving", "    until: 2027-01-31\n", 17, 5, "Remove the entry"],
    ["a reason", "    reason: Cheaper\n", 17, 5, "announce"],
    ["a fact of one's own", "    team: Platform\n", 17, 5, "x-team"],
    ["words about a change that do not exist", "announce: [{ subject: cloud-one, reson: x }]\n", 17, 34, "remove it"],
    ["a mark that turns the text around", '    description: "Acme \\u202Eecremmoc"\n', 17, 18, "Remove the character"],
    ["a control character", '    notes: [{ field: name, text: "a\\u0007b" }]\n', 17, 34, "Remove the character"],
    ["an endless name", `    legalEntity: { name: ${"A".repeat(301)} }\n`, 17, 26, "Shorten it"],
    [
      "an endless name in one language",
      `    details: [{ label: { de: ${"A".repeat(301)} }, value: x }]\n`,
      17,
      30,
      "Shorten it",
    ],
    ["a name for a kind of mechanism", "    transferMechanisms: [{ type: sccs }]\n", 17, 34, "Write `scc`"],
    ["a list that is a text", "    dataSubjects: employees\n", 17, 19, "[employees]"],
    ["a country by name", "    locations: [{ country: Germany }]\n", 17, 28, "DE"],
  ])("%s", async (_what, line, row, column, fix) => {
    const yaml = line.startsWith("    groups")
      ? testList.replace("    groups: [infrastructure]\n", line)
      : testList + line;
    const [error, ...more] = await errorsOf(yaml);
    expect(more).toEqual([]);
    expect(error).toMatchObject({ file: "trust-center.yaml", line: row, column });
    expect(error?.fix).toContain(fix);
  });

  test("a name given twice", async () => {
    const [error] = await errorsOf(`${testList}    name: Cloud Two\n`);
    expect(error).toMatchObject({ line: 17, column: 5, expected: "each name once" });
  });

  test("an id given twice", async () => {
    const errors = await errorsOf(`${testList}  - id: cloud-one\n    name: Cloud\n`);
    expect(errors).toMatchObject([{ line: 17, column: 9, path: "subprocessors/1/id" }]);
  });

  test("an id that is none", async () => {
    for (const id of ['"a b"', '"../x"', '"<i>"', `"${"a".repeat(101)}"`, '"-"', '"a/b"']) {
      const errors = await errorsOf(testList.replace("cloud-one", id));
      expect(errors).toMatchObject([{ line: 13, column: 9, path: "subprocessors/0/id", expected: "an id" }]);
    }
    for (const id of ["7", "a.b_c-d", "münchen", "事業者"]) {
      expect(await errorsOf(testList.replace("cloud-one", `"${id}"`))).toEqual([]);
    }
  });

  test("a column that no entry of its group fills", async () => {
    const columns = (field: string) =>
      testList.replace(
        "    title: Infrastructure\n",
        `    title: Infrastructure\n    columns: [{ field: ${field} }]\n`,
      );
    expect(await errorsOf(columns("certifications"))).toMatchObject([
      { path: "groups/0/columns/0/field", found: "`certifications`, which none has" },
    ]);
    expect(await errorsOf(columns("purposes"))).toEqual([]);
  });

  test("a name that is missing", async () => {
    const errors = await errorsOf(`${testList}  - id: cloud-two\n`);
    expect(errors).toMatchObject([{ line: 17, column: 5, path: "subprocessors/1/name", found: "nothing" }]);
  });

  test("members that publishing writes", async () => {
    for (const name of ["type", "format", "version", "published", "open", "former"]) {
      const errors = await errorsOf(`${name}: 3\n${testList}`);
      expect(errors).toMatchObject([{ line: 1, column: 1, path: name, fix: expect.stringContaining("Remove it") }]);
    }
  });

  test.each([
    ["no publish block", testList.replace(/publish:\n.*\n/, ""), "publish"],
    ["an address without its slash", testList.replace("trust-center/\n", "trust-center\n"), "publish/feed"],
    ["plain HTTP", testList.replace("https://acme", "http://acme"), "publish/feed"],
    ["a key that would be published", testList.replace("publish:\n", "publish:\n  out: .\n"), "publish/out"],
    ["an unknown setting", testList.replace("publish:\n", "publish:\n  outt: x\n"), "publish/outt"],
  ])("%s", async (_what, yaml, path) => {
    expect((await errorsOf(yaml)).map((error) => error.path)).toEqual([path]);
  });
});

describe("hostile YAML", () => {
  test.each([
    ["a tag", "publisher: !!js/function x\n"],
    ["an alias that holds itself", "a: &a [*a]\n"],
    [
      "aliases that multiply",
      `a0: &a0 [x]\n${Array.from({ length: 9 }, (_, n) => `a${n + 1}: &a${n + 1} [${`*a${n},`.repeat(10)}]\n`).join("")}`,
    ],
    ["a second document", `${testList}---\nx: 1\n`],
    ["another version", `%YAML 1.1\n---\n${testList}`],
    ["a prototype", `${testList}__proto__: { x: 1 }\n`],
    ["no members at all", "- x\n"],
    ["nothing", ""],
  ])("%s is refused", async (_what, yaml) => {
    expect((await errorsOf(yaml)).length).toBeGreaterThan(0);
  });

  test("bytes that are no UTF-8 are refused", async () => {
    const folder = await authoringFolder();
    await writeFile(join(folder, "trust-center.yaml"), Buffer.from([0x61, 0x3a, 0xff]));
    expect((await checkFolder(folder)).errors).toMatchObject([{ expected: "text in UTF-8" }]);
  });
});

describe("policies", () => {
  const withPolicy = (file: string) => `${testList}policies:\n  - id: privacy\n    title: Privacy\n    ${file}\n`;

  test("raw HTML is refused with line and column", async () => {
    const text = "# Privacy\n\nAll *good* <b>here</b>.\n";
    const errors = await errorsOf(withPolicy("file: policies/privacy.md"), { "policies/privacy.md": text });
    expect(errors).toMatchObject([
      { file: "policies/privacy.md", line: 3, column: 12, found: "HTML" },
      { file: "policies/privacy.md", line: 3, column: 19, found: "HTML" },
    ]);
  });

  test.each(["../secret.md", "/etc/passwd", "policies/../../x.md", "C:\\x.md", "missing.md", "policies"])(
    "%s is refused",
    async (name) => {
      const errors = await errorsOf(withPolicy(`file: '${name}'`), { "policies/privacy.md": "x" });
      expect(errors).toMatchObject([{ file: "trust-center.yaml", line: 20, column: 11 }]);
    },
  );

  test("a link that leads out of the folder is refused", async () => {
    const outside = await temporaryFolder();
    await writeFile(join(outside, "secret.md"), "secret");
    const folder = await authoringFolder({ "trust-center.yaml": withPolicy("file: secret.md") });
    await symlink(join(outside, "secret.md"), join(folder, "secret.md"));
    expect((await checkFolder(folder)).errors).toMatchObject([{ found: "a link that leads out of it" }]);
  });

  test("a private key is no policy, nor is a link to one, nor a text with one in it", async () => {
    const key = await errorsOf(withPolicy("file: trust-center.key.pem"));
    expect(key).toMatchObject([{ found: "“trust-center.key.pem”" }]);
    const folder = await authoringFolder({ "trust-center.yaml": withPolicy("file: privacy.md") });
    await symlink(join(folder, "trust-center.key.pem"), join(folder, "privacy.md"));
    expect((await checkFolder(folder)).errors).toMatchObject([{ found: "a link to “trust-center.key.pem”" }]);
    const pasted = await errorsOf(withPolicy("file: privacy.md"), { "privacy.md": `# Privacy\n\n${testKey}` });
    expect(pasted).toMatchObject([{ file: "privacy.md", line: 3, found: "what looks like a private key" }]);
  });

  test("a secret in the list is refused, and not repeated", async () => {
    const token = `ghp_${"a1B2".repeat(9)}`;
    const errors = await errorsOf(`${testList}    description: "Deploys with ${token}"\n`);
    expect(errors).toMatchObject([{ path: "subprocessors/0/description", found: "what looks like a token of GitHub" }]);
    expect(JSON.stringify(errors)).not.toContain(token);
  });

  test("hashes of one's own are refused", async () => {
    const errors = await errorsOf(withPolicy(`bodies: { en: ${"a".repeat(64)} }`));
    expect(errors).toMatchObject([{ path: "policies/0/bodies", line: 20 }]);
  });
});

test("a likely slip in a value is a warning that names what was meant", async () => {
  const report = await checkFolder(
    await authoringFolder({ "trust-center.yaml": `${testList}    locations: [{ country: UK }]\n` }),
  );
  expect(report.errors).toEqual([]);
  expect(report.warnings).toMatchObject([{ line: 17, column: 28, fix: "Write `GB`." }]);
});

test("names of one's own begin with x-", async () => {
  expect(await errorsOf(`x-review: 2027\n${testList}    x-team: Platform\n`)).toEqual([]);
});

test("legal gaps stand apart from customary ones, and --strict fails on them", async () => {
  const folder = await authoringFolder();
  const { code, stdout, stderr } = await runIn(folder, ["check", "--json"]);
  const report = JSON.parse(stdout);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  expect(report.gaps.legal).toContainEqual(
    expect.objectContaining({ line: 13, column: 5, missing: "legal name", of: "Cloud One" }),
  );
  expect(report.gaps.customary).toContainEqual(expect.objectContaining({ missing: "location", of: "Cloud One" }));
  expect((await runIn(folder, ["check", "--strict"])).code).toBe(1);
});

describe("gaps", () => {
  const gapsOf = async (yaml: string) => {
    const { gaps } = await checkFolder(await authoringFolder({ "trust-center.yaml": yaml }));
    return [...gaps.legal, ...gaps.customary].filter(({ of }) => of === "Cloud One").map(({ missing }) => missing);
  };

  test("are summed by kind, with a matrix of who lacks what; --gaps names each with its place", async () => {
    const entries = Array.from({ length: 9 }, (_, at) => `  - { id: e${at}, name: Entry ${at}, since: "2024" }\n`);
    const folder = await authoringFolder({ "trust-center.yaml": testList + entries.join("") });
    const { stdout } = await runIn(folder, ["check"]);
    const lines = stdout.split("\n");
    expect(lines.length).toBeLessThan(60);
    expect(lines.filter((line) => line.includes("legal name (10)"))).toHaveLength(1);
    const [cloud, first, second] = ["Cloud One", "Entry 0", "Entry 1"].map((name) =>
      lines.find((line) => line.startsWith(`  ${name} `))?.slice(30),
    );
    expect(first).toBe(second);
    // It alone says what it does, and it alone does not say since when.
    expect(cloud).not.toBe(first);
    const all = (await runIn(folder, ["check", "--gaps"])).stdout;
    expect(all).toContain("trust-center.yaml:17:5  Entry 0");
  });

  test("a name with its legal form is the legal name", async () => {
    expect(await gapsOf(testList)).toContain("legal name");
    for (const name of ["Mollie B.V.", "Acme Cloud GmbH", "Alpha, Inc.", "Société SAS"]) {
      const yaml = testList.replace("Cloud One", name);
      const { gaps } = await checkFolder(await authoringFolder({ "trust-center.yaml": yaml }));
      expect(gaps.legal.filter(({ missing, of }) => missing === "legal name" && of === name)).toEqual([]);
    }
  });

  test("an address of a page alone is no person to turn to", async () => {
    expect(await gapsOf(`${testList}    contact: { url: "https://a.example/" }\n`)).toContain("contact person");
    expect(await gapsOf(`${testList}    contact: { name: DPO, email: d@a.example }\n`)).not.toContain("contact person");
  });

  test("a responsibility is asked for where each one is authorised by itself", async () => {
    const asks = "responsibilities, delimited against those of other sub-processors";
    expect(await gapsOf(testList)).not.toContain(asks);
    const specific = testList.replace("noticeTerms:\n", "noticeTerms:\n  authorisation: specific\n");
    expect(await gapsOf(specific)).toContain(asks);
  });

  test("a company outside the EEA imports what lies inside it", async () => {
    const asks = "transfer mechanism for a third country";
    const inIreland = `${testList}    locations: [{ country: IE }]\n`;
    expect(await gapsOf(inIreland)).not.toContain(asks);
    const held = (country: string) =>
      gapsOf(`${inIreland}    legalEntity: { name: Cloud One Pte, country: ${country} }\n`);
    expect(await held("SG")).toContain(asks);
    expect(await held("DE")).not.toContain(asks);
    expect(await held("Germany")).not.toContain(asks);
  });
});

test("errors go to stderr with their place, and the exit code is 1", async () => {
  const folder = await authoringFolder({ "trust-center.yaml": `${testList}    since: 2026\n` });
  const { code, stderr } = await runIn(folder, ["check"]);
  expect(code).toBe(1);
  expect(stderr).toContain("trust-center.yaml:17:12  error  Expected `since` to be");
});

test("a folder without a list is wrong usage", async () => {
  const { code, stderr } = await runIn(await temporaryFolder(), ["check"]);
  expect(code).toBe(2);
  expect(stderr).toContain("trust-center init");
});

describe("formats for programs", () => {
  const slips = testList
    .replace("noticePeriod: P30D", "noticePeriod: 30 days")
    .replace("name: Cloud One", "name: Cloud One\n    locations: [{ country: UK }, { country: Atlantis }]");

  test("--fix names each thing that it mends, and checks what is left", async () => {
    const folder = await authoringFolder({ "trust-center.yaml": slips });
    const { code, stdout, stderr } = await runIn(folder, ["check", "--fix"]);
    expect(code).toBe(1);
    expect(stdout).toContain("trust-center.yaml:7:17  fixed  period: 30 days → P30D\n");
    expect(stdout).toContain("trust-center.yaml:15:28  fixed  country-unknown: UK → GB\n");
    expect(stderr).toContain("“Atlantis”.  [country-code]\n    Fix: For example: DE.\n    Example: country: DE\n");
    expect(stderr).not.toContain("30 days");
    const again = await runIn(folder, ["check", "--fix", "--json"]);
    expect(JSON.parse(again.stdout)).toMatchObject({ mended: [], errors: [{ rule: "country-code" }] });
  });

  test("--format github annotates lines, each on one, whatever stands in a text", async () => {
    const folder = await authoringFolder({
      "deep, er/trust-center.yaml": slips.replace("Atlantis", '"a\\nb%::c"'),
    });
    const { code, stdout, stderr } = await runIn(folder, [
      "check",
      "deep, er",
      "--format",
      "github",
      "--quiet",
      "--json",
    ]);
    expect([code, stderr]).toEqual([1, ""]);
    const lines = stdout.trimEnd().split("\n");
    expect(
      lines.every((line) =>
        /^::(?:error|warning|notice) file=deep%2C er\/trust-center\.yaml,line=\d+,col=\d+,title=[^,:]+::\S/.test(line),
      ),
    ).toBe(true);
    expect(lines).toContainEqual(
      expect.stringMatching(/^::error file=[^:]*,line=15,col=\d+,title=country-code::.*found “a(?:%0A|\\n)b%25::c”/),
    );
  });

  test("a severity for each: errors, warnings, what is unusual, gaps", async () => {
    const folder = await authoringFolder({ "trust-center.yaml": `${testList}    locations: [{ country: UK }]\n` });
    const { code, stdout } = await runIn(folder, ["check", "--format", "github"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^::warning [^\n]*title=country-unknown::/m);
    expect(stdout).toMatch(/^::warning [^\n]*title=unusual\/terms::/m);
    expect(stdout).toMatch(/^::notice [^\n]*title=gap\/gdpr::“Cloud One” does not say/m);
    expect((await runIn(folder, ["check", "--format", "github", "--fail-on-warning"])).code).toBe(1);
  });

  test("another format is wrong usage", async () => {
    const { code, stderr } = await runIn(await authoringFolder(), ["check", "--format", "xml"]);
    expect(code).toBe(2);
    expect(stderr).toContain("text, json, sarif, github");
  });
});

describe("what the catalogue knows", () => {
  const list = `${testList}  - id: errors
    name: Sentry
    groups: [infrastructure]
`;
  const id = "errors/links/subprocessors";

  test("is suggested by --fix, and written by its id alone", async () => {
    const folder = await authoringFolder({ "trust-center.yaml": list });
    const text = () => readFile(join(folder, "trust-center.yaml"), "utf8");
    const before = await text();
    const shown = await runIn(folder, ["check", ".", "--fix"]);
    expect(shown.stdout).toMatch(/suggested {2}errors\/links\/subprocessors: https:\/\/sentry\.io\//);
    expect(shown.stdout).toMatch(/to choose {2}errors\/locations: US \(\d+\), /);
    expect((await text()).split("\n").filter((line) => !before.includes(line))).toEqual([]);
    const { catalogue } = JSON.parse((await runIn(folder, ["check", ".", "--fix", "--json", "--accept", id])).stdout);
    expect(catalogue.taken).toMatchObject([{ id, knownAs: "Sentry" }]);
    expect(await text()).toContain("- { type: subprocessors, url: https://sentry.io/");
    expect(await text()).not.toMatch(/locations|transferMechanisms/);
  });

  test("an id that nothing suggests is refused, and nothing is written", async () => {
    const folder = await authoringFolder({ "trust-center.yaml": list });
    const { code, stderr } = await runIn(folder, ["check", ".", "--fix", "--accept", "errors/locations"]);
    expect(code).toBe(2);
    expect(stderr).toContain("errors/locations");
  });

  test("at a terminal each is asked for", async () => {
    const folder = await authoringFolder({ "trust-center.yaml": list });
    const { io } = answering([
      [/Go through them/, "yes"],
      [/links\/site/, "no"],
      [/links\/privacy/, ""],
      [/links\/dpa/, "yes"],
      [/links\/subprocessors/, ""],
      [/links\/security/, ""],
      [/purposes/, ""],
    ]);
    await runIn(folder, ["check", ".", "--fix"], io);
    const after = await readFile(join(folder, "trust-center.yaml"), "utf8");
    expect(after.match(/type: \w+, url: https:\/\/sentry/g)).toEqual(["type: dpa, url: https://sentry"]);
  });
});

test("links are asked on request alone, and a dead one is a warning by its rule in every format", async () => {
  const server = createServer((_request, response) => response.writeHead(404).end());
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  onTestFinished(() => void server.close());
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/dpa`;
  const list = `${testList.replace("  url: https://acme.example/trust\n", "")}    links: [{ type: dpa, url: "${url}" }]\n`;
  const folder = await authoringFolder({ "trust-center.yaml": list });
  const ids = async (...words: string[]) => {
    const { code, stdout } = await runIn(folder, ["check", ".", "--format", "sarif", ...words]);
    return { code, ids: JSON.parse(stdout).runs[0].results.map(({ ruleId }: { ruleId: string }) => ruleId) };
  };
  expect((await ids()).ids).not.toContain("dead-link");
  const asked = await ids("--links", "--fail-on-warning");
  expect(asked.ids).toContain("dead-link");
  expect(asked.code).toBe(1);
  expect(JSON.parse((await runIn(folder, ["check", ".", "--links", "--json"])).stdout).links).toEqual({
    asked: 1,
    leftOut: 0,
    unsure: [],
  });
});

test("--links takes all, and no folder for it", async () => {
  const cwd = await temporaryFolder();
  const { code, stderr } = await runIn(cwd, ["check", "--links", "trust"]);
  expect([code, stderr]).toEqual([2, expect.stringContaining("check trust --links")]);
});
