import { execFile } from "node:child_process";
import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { temporaryFolder, write } from "@trust-center/authoring/testing";
import { isEncryptedPem } from "@trust-center/feed";
import { expect, test } from "vitest";
import { runIn } from "../testing/run.ts";
import { answering } from "../testing/terminal.ts";

const run = promisify(execFile);

const authored = ["trust-center.yaml", "policies/privacy.md"];

/** Fills in what `init` leaves to its author. */
async function fillIn(folder: string) {
  for (const path of authored.map((name) => join(folder, name))) {
    const filled = (await readFile(path, "utf8"))
      .replaceAll("replace-me.example", "acme.example")
      .replace(/: REPLACE ME[^,}\n]*/g, ": Example")
      .replace(/^REPLACE ME/m, "Example");
    await writeFile(path, filled);
  }
}

test("what init makes is not published as it is: every example in it is an error of check, where it stands", async () => {
  const cwd = await temporaryFolder();
  const made = await runIn(cwd, ["init", "trust", "--yes"]);
  expect(made).toMatchObject({ code: 0, stderr: "" });
  expect(made.stdout).toContain("trust-center publish trust");
  const { code, stdout } = await runIn(cwd, ["check", "trust", "--json"]);
  const { errors, warnings } = JSON.parse(stdout);
  expect([code, warnings]).toEqual([1, []]);
  const texts = await Promise.all(authored.map((name) => readFile(join(cwd, "trust", name), "utf8")));
  const examples = texts.flatMap((text, index) =>
    text
      .split("\n")
      .flatMap((line, at) => (/^(?:REPLACE ME|[^#]*(?:: REPLACE ME|replace-me))/.test(line) ? [at + 1] : []))
      .map((line) => `${authored[index]}:${line}`),
  );
  const places = errors.map(({ file, line }: { file: string; line: number }) => `${file}:${line}`);
  expect(places.toSorted()).toEqual(examples.toSorted());
  expect(new Set(places).size).toBeGreaterThan(10);
  expect((await runIn(cwd, ["publish", "trust"])).code).toBe(1);
  await expect(stat(join(cwd, "trust/public"))).rejects.toThrow();
});

test("once they are replaced it checks without errors, publishes and verifies", async () => {
  const cwd = await temporaryFolder();
  await runIn(cwd, ["init", "trust", "--yes"]);
  await fillIn(join(cwd, "trust"));
  const { code, stdout } = await runIn(cwd, ["check", "trust", "--json"]);
  expect([code, JSON.parse(stdout).errors, JSON.parse(stdout).warnings]).toEqual([0, [], []]);
  const { pin, tag } = JSON.parse((await runIn(cwd, ["publish", "trust", "--json"])).stdout);
  expect(tag).toContain(
    `<trust-center feed="https://acme.example/.well-known/trust-center/" pin="${pin}">
  <a href="https://acme.example/.well-known/trust-center/">Example: sub-processors</a>
</trust-center>`,
  );
  expect((await runIn(cwd, ["verify", "trust", "--pin", pin])).code).toBe(0);
});

test("names with characters of YAML and Markdown survive", async () => {
  const cwd = await temporaryFolder();
  const name = `# {A}: "B" & 'C' <b>*x*</b> [y](z)`;
  const flags = ["--name", name, "--feed", "https://a.example/tc", "--email", "p@a.example"];
  expect((await runIn(cwd, ["init", ".", ...flags])).code).toBe(0);
  await fillIn(cwd);
  expect(await runIn(cwd, ["check", "--json"])).toMatchObject({ code: 0 });
  await runIn(cwd, ["publish"]);
  const feed = JSON.parse(await readFile(join(cwd, "public/.well-known/trust-center/latest.json"), "utf8"));
  expect(feed.publisher.name).toBe(name);
});

test("the key is the owner's alone, encrypted on demand, and out of git", async () => {
  const cwd = await temporaryFolder();
  await run("git", ["init", "--quiet"], { cwd });
  await writeFile(join(cwd, ".gitignore"), "node_modules");
  const env = { PASS: "correct horse" };
  expect((await runIn(cwd, ["init", "deep/trust", "--yes", "--passphrase-env", "PASS"], { env })).code).toBe(0);
  await fillIn(join(cwd, "deep/trust"));
  const key = join(cwd, "deep/trust/trust-center.key.pem");
  expect((await stat(key)).mode & 0o777).toBe(0o600);
  expect(isEncryptedPem(await readFile(key, "utf8"))).toBe(true);
  const { stdout } = await run("git", ["status", "--porcelain", "--untracked-files=all"], { cwd });
  expect(stdout).toContain("deep/trust/trust-center.yaml");
  expect(stdout).not.toContain("key.pem");
  expect((await runIn(cwd, ["publish", "deep/trust"])).code).toBe(2);
  expect(
    (await runIn(cwd, ["publish", "deep/trust", "--passphrase-env", "PASS"], { env: { PASS: "wrong" } })).code,
  ).toBe(2);
  expect((await runIn(cwd, ["publish", "deep/trust", "--passphrase-env", "PASS"], { env })).code).toBe(0);
});

test("a .gitignore that is there is added to", async () => {
  const cwd = await temporaryFolder();
  await write(cwd, { ".gitignore": "dist" });
  await runIn(cwd, ["init", "--yes"]);
  expect(await readFile(join(cwd, ".gitignore"), "utf8")).toMatch(/^dist\n#.*\n\/trust-center\.key\.pem\n$/);
});

test.each(["trust-center.yaml", "trust-center.key.pem", "policies/privacy.md"])(
  "%s is never overwritten",
  async (name) => {
    const cwd = await temporaryFolder();
    await write(cwd, { [name]: "mine" });
    const { code, stderr } = await runIn(cwd, ["init", "--yes"]);
    expect(code).toBe(2);
    expect(stderr).toContain("Nothing was written");
    expect(await readFile(join(cwd, name), "utf8")).toBe("mine");
    await expect(stat(join(cwd, ".gitignore"))).rejects.toThrow();
  },
);

test.each([
  [["init"], "--name"],
  [["init", "--yes", "--feed", "http://acme.example/"], "--feed"],
  [["init", "--yes", "--feed", "nonsense"], "--feed"],
  [["init", "--yes", "--email", "nobody"], "--email"],
  [["init", "--yes", "--passphrase-env", "UNSET"], "UNSET"],
])("%j is wrong usage", async (arguments_, named) => {
  const { code, stderr } = await runIn(await temporaryFolder(), arguments_);
  expect(code).toBe(2);
  expect(stderr).toContain(named);
});

test("a feed under ES256 is made, published and verified; another algorithm is refused before anything is written", async () => {
  const cwd = await temporaryFolder();
  const other = await runIn(cwd, ["init", "trust", "--yes", "--alg", "RS256"]);
  expect([other.code, other.stderr]).toEqual([2, expect.stringContaining("Ed25519 or ES256")]);
  expect((await runIn(cwd, ["init", "trust", "--yes", "--alg", "ES256"])).code).toBe(0);
  await fillIn(join(cwd, "trust"));
  const published = await runIn(cwd, ["publish", "trust", "--json"]);
  expect(published.code).toBe(0);
  const { pin } = JSON.parse(published.stdout);
  expect((await runIn(cwd, ["verify", "trust", "--pin", pin])).stdout).toContain("Verified");
});

test("at a terminal each answer is looked at as it is given, a host alone is enough, and what it prints can be typed", async () => {
  const cwd = await temporaryFolder();
  const person = answering([
    [/Name of your company/, "Acme & Söhne"],
    [/Where the feed will be found/, "acme"],
    [/Expected a host such as acme\.example[\s\S]*found “acme”[\s\S]*Where the feed/, "acme.example"],
    [/E-mail address for privacy questions \(privacy@acme\.example\)/, "privacy"],
    [/found “privacy”[\s\S]*E-mail address/, "dpo@acme.example"],
    [/Algorithm of the key/, "RSA"],
    [/found “RSA”[\s\S]*Algorithm of the key/, "ES256"],
    [/Passphrase for the key/, "one"],
    [/Once more/, "two"],
    [/found two[\s\S]*Passphrase for the key/, ""],
  ]);
  const { code, stdout, stderr } = await runIn(cwd, ["init", "my trust"], person.io);
  expect([code, stderr, person.left()]).toEqual([0, "", []]);
  expect(stdout).toContain("The feed's address is https://acme.example/.well-known/trust-center/");
  const list = await readFile(join(cwd, "my trust/trust-center.yaml"), "utf8");
  for (const fact of ["name: Acme & Söhne", "feed: https://acme.example/.well-known/trust-center/", "dpo@acme.example"])
    expect(list).toContain(fact);
  const commands = [...stdout.matchAll(/^ {2}\d\. trust-center (.*)$/gm)].map(([, words = ""]) => words);
  expect(commands).toEqual(["check 'my trust'", "publish 'my trust'", "embed 'my trust'"]);
  // As a shell reads them.
  const typed = await run("sh", ["-c", `printf '%s\\n' ${commands[0]}`]);
  const checked = await runIn(cwd, [...typed.stdout.trimEnd().split("\n"), "--json"]);
  expect(JSON.parse(checked.stdout).errors).not.toEqual([]);
});

test("a folder that is taken is said before anything is asked, and so is a flag that is wrong", async () => {
  const cwd = await temporaryFolder();
  await write(cwd, { "trust/trust-center.yaml": "mine" });
  const nobody = answering([]);
  expect((await runIn(cwd, ["init", "trust"], nobody.io)).stderr).toContain("Nothing was written");
  expect((await runIn(cwd, ["init", "other", "--email", "nobody"], nobody.io)).stderr).toContain("--email");
  expect(nobody.seen()).toBe("");
});

test("what was answered is kept where making the folder fails", async () => {
  const cwd = await temporaryFolder();
  // A file where the folder of policies would be.
  await write(cwd, { "trust/policies": "" });
  const person = answering([
    [/Name of your company/, "It's Acme"],
    [/Where the feed will be found/, "acme.example"],
    [/E-mail address/, ""],
    [/Algorithm/, "ES256"],
    [/Passphrase/, ""],
  ]);
  const { code, stderr } = await runIn(cwd, ["init", "trust"], { ...person.io, env: { npm_command: "exec" } });
  expect(code).not.toBe(0);
  const [, again = ""] = /Your answers, for the next time: npx @trust-center\/cli (.*)/.exec(stderr) ?? [];
  await run("rm", ["-r", join(cwd, "trust")]);
  const typed = (await run("sh", ["-c", `printf '%s\\n' ${again}`])).stdout.trimEnd().split("\n");
  expect((await runIn(cwd, typed)).code).toBe(0);
  expect(await readFile(join(cwd, "trust/trust-center.yaml"), "utf8")).toContain("name: It's Acme");
  expect(await readFile(join(cwd, "trust/trust-center.yaml"), "utf8")).toContain("privacy@acme.example");
});

test.each([
  ["acme.example", "https://acme.example/.well-known/trust-center/"],
  ["https://acme.example", "https://acme.example/.well-known/trust-center/"],
  ["acme.example/trust", "https://acme.example/trust/"],
  ["http://localhost:8080/tc", "http://localhost:8080/tc/"],
])("--feed %s is %s", async (typed, address) => {
  const cwd = await temporaryFolder();
  expect((await runIn(cwd, ["init", "--yes", "--feed", typed])).code).toBe(0);
  expect(await readFile(join(cwd, "trust-center.yaml"), "utf8")).toContain(`  feed: ${address}\n`);
});
