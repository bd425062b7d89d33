import { assert, integer, json, oneof, property, record, string, uniqueArray } from "fast-check";
import { expect, test } from "vitest";
import { type DraftStorage, Drafts, keptFor } from "../../inbox/drafts.ts";

/** As a browser keeps texts by names. */
class Kept extends Map<string, string> implements DraftStorage {
  get length() {
    return this.size;
  }
  getItem = (name: string) => this.get(name) ?? null;
  setItem = (name: string, value: string) => void this.set(name, value);
  removeItem = (name: string) => void this.delete(name);
  key = (at: number) => [...this.keys()][at] ?? null;
}

const some = record({
  email: string({ maxLength: 20 }),
  id: string({ maxLength: 20 }),
  choice: string(),
  text: string(),
});

test("what is kept is read again by who wrote it, until it is dropped or a month has passed; the rest stays", () => {
  assert(
    property(
      uniqueArray(some, { selector: ({ email, id }) => `${email} ${id}`, maxLength: 6 }),
      integer({ min: 0, max: 2 * keptFor }),
      (all, passed) => {
        const storage = new Kept([["another", "page's"]]);
        let now = 1_000_000_000_000;
        const drafts = new Drafts(
          () => storage,
          () => now,
        );
        for (const { email, id, ...draft } of all) expect(drafts.keep(email, id, draft)).toBe(true);
        const [first, ...others] = all;
        if (first) drafts.drop(first.email, first.id);
        now += passed;
        for (const { email, id, choice, text } of others)
          expect(drafts.read(email, id)).toEqual(passed < keptFor ? { choice, text, at: now - passed } : undefined);
        if (first) expect(drafts.read(first.email, first.id)).toBeUndefined();
        drafts.tidy();
        expect(storage.size).toBe(1 + (passed < keptFor ? others.length : 0));
      },
    ),
  );
});

test("what is none of ours is no draft, and a browser that keeps nothing breaks nothing", () => {
  assert(
    property(oneof(json(), string()), (text) => {
      const storage = new Kept();
      const drafts = new Drafts(() => storage);
      drafts.keep("a@acme.example", "1", { choice: "", text: "" });
      for (const name of [...storage.keys()]) storage.set(name, text);
      const found = drafts.read("a@acme.example", "1");
      if (found) expect(Object.values(found).map((one) => typeof one)).toEqual(["string", "string", "number"]);
      drafts.tidy();
    }),
  );
  const none = new Drafts(() => {
    throw new Error("SecurityError");
  });
  none.tidy();
  none.drop("a", "1");
  expect([none.keep("a", "1", { choice: "", text: "x" }), none.read("a", "1")]).toEqual([false, undefined]);
});
