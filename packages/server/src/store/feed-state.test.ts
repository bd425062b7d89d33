import { afterAll, beforeAll, expect, test } from "vitest";
import { openTestStore, type TestStore } from "../testing/test-store.ts";
import { newestEntries } from "./feed-state.ts";

let opened: TestStore;

beforeAll(async () => {
  opened = await openTestStore();
});

afterAll(() => opened.close());

test("with the newest entries comes what they touch, however old it is, and all that was said since", async () => {
  const touching = new Map([[5, "1.1"]]);
  await opened.store.write(async (tx) => {
    for (let position = 0; position < 8; position++) {
      const [id, of] = [`${position}.1`, touching.get(position)];
      const change = { id, ...(of && { touches: { how: "corrects", change: of } }) };
      const row = { position, change: id, version: position, sha256: "", concerns: null };
      await tx
        .insertInto("log_entries")
        .values({ ...row, entry: JSON.stringify({ change }) })
        .execute();
    }
  });
  const read = (most: number) => opened.store.read((db) => newestEntries(db, 8, most));
  const ids = async (most: number) => (await read(most)).map(({ change }) => change.id);
  expect(await ids(2)).toEqual(["6.1", "7.1"]);
  expect(await ids(3)).toEqual(["1.1", "2.1", "3.1", "4.1", "5.1", "6.1", "7.1"]);
  expect(await ids(7)).toHaveLength(7);
  expect(await ids(100)).toHaveLength(8);
});
