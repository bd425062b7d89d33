import { cp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { memoryFile } from "@trust-center/authoring";
import { outIn, publishConfirmed, readTree, temporaryFolder, write } from "@trust-center/authoring/testing";
import { check, type Head, headSchema, parseJson } from "@trust-center/feed";
import { expect, test } from "vitest";
import { declarations } from "../declarations/all.ts";
import type { Declaration } from "../declarations/declaration.ts";
import { online } from "../testing/online.ts";
import { runIn } from "../testing/run.ts";

const at = (day: number) => `2026-01-${String(day).padStart(2, "0")}T12:00:00Z`;

type Vendor = Awaited<ReturnType<typeof online>>;

/** A command line that writes into a published folder, and what must be there before it is run. */
interface Writing {
  words: string[];
  ready?: (vendor: Vendor) => Promise<unknown>;
}

const proposed = async ({ folder }: Vendor) => {
  await runIn(folder, ["keys", "rotate", "--role", "receipt", "--propose", "p.json", "--now", at(11)]);
  await runIn(folder, ["keys", "sign", "p.json", "--key", "trust-center.key.pem", "--yes"]);
};

const witnessed = async ({ folder, address, pin }: Vendor) => {
  await runIn(folder, ["keys", "new", "w.key.pem"]);
  const own = ["--key", "w.key.pem", "--name", "witness.example/w1", "--state", "seen", "--now", at(11)];
  const { stdout } = await runIn(folder, ["witness", address, "--pin", pin, ...own, "--json"]);
  const { checkpoint, verifierKey } = JSON.parse(stdout);
  await writeFile(join(folder, "note"), checkpoint);
  const path = join(folder, "trust-center.yaml");
  const yaml = await readFile(path, "utf8");
  await writeFile(path, yaml.replace("publish:\n", `publish:\n  witnesses: ["${verifierKey}"]\n`));
};

const anotherKey = ({ folder }: Vendor) => runIn(folder, ["keys", "new", "b.key.pem"]);
const twoReceiptKeys = async (vendor: Vendor) => {
  await anotherKey(vendor);
  await runIn(vendor.folder, ["keys", "add", "b.pub.json", "--role", "receipt", "--now", at(11)]);
};
const published = "public/.well-known/trust-center";

/** Every command that writes into a published folder; `recover` apart, which brings an older one forward. */
const writing: Record<string, Writing[]> = {
  publish: [{ words: ["publish", "--force-refresh"] }],
  refresh: [
    { words: ["refresh"] },
    { words: ["refresh", "--out", published, "--key", "trust-center.key.pem"] },
    { words: ["refresh", "--key", "trust-center.key.pem"] },
  ],
  cosign: [{ words: ["cosign", "note"], ready: witnessed }],
  "keys add": [{ words: ["keys", "add", "b.pub.json", "--role", "receipt"], ready: anotherKey }],
  "keys apply": [{ words: ["keys", "apply", "p.json"], ready: proposed }],
  "keys move": [{ words: ["keys", "move", "https://new.example/tc/", "--to-pin", `sha256-${"A".repeat(43)}`] }],
  "keys renew": [{ words: ["keys", "renew"] }],
  "keys retire": [{ words: ["keys", "retire", "NyjH", "--role", "receipt"], ready: twoReceiptKeys }],
  "keys rotate": [{ words: ["keys", "rotate", "--role", "timestamp"] }],
  "keys split": [{ words: ["keys", "split"] }],
  "keys threshold": [{ words: ["keys", "threshold", "receipt", "2"], ready: twoReceiptKeys }],
};

const elsewhere = [
  "as-of",
  "check",
  "diff",
  "discover",
  "drift",
  "embed",
  "export",
  "import",
  "init",
  "preview",
  "prove",
  "review",
  "serve",
  "verify",
  "watch",
  "witness",
];
const innerElsewhere = ["keys list", "keys log", "keys new", "keys sheet", "keys sign", "watch status"];

const namesOf = ({ name, action, commands = [] }: Declaration): string[] => [
  ...(action ? [name] : []),
  ...commands.map((one) => `${name} ${one.name}`),
];

test("it is known of every command whether it writes into a published folder", () => {
  // `up` does not end by itself: what it refuses is in its own tests.
  const known = [...Object.keys(writing), "recover", "up", ...elsewhere, ...innerElsewhere];
  expect(declarations.flatMap(namesOf).sort()).toEqual(known.sort());
});

const lines = Object.values(writing)
  .flat()
  .map((one) => [one.words.join(" "), one] as const);

async function readHead(folder: string) {
  const bytes = new Uint8Array(await readFile(join(outIn(folder), "head.json")));
  const head: Head = check(headSchema, parseJson(bytes, "head.json", 16), "head.json");
  const said = ({ payload }: { payload: string }) => JSON.parse(Buffer.from(payload, "base64url").toString());
  return { root: head.roots.length, manifest: said(head.manifest), timestamp: said(head.timestamp) };
}

/** That the memory says what the folder holds. */
async function expectRemembered(folder: string) {
  const { root, manifest, timestamp } = await readHead(folder);
  const memory = JSON.parse(await readFile(join(folder, memoryFile), "utf8"));
  const wanted = { root, manifest: manifest.version, timestamp: timestamp.version, log: manifest.log };
  expect(memory).toEqual({
    format: 1,
    feed: manifest.feed,
    pin: expect.any(String),
    issued: timestamp.issued,
    ...wanted,
  });
}

test.each([...lines, ["recover", { words: ["recover"] } as Writing] as const])(
  "%s: what is published is remembered, also where the memory was lost",
  async (_line, { words, ready }) => {
    const vendor = await online();
    await ready?.(vendor);
    await rm(join(vendor.folder, memoryFile));
    expect(await runIn(vendor.folder, [...words, "--now", at(12)])).toMatchObject({ code: 0, stderr: "" });
    await expectRemembered(vendor.folder);
  },
);

/** A vendor whose published folder is an older copy: version 2 was published after it was made. */
async function restored(ready: Writing["ready"]) {
  const vendor = await online();
  await ready?.(vendor);
  const backup = await temporaryFolder();
  await cp(outIn(vendor.folder), backup, { recursive: true });
  const yaml = await readFile(join(vendor.folder, "trust-center.yaml"), "utf8");
  await write(vendor.folder, { "trust-center.yaml": `${yaml}    description: More\n` });
  await publishConfirmed(vendor.folder, { now: Date.parse(at(12)) });
  const web = await temporaryFolder();
  await cp(outIn(vendor.folder), web, { recursive: true });
  vendor.serve(web);
  await rm(outIn(vendor.folder), { recursive: true });
  await cp(backup, outIn(vendor.folder), { recursive: true });
  return vendor;
}

test.each(lines)("%s: a restored backup is refused as such, and nothing is written", async (_line, writes) => {
  const { folder } = await restored(writes.ready);
  const before = await readTree(folder);
  const refused = await runIn(folder, [...writes.words, "--now", at(13), "--json"]);
  expect(refused.code).toBe(1);
  expect(JSON.parse(refused.stdout).error).toEqual({
    code: "rollback",
    message: expect.stringMatching(
      /manifest \d \(found \d\).*Is this folder a restored backup\?.*trust-center recover /,
    ),
    evidence: { remembered: expect.anything(), found: expect.anything() },
  });
  expect(await readTree(folder)).toEqual(before);
  // And what it says is the way on.
  expect((await runIn(folder, ["recover", "--now", at(13)])).code).toBe(0);
  await expectRemembered(folder);
  expect((await runIn(folder, ["publish", "--force-refresh", "--now", at(14)])).code).toBe(0);
  await expectRemembered(folder);
});
