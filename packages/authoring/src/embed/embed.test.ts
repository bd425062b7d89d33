import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { authoringFolder, publishConfirmed, readTree, temporaryFolder, testList, write } from "../testing/folder.ts";
import { embedFolder } from "./embed.ts";
import { putInPage } from "./page.ts";

const hashOf = (text: string) => `sha384-${createHash("sha384").update(text).digest("base64")}`;

/** A folder like `dist/script`, of a version. */
async function scriptOf(version: string): Promise<string> {
  const folder = await temporaryFolder();
  const text = `import("./part-${version}.js");`;
  await write(folder, {
    "trust-center.js": text,
    "trust-center-classic.js": `/* ${version} */`,
    [`part-${version}.js`]: "export {};",
    "integrity.json": JSON.stringify({ "trust-center.js": hashOf(text) }),
  });
  return folder;
}

async function published(yaml = testList): Promise<{ folder: string; pin: string }> {
  const folder = await authoringFolder({ "trust-center.yaml": yaml });
  const { pin } = await publishConfirmed(folder);
  return { folder, pin };
}

const page = "<!doctype html>\n<html>\n  <body>\n    <h1>Trust</h1>\n  </body>\n</html>\n";

describe("embed", () => {
  test("copies the script beside the feed, and makes the tag with hash, pin and link", async () => {
    const { folder, pin } = await published();
    const result = await embedFolder(folder, { script: await scriptOf("a") });
    expect(
      result.tag,
    ).toBe(`<script type="module" src="/trust-center/trust-center.js" integrity="${hashOf('import("./part-a.js");')}" crossorigin="anonymous"></script>
<trust-center feed="https://acme.example/.well-known/trust-center/" pin="${pin}">
  <a href="https://acme.example/.well-known/trust-center/">Acme: sub-processors</a>
</trust-center>`);
    expect(result.to).toBe(join(folder, "public/trust-center"));
    expect(result.written.slice(-2)).toEqual(["trust-center-classic.js", "trust-center.js"]);
    expect(Object.keys(await readTree(result.to)).sort()).toEqual([
      "integrity.json",
      "part-a.js",
      "trust-center-classic.js",
      "trust-center.js",
    ]);
    expect(result.isNamed).toBe(false);
  });

  test("again it writes nothing; a newer script is another hash, and the parts of the old one stay", async () => {
    const { folder } = await published();
    const site = await temporaryFolder();
    const file = join(site, "index.html");
    await write(site, { "index.html": page });
    const first = await embedFolder(folder, { script: await scriptOf("a"), page: file });
    const once = await readFile(file, "utf8");
    expect(once).toContain(`    <!-- trust-center -->\n    <script type="module"`);
    expect(first.pageChanged).toBe(true);
    const again = await embedFolder(folder, { script: await scriptOf("a"), page: file });
    expect([again.written, again.pageChanged, await readFile(file, "utf8")]).toEqual([[], false, once]);
    const newer = await embedFolder(folder, { script: await scriptOf("b"), page: file });
    expect([newer.pageChanged, Object.keys(await readTree(newer.to))]).toEqual([
      true,
      expect.arrayContaining(["part-a.js", "part-b.js"]),
    ]);
    expect(await readFile(file, "utf8")).toBe(once.replace(first.widget.integrity, newer.widget.integrity));
  });

  test("what the settings name is taken, and then publish prints the same tag", async () => {
    const script = await scriptOf("a");
    const integrity = hashOf('import("./part-a.js");');
    const yaml = testList.replace(
      "publish:\n",
      `publish:\n  widget: { script: /js/tc/trust-center.js, integrity: ${integrity} }\n`,
    );
    const folder = await authoringFolder({ "trust-center.yaml": yaml });
    const { tag } = await publishConfirmed(folder);
    const result = await embedFolder(folder, { script });
    expect(result).toMatchObject({ tag, isNamed: true, to: join(folder, "public/js/tc") });
  });

  test.each([
    ["nothing published", async () => authoringFolder(), {}, "Publish first"],
    ["no script", async () => (await published()).folder, { script: "/nowhere" }, "--script"],
    ["a script on another host", async () => (await published()).folder, { src: "https://cdn.example/t.js" }, "--to"],
    [
      "a feed's folder that does not show its site's",
      async () => (await published(testList.replace("publish:\n", "publish:\n  out: ./signed\n"))).folder,
      {},
      "--to",
    ],
    ["no page", async () => (await published()).folder, { page: "/nowhere/index.html" }, "Expected a page"],
  ])("%s: nothing is written, and the message says what to do", async (_what, folderOf, more, words) => {
    const folder = await folderOf();
    const before = await readTree(folder);
    await expect(embedFolder(folder, { script: await scriptOf("a"), ...more })).rejects.toThrow(words);
    expect(await readTree(folder)).toEqual(before);
  });

  test("a script that is not its build's is refused", async () => {
    const { folder } = await published();
    const script = await scriptOf("a");
    await write(script, { "trust-center.js": "alert(1)" });
    await expect(embedFolder(folder, { script })).rejects.toThrow("integrity.json");
  });
});

