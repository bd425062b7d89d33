import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { authoringFolder, testList, write } from "@trust-center/authoring/testing";
import { expect, test } from "vitest";
import { runIn } from "../testing/run.ts";

const text = 'import("./part.js");';
const integrity = `sha384-${createHash("sha384").update(text).digest("base64")}`;
const script = {
  "widget/trust-center.js": text,
  "widget/part.js": "export {};",
  "widget/integrity.json": JSON.stringify({ "trust-center.js": integrity }),
};

test("embed prints the whole tag, and how publish prints the same; --write puts it into a page, once", async () => {
  const page = "<body>\n  <main>\n    <!-- trust-center -->\n    <!-- /trust-center -->\n  </main>\n</body>\n";
  const folder = await authoringFolder({ ...script, "index.html": page });
  const { pin } = JSON.parse((await runIn(folder, ["publish", "--json"])).stdout);
  const { code, stdout, stderr } = await runIn(folder, ["embed", "--script", "widget"]);
  expect([code, stderr]).toEqual([0, ""]);
  expect(stdout).toContain(
    `integrity="${integrity}" crossorigin="anonymous"></script>\n  <trust-center feed="https://acme.example/.well-known/trust-center/" pin="${pin}">`,
  );
  const [, setting = ""] = /^ {2}(widget: \{.*\})$/m.exec(stdout) ?? [];
  expect((await runIn(folder, ["embed", "--script", "widget", "--write", "index.html"])).code).toBe(0);
  const written = await readFile(join(folder, "index.html"), "utf8");
  expect(written).toContain(`  <main>\n    <!-- trust-center -->\n    <script type="module"`);
  const again = await runIn(folder, ["embed", "--script", "widget", "--write", "index.html", "--json"]);
  expect(JSON.parse(again.stdout)).toMatchObject({ written: [], pageChanged: false, isNamed: false });
  expect(await readFile(join(folder, "index.html"), "utf8")).toBe(written);
  // What it says to write into the settings is what it says.
  await write(folder, { "trust-center.yaml": testList.replace("publish:\n", `publish:\n  ${setting}\n`) });
  const { tag } = JSON.parse((await runIn(folder, ["publish", "--json"])).stdout);
  const named = JSON.parse((await runIn(folder, ["embed", "--script", "widget", "--json"])).stdout);
  expect(named).toMatchObject({ tag, isNamed: true });
});

test("before the first publish there is no pin", async () => {
  const folder = await authoringFolder(script);
  const { code, stderr } = await runIn(folder, ["embed", "--script", "widget"]);
  expect(code).toBe(1);
  expect(stderr).toContain("Publish first");
});
