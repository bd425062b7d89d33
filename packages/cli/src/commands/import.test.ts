import { execFile } from "node:child_process";
import { readFile, stat } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { temporaryFolder, write } from "@trust-center/authoring/testing";
import { expect, onTestFinished, test } from "vitest";
import { parse } from "yaml";
import { runIn } from "../testing/run.ts";
import { answering } from "../testing/terminal.ts";

const run = promisify(execFile);

const list = `# Sub-processors

| Vendor | Purpose | Hosted in |
| --- | --- | --- |
| Harbour Cloud GmbH | Hosting | Germany |
| Pigeon | Mail | USA |
`;
const whose = [
  "--name",
  "Acme",
  "--feed",
  "https://acme.example/.well-known/trust-center/",
  "--email",
  "privacy@acme.example",
];

test("a page is moved in, checked, published and verified by the commands that are printed", async () => {
  const cwd = await temporaryFolder();
  await write(cwd, { "list.md": list });
  const moved = await runIn(cwd, ["import", "list.md", "trust", ...whose]);
  expect(moved).toMatchObject({ code: 0, stderr: "" });
  expect(moved.stdout).toContain("2 entries in list.md");
  expect(moved.stdout).toContain("0 lost.");
  expect(moved.stdout).toContain('--map "Hosted in=<field>"');
  expect(moved.stdout).toContain("trust-center publish trust");
  expect((await stat(join(cwd, "trust/trust-center.key.pem"))).mode & 0o777).toBe(0o600);
  expect((await runIn(cwd, ["check", "trust"])).code).toBe(0);
  const { pin } = JSON.parse((await runIn(cwd, ["publish", "trust", "--json"])).stdout);
  expect((await runIn(cwd, ["verify", "trust", "--pin", pin])).code).toBe(0);
});

test("the list is put in the place of what is there only where it is said; settings stay, and mappings are remembered", async () => {
  const cwd = await temporaryFolder();
  await write(cwd, { "list.md": list });
  await runIn(cwd, ["import", "list.md", "trust", ...whose, "--map", "Hosted in=locations"]);
  const path = join(cwd, "trust/trust-center.yaml");
  const edited = (await readFile(path, "utf8")).replace(
    "publisher:",
    "noticeTerms: { noticePeriod: P14D }\npublisher:",
  );
  await write(cwd, { "trust/trust-center.yaml": edited, "list.md": list.replace("Pigeon", "Dove") });
  const refused = await runIn(cwd, ["import", "list.md", "trust", ...whose]);
  expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("--replace")]);
  expect(await readFile(path, "utf8")).toBe(edited);
  const replaced = await runIn(cwd, ["import", "list.md", "trust", "--replace", "--json"]);
  expect(replaced.code).toBe(0);
  expect(JSON.parse(replaced.stdout)).toMatchObject({
    rows: 2,
    questions: [],
    words: { lost: [] },
    check: { errors: [] },
  });
  expect(parse(await readFile(path, "utf8"))).toMatchObject({
    publish: { feed: "https://acme.example/.well-known/trust-center/" },
    publisher: { name: "Acme" },
    noticeTerms: { noticePeriod: "P14D" },
    subprocessors: [{ name: "Harbour Cloud GmbH" }, { name: "Dove", locations: [{ country: "US" }] }],
  });
});

test("a page is fetched from its address, under the rules for addresses", async () => {
  const server = createServer((request, response) => {
    if (request.url === "/moved") response.writeHead(302, { location: "/list" }).end();
    else if (request.url === "/list")
      response
        .writeHead(200, { "content-type": "text/html" })
        .end("<h1>Subprocessors</h1><ul><li><a href='/pigeon'>Pigeon</a></li></ul>");
    else if (request.url === "/large")
      response.writeHead(200, { "content-type": "text/html" }).end("x".repeat(9 * 1024 * 1024));
    else response.writeHead(403).end();
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  onTestFinished(() => void server.close());
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const cwd = await temporaryFolder();
  const from = (address: string) => runIn(cwd, ["import", address, "trust", ...whose]);
  expect((await from(`${base}/moved`)).stderr).toContain(`found a redirect to ${base}/list. Name that address.`);
  expect((await from(`${base}/kept`)).stderr).toContain("HTTP status 403");
  expect((await from(`${base}/large`)).stderr).toContain("at most 8388608 bytes");
  expect((await from("http://acme.example/list")).stderr).toContain("https://");
  expect((await from(`${base}/list`)).code).toBe(0);
  const content = parse(await readFile(join(cwd, "trust/trust-center.yaml"), "utf8"));
  expect(content.publisher.url).toBe(`${base}/list`);
  expect(content.subprocessors[0].links).toEqual([{ type: "other", url: `${base}/pigeon` }]);
});

test("links of a file start from the address that --base names, which is one of the web", async () => {
  const cwd = await temporaryFolder();
  await write(cwd, { "list.md": list.replace("| Pigeon ", "| [Pigeon](/vendors/pigeon) ") });
  for (const base of ["ftp://acme.example/", "/legal", "https://user:word@acme.example/"]) {
    const refused = await runIn(cwd, ["import", "list.md", "trust", ...whose, "--base", base]);
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining("--base https://acme.example")]);
  }
  await runIn(cwd, ["import", "list.md", "trust", ...whose, "--base", "https://acme.example/legal/list"]);
  expect(await readFile(join(cwd, "trust/trust-center.yaml"), "utf8")).toContain(
    "url: https://acme.example/vendors/pigeon",
  );
});

