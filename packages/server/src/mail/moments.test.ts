import type { Change } from "@trust-center/feed";
import { expect, test } from "vitest";
import type { Outcome } from "../moments/moment.ts";
import { outcomeLetter } from "./moments.ts";

const change: Change = {
  ...{ id: "2.1", kind: "added", mode: "announcement", subject: { type: "subprocessor", id: "one" } },
  ...{ name: { de: "Eins", en: "One" }, content: [] },
  ...{ announced: "2026-01-01T00:00:00Z", effective: "2026-02-01T00:00:00Z" },
};

test("what came of a change is told in English alone, whatever the vendor writes in", () => {
  const publication = { publisher: { languages: ["de", "en"] }, names: {} };
  const outcome = { standing: { change, publication }, open: 0, standings: { counts: { silent: 2 }, customers: [] } };
  const { blocks, language } = outcomeLetter(outcome as unknown as Outcome, undefined);
  expect(language).toBe("en");
  expect(blocks[0]).toMatchObject({ text: "The time to object to a change is over: 2.1 — New: One" });
});
