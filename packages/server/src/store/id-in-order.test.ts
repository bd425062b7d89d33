import fc from "fast-check";
import { expect, test } from "vitest";
import { idInOrder } from "./id-in-order.ts";

test("ids are UUIDs of version 7 that tell their time, stand in its order, and are never the same", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 2 ** 48 - 1 }), { minLength: 2, maxLength: 50 }), (times) => {
      const ids = times.map((time) => [time, idInOrder(time)] as const);
      for (const [time, id] of ids) {
        expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
        expect(Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16)).toBe(time);
      }
      for (const [time, id] of ids)
        for (const [other, its] of ids) if (time < other) expect(id < its, "in their order").toBe(true);
    }),
  );
  expect(new Set(Array.from({ length: 20_000 }, () => idInOrder(1))).size).toBe(20_000);
});