test("at a terminal it asks what a heading means, and takes no for an answer", async () => {
  const cwd = await temporaryFolder();
  await write(cwd, { "list.md": list });
  const person = answering([
    [/Algorithm of the key/, ""],
    [/Passphrase/, ""],
    [/“Hosted in” say \(“Germany”, “USA”\)/, "nowhere"],
    [/Expected one of these names, found “nowhere”[\s\S]*“Hosted in”/, "locations"],
  ]);
  const moved = await runIn(cwd, ["import", "list.md", "trust", ...whose], person.io);
  expect(moved).toMatchObject({ code: 0, stderr: "" });
  expect(moved.stdout).toContain("Hosted in → locations  answered");
});

test.each([
  [["import", "none.md"], "a file at"],
  [["import", "list.md", "--map", "Hosted in=nowhere"], "--map"],
  [["import", "list.md", "--format", "pdf"], "--format"],
  [
    ["import", "empty.md"],
    'none. Nothing was written. Where a table is the list, say which column has the names: --map "Heading=name"',
  ],
])("%j is wrong usage, and writes nothing", async (arguments_, named) => {
  const cwd = await temporaryFolder();
  await write(cwd, { "list.md": list, "empty.md": "# Nothing\n\nAt all.\n" });
  const { code, stderr } = await runIn(cwd, [...arguments_, ...whose]);
  expect([code, stderr]).toEqual([2, expect.stringContaining(named)]);
  await expect(stat(join(cwd, "trust"))).rejects.toThrow();
});

test("no other command loads the readers of pages", async () => {
  const main = fileURLToPath(new URL("../main.ts", import.meta.url));
  const hook = `import { registerHooks } from "node:module";
registerHooks({ resolve: (name, context, next) => { if (name === "@trust-center/import") process.stderr.write("loaded"); return next(name, context); } });`;
  const loads = async (...arguments_: string[]) => {
    const node = ["--conditions=source", "--import", `data:text/javascript,${encodeURIComponent(hook)}`, main];
    const { stderr } = await run(process.execPath, [...node, ...arguments_]).catch(
      (error: { stderr: string }) => error,
    );
    return stderr.includes("loaded");
  };
  expect(await loads("check", "/nowhere")).toBe(false);
  expect(await loads("import", "/nowhere.md")).toBe(true);
});

test("with --git the file's history becomes past changes, said to be a statement", async () => {
  const cwd = await temporaryFolder();
  const git = (...words: string[]) =>
    run("git", ["-c", "user.name=A", "-c", "user.email=a@a.example", ...words], { cwd });
  await git("init", "-q");
  await write(cwd, { "list.md": list });
  await git("add", "list.md");
  await git("commit", "-qm", "x");
  await write(cwd, { "list.md": list.replace("Pigeon", "Dove") });
  await git("commit", "-qam", "x");
  const moved = await runIn(cwd, ["import", "list.md", "trust", "--git", ...whose]);
  expect(moved).toMatchObject({ code: 0, stderr: "" });
  expect(moved.stdout).toMatch(/2 commits from .*: 1 changed an entry, 0 wording .*which nothing proves\./);
  const { pastChanges } = parse(await readFile(join(cwd, "trust/trust-center.yaml"), "utf8"));
  expect(pastChanges.map(({ kind }: { kind: string }) => kind)).toEqual(["initial", "added", "removed"]);
  const page = await runIn(cwd, ["import", "https://acme.example/list", "other", "--git", ...whose]);
  expect([page.code, page.stderr]).toEqual([2, expect.stringContaining("--git")]);
});
