import fc from "fast-check";
import { expect, test } from "vitest";
import { createPieces } from "./pieces.ts";

const bounds = { least: 50, most: 1000, span: 15 };

test("whatever pieces take, they stay within their bounds, and one that took too long makes the next one smaller", () => {
  const times = fc.array(fc.double({ min: 0, max: 5000, noNaN: true }));
  fc.assert(
    fc.property(fc.integer({ min: 50, max: 1000 }), times, (first, all) => {
      const pieces = createPieces({ ...bounds, first });
      for (const time of all) {
        const before = pieces.size;
        pieces.took(time);
        expect(Number.isInteger(pieces.size)).toBe(true);
        expect(pieces.size).toBeGreaterThanOrEqual(bounds.least);
        expect(pieces.size).toBeLessThanOrEqual(bounds.most);
        if (time > bounds.span * 1.1 && before > bounds.least) expect(pieces.size).toBeLessThan(before);
      }
    }),
  );
});

test("where a row takes the same time each, pieces come to take as long as they shall, whatever the first one was", () => {
  fc.assert(
    fc.property(
      fc.double({ min: bounds.span / 1000, max: bounds.span / 50, noNaN: true }),
      fc.integer({ min: 50, max: 1000 }),
      (perRow, first) => {
        const pieces = createPieces({ ...bounds, first });
        for (let piece = 0; piece < 20; piece++) pieces.took(pieces.size * perRow);
        expect(Math.abs(pieces.size * perRow - bounds.span)).toBeLessThanOrEqual(perRow);
      },
    ),
  );
});
