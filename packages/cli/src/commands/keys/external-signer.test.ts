import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { authoringFolder, testList } from "@trust-center/authoring/testing";
import { describe, expect, test } from "vitest";
import { runIn } from "../../testing/run.ts";

const main = fileURLToPath(new URL("../../main.ts", import.meta.url));
const at = (day: number) => `2026-01-${String(day).padStart(2, "0")}T12:00:00Z`;

/** A program as a vendor would write one: it signs what it reads from stdin with the key that it alone can read. */
const program = (print: string) => `
const { createPrivateKey, sign } = require("node:crypto");
const { readFileSync } = require("node:fs");
const key = createPrivateKey(readFileSync("device.key.pem"));
const data = readFileSync(0);
const raw = (encoding) => sign(key.asymmetricKeyType === "ec" ? "sha256" : null, data, { key, dsaEncoding: encoding });
${print}
`;

const printings = {
  base64url: 'console.log(raw("ieee-p1363").toString("base64url"));',
  base64: 'console.log(raw("ieee-p1363").toString("base64"));',
  hex: 'process.stdout.write(raw("ieee-p1363").toString("hex"));',
  DER: 'console.log(raw("der").toString("base64"));',
};

/** A folder whose manifest and timestamp are signed by a command. */
async function withDevice(alg: string, code: string, more = "") {
  const folder = await authoringFolder({ "trust-center.yaml": testList });
  const { pin } = JSON.parse((await runIn(folder, ["publish", "--now", at(10), "--json"])).stdout);
  await runIn(folder, ["keys", "new", "device.key.pem", "--alg", alg]);
  await writeFile(join(folder, "sign.cjs"), code);
  const command = JSON.stringify([process.execPath, "sign.cjs"]);
  const keys = `  keys: [./trust-center.key.pem, { command: ${command}, public: device.pub.json${more} }]\n`;
  await writeFile(join(folder, "trust-center.yaml"), testList.replace("publisher:", `${keys}publisher:`));
  const rotate = ["keys", "rotate", "--role", "manifest", "--role", "timestamp"];
  const run = (...words: string[]) => runIn(folder, words);
  const rotated = await run(...rotate, "--with", "device.pub.json", "--now", at(11));
  return { folder, rotated, run, verify: () => run("verify", ".", "--pin", pin, "--now", at(12)) };
}

describe("a command that signs", () => {
  test.each([
    ["Ed25519", "base64url"],
    ["Ed25519", "hex"],
    ["ES256", "base64"],
    ["ES256", "DER"],
  ] as const)("%s, printed as %s", async (alg, form) => {
    const { rotated, run, verify } = await withDevice(alg, program(printings[form]));
    expect(rotated).toMatchObject({ code: 0, stderr: "" });
    expect((await verify()).code).toBe(0);
    expect((await run("publish", "--force-refresh", "--now", at(12))).code).toBe(0);
    expect((await run("refresh", "--now", at(12))).code).toBe(0);
    expect((await verify()).code).toBe(0);
  });

  test.each([
    ["another's signature", `console.log(Buffer.alloc(64, 7).toString("base64"));`, "does not verify"],
    ["something else", `console.log("touch the key");`, "64 bytes"],
    ["an error", "process.exit(3);", "exit code 3"],
    ["without end", `setInterval(() => console.log("x".repeat(9999)), 1);`, "more than 65536"],
  ])("that prints %s is refused, and nothing is written", async (_what, code, said) => {
    const { rotated, run, verify } = await withDevice("Ed25519", code);
    expect(rotated.code).toBe(2);
    expect(rotated.stderr).toContain(said);
    expect((await verify()).stdout).toContain("✓ Roots: 1 of 1");
    expect((await run("publish", "--now", at(12))).code).toBe(0);
  });

  test("that does not answer ends by its timeout", async () => {
    const { rotated } = await withDevice("Ed25519", "setInterval(() => {}, 1000);", ", timeout: PT1S");
    expect(rotated.code).toBe(2);
    expect(rotated.stderr).toContain("no answer in 1 seconds");
  });

  test("that heeds no signal does not keep the command from ending", async () => {
    const { folder } = await withDevice("Ed25519", program(printings.hex));
    // Not Node: it has to be there, and deaf, within the second.
    await writeFile(join(folder, "stubborn.sh"), `trap "" TERM; echo $$ > pid; exec sleep 500`);
    const yaml = await readFile(join(folder, "trust-center.yaml"), "utf8");
    await writeFile(
      join(folder, "trust-center.yaml"),
      yaml
        .replace(JSON.stringify([process.execPath, "sign.cjs"]), '["sh", "stubborn.sh"]')
        .replace("device.pub.json }", "device.pub.json, timeout: PT1S }"),
    );
    const arguments_ = ["--conditions=source", main, "publish", folder, "--yes", "--force-refresh", "--now", at(12)];
    const child = spawn(process.execPath, arguments_, { stdio: ["ignore", "ignore", "pipe"] });
    // Not "close": the stubborn one holds the pipe of stderr.
    expect(await once(child, "exit")).toEqual([2, null]);
    // It still runs: nobody waited for it.
    process.kill(Number(await readFile(join(folder, "pid"), "utf8")), "SIGKILL");
  });

  test("that is not there is named", async () => {
    const folder = await authoringFolder({
      "trust-center.yaml": testList.replace(
        "publisher:",
        "  keys: [{ command: [./nowhere], public: trust-center.pub.json }]\npublisher:",
      ),
    });
    expect((await runIn(folder, ["publish"])).stderr).toContain("trust-center.pub.json");
    await runIn(folder, ["keys", "new", "other.key.pem"]);
    await writeFile(
      join(folder, "trust-center.yaml"),
      testList.replace("publisher:", "  keys: [{ command: [./nowhere], public: other.pub.json }]\npublisher:"),
    );
    const { code, stderr } = await runIn(folder, ["publish"]);
    expect(code).toBe(2);
    expect(stderr).toContain("./nowhere");
  });
});
