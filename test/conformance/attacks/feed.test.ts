import { type Remembered, type Tree, TrustCenterError, type VerifyOptions, verify } from "@trust-center/feed";
import { describe, expect, test } from "vitest";
import { day } from "./publish.ts";
import { type Memory, makeScene, type Scene, start, visit, withFile } from "./scene.ts";
import { attacks, cases } from "./table.ts";

const address = "https://acme.example/.well-known/trust-center/";

/** Serves a tree as a careful client reads it: never beyond the cap. */
const from = (files: Tree) => async (path: string, maxBytes: number) => {
  const bytes = files.get(path);
  if (!bytes) throw new TrustCenterError("network", `No file ${path}`);
  if (bytes.length > maxBytes) throw new TrustCenterError("too-large", path);
  return bytes;
};

const optionsFor = ({ pin }: Scene, more: Partial<VerifyOptions> & { strict?: boolean } = {}) => ({
  feed: address,
  pin,
  now: visit,
  ...more,
});

/** What a reader keeps who was here on the day of a version. */
async function remember(scene: Scene, memory: Memory): Promise<Remembered | undefined> {
  if (memory === "none") return undefined;
  const { tree } = memory === "first" ? scene.first : scene.newest;
  return (await verify(from(tree), optionsFor(scene, { now: start + (memory === "first" ? 0 : day) }))).next;
}

describe("the honest vendor is accepted", () => {
  test.each(["none", "first", "newest"] as const)("by a reader with memory of: %s", async (memory) => {
    const scene = await makeScene(address, memory);
    const remembered = await remember(scene, memory);
    const verified = await verify(from(scene.newest.tree), optionsFor(scene, { remembered, strict: true }));
    expect(verified).toMatchObject({ trust: "verified", feed: { version: 2 }, root: { version: 2 } });
  });
});

test.each(cases.filter(({ trick }) => !trick))(
  "$title: $code",
  async ({ build, memory, code, now, strict, unpinned }) => {
    const scene = await makeScene(address, memory);
    const remembered = await remember(scene, memory);
    const options = optionsFor(scene, {
      remembered,
      ...(now !== undefined && { now }),
      ...(strict && { strict }),
      ...(unpinned && { pin: undefined }),
    });
    const error = await verify(from(await build(scene)), options).then(
      () => "accepted",
      (error: unknown) => error,
    );
    expect(error).toBeInstanceOf(TrustCenterError);
    expect({ code: (error as TrustCenterError).code, message: (error as TrustCenterError).message }).toEqual({
      code,
      message: expect.any(String),
    });
  },
);

test("a fork's evidence is both signed envelopes", async () => {
  const scene = await makeScene(address, "newest");
  const remembered = await remember(scene, "newest");
  for (const { build } of attacks.filter(({ attack }) => attack === "equivocation")) {
    const error = await verify(from(await build(scene)), optionsFor(scene, { remembered })).catch((error) => error);
    expect(error.evidence).toMatchObject({
      remembered: { payload: expect.any(String), signatures: [expect.anything()] },
      found: { payload: expect.any(String), signatures: [expect.anything()] },
    });
  }
});

test("an old size of 0 is never consistent", async () => {
  const scene = await makeScene(address, "first");
  const remembered = (await remember(scene, "first")) as Remembered;
  const empty = { ...remembered, log: { size: 0, root: "0".repeat(64) } };
  await expect(verify(from(scene.newest.tree), optionsFor(scene, { remembered: empty }))).rejects.toMatchObject({
    code: "log-inconsistent",
  });
});

test("a changed byte, all over each file that a reader uses", async () => {
  const scene = await makeScene(address, "none");
  const { feed, history } = scene.newest.manifest.files;
  for (const path of [feed.path, history.path, "head.json"]) {
    const bytes = scene.newest.tree.get(path) as Uint8Array<ArrayBuffer>;
    for (let at = 0; at < bytes.length; at += Math.max(1, Math.floor(bytes.length / 250))) {
      const changed = bytes.slice();
      changed[at] = (changed[at] as number) ^ 1;
      const tree = withFile(scene, path, changed);
      const found = await verify(from(tree), optionsFor(scene, { strict: true })).then(
        () => `accepted: ${path}, byte ${at}`,
        (error: unknown) => error,
      );
      expect(found).toBeInstanceOf(TrustCenterError);
    }
  }
});

test("no two attacks have one name", () => {
  expect(new Set(attacks.map(({ name }) => name)).size).toBe(attacks.length);
});
