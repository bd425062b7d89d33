import { load, verifyReceipt } from "@trust-center/sdk";
import { afterAll, beforeAll, expect, test } from "vitest";
import { receiptAttacks } from "./receipts.ts";
import { makeScene, type Scene, visit } from "./scene.ts";
import { type FeedServer, startFeedServer } from "./server.ts";
import { receiptOf } from "./signing.ts";

let server: FeedServer;
let scene: Scene;

beforeAll(async () => {
  server = await startFeedServer();
  scene = await makeScene(server.address, "newest");
  server.tree = scene.newest.tree;
});

afterAll(() => server.close());

const loaded = () => load(server.address, { pin: scene.pin, now: () => visit });

test("an honest receipt is accepted", async () => {
  expect(await verifyReceipt(await receiptOf(scene), await loaded())).toMatchObject({ change: "2.1" });
});

test.each(receiptAttacks)("$name: $code", async ({ build, code }) => {
  await expect(verifyReceipt(await build(scene), await loaded())).rejects.toMatchObject({
    name: "TrustCenterError",
    code,
  });
});
