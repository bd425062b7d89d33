import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { makeScene, start } from "../conformance/attacks/scene.ts";
import { startFeedServer } from "../conformance/attacks/server.ts";
import { type AttackPage, serveAttackPage } from "./attack-page.ts";
import { usePage } from "./page.ts";

let site: AttackPage;

beforeAll(async () => {
  site = await serveAttackPage(inject("script"));
});

afterAll(() => site?.close());

/** Counts what is remembered. WebKit lets nobody, where a page was left before its transaction ended. */
const readAll = `(() => {
  window.keys = undefined;
  indexedDB.open("trust-center", 1).onsuccess = ({ target: { result } }) => {
    result.transaction("feeds").objectStore("feeds").getAllKeys().onsuccess = ({ target }) => { window.keys = target.result.length; result.close(); };
  };
})()`;

describe("WebKit", () => {
  const opened = usePage("WebKit");

  test("a reader who leaves at any moment remembers the next time", async () => {
    const server = await startFeedServer();
    try {
      const scene = await makeScene(server.address, "first");
      server.tree = scene.first.tree;
      const { page } = opened;
      const address = site.address(
        Array.from({ length: 40 }, () => ({ feed: scene.address, pin: scene.pin })),
        start,
        0.1,
      );
      for (let round = 0; round < 12; round++) {
        await page.open(address);
        await new Promise((done) => setTimeout(done, 40 * round));
      }
      await page.open("about:blank");
      await page.open(address);
      await page.until("window.allSettled?.()", 60);
      await page.evaluate(readAll);
      await page.until("window.keys !== undefined", 20);
      expect(await page.evaluate<number>("window.keys")).toBeGreaterThan(0);
    } finally {
      await server.close();
    }
  });
});
