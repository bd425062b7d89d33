import { expect } from "@open-wc/testing";
import { lostForks } from "../testing/contenders.ts";
import { contractBreaches } from "../testing/store-contract.ts";
import { browserStore } from "./browser.ts";
import { indexedDbStore } from "./indexed-db.ts";
import { localStorageStore } from "./local-storage.ts";

describe("stores", () => {
  for (const [name, make] of Object.entries({ indexedDbStore, localStorageStore, browserStore })) {
    it(`${name} keeps the contract`, async () => {
      expect(await contractBreaches(make)).to.deep.equal([]);
    });
  }

  for (const [name, make] of Object.entries({ indexedDbStore, localStorageStore, browserStore })) {
    it(`${name} keeps one of two forks that are kept at once, time and again`, async () => {
      expect(await lostForks(() => make(), 40)).to.equal(0);
    }).timeout(60_000);
  }

  it("browserStore falls back to memory where storage is blocked", async () => {
    const { indexedDB } = window;
    Object.defineProperty(window, "indexedDB", {
      configurable: true,
      get: () => {
        throw new DOMException("blocked", "SecurityError");
      },
    });
    try {
      const store = browserStore();
      await store.update("https://a.example/", () => ({ kept: true }));
      expect(await store.read("https://a.example/")).to.deep.equal({ kept: true });
    } finally {
      Object.defineProperty(window, "indexedDB", { configurable: true, value: indexedDB });
    }
  });
});
