import { expect, test } from "vitest";
import { instantSchema } from "./date.ts";

test("an instant is on a day of the calendar: every day of two hundred years, and no other", () => {
  const two = (n: number) => String(n).padStart(2, "0");
  const wrong: string[] = [];
  for (let year = 1896; year <= 2104; year++) {
    for (let month = 0; month <= 13; month++) {
      for (let day = 0; day <= 32; day++) {
        const text = `${year}-${two(month)}-${two(day)}`;
        const at = new Date(Date.UTC(year, month - 1, day));
        const exists = at.toISOString().slice(0, 10) === text;
        if (instantSchema.safeParse(`${text}T12:00:00Z`).success !== exists) wrong.push(text);
      }
    }
  }
  expect(wrong).toEqual([]);
});

test.each(["0000-02-29", "2000-02-29", "2400-02-29"])("%s is a day", (day) =>
  expect(instantSchema.safeParse(`${day}T00:00:00Z`).success).toBe(true),
);