describe("a page with the tag", () => {
  const lines = fc.array(fc.constantFrom("<p>x</p>", "  <main>", "</main>", "", "\t<b>y</b>", "<!-- z -->"), {
    maxLength: 6,
  });
  const pages = fc
    .record({
      before: lines,
      inside: lines,
      after: lines,
      newline: fc.constantFrom("\n", "\r\n"),
      indent: fc.constantFrom("", "  ", "\t"),
      isMarked: fc.boolean(),
    })
    .map(({ before, inside, after, newline, indent, isMarked }) => ({
      newline,
      text: [
        ...before,
        ...(isMarked ? [`${indent}<!-- trust-center -->`, ...inside, `${indent}<!-- /trust-center -->`] : []),
        ...after,
        `${indent}</body>`,
        "",
      ].join(newline),
      outside: [...before, ...after, `${indent}</body>`, ""].join(newline),
    }));
  const tags = fc
    .array(fc.constantFrom("<script></script>", "<trust-center>", "  <a>$&</a>", "</trust-center>"), {
      minLength: 1,
      maxLength: 4,
    })
    .map((parts) => parts.join("\n"));
  /** A page without what stands between the marks, and the line of each. */
  const outsideOf = (text: string) =>
    text.replace(/[ \t]*<!-- trust-center -->[\s\S]*<!-- \/trust-center -->(?:\r?\n)/, "");

  test("holds the last one alone, however often it is put there, and nothing else changes", () => {
    fc.assert(
      fc.property(pages, tags, tags, ({ text, outside, newline }, first, second) => {
        const once = putInPage(text, first);
        expect(putInPage(once, first)).toBe(once);
        expect(putInPage(once, second)).toBe(putInPage(text, second));
        expect(outsideOf(once)).toBe(outside);
        const [, inside = ""] = /<!-- trust-center -->([\s\S]*)<!-- \/trust-center -->/.exec(once) ?? [];
        expect(
          inside
            .split(newline)
            .map((line) => line.trim())
            .filter(Boolean),
        ).toEqual(first.split("\n").map((line) => line.trim()));
      }),
    );
  });

  test.each([
    ["a beginning without an end", "<!-- trust-center -->\n</body>"],
    ["an end before its beginning", "<!-- /trust-center -->\n<!-- trust-center -->\n</body>"],
    ["two places", "<!-- trust-center --><!-- /trust-center --><!-- trust-center --><!-- /trust-center -->"],
    ["none, and no end of the body", "<p>Trust</p>\n"],
  ])("%s is refused", (_what, text) => {
    expect(() => putInPage(text, "<x></x>")).toThrow("Expected");
  });
});
