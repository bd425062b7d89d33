import type { Change } from "@trust-center/feed";
import { webhookEventSchema } from "@trust-center/sdk";
import { expect, test } from "vitest";
import { changeEvent } from "./event.ts";

const announced: Change = {
  ...{ id: "2.1", kind: "replaced", mode: "announcement", subject: { type: "subprocessor", id: "c" }, name: "Cirrus" },
  ...{ announced: "2026-01-02T09:00:00Z", effective: "2026-02-02T00:00:00Z" },
  window: {
    ...{ opens: "2026-01-02T09:00:00Z", deadline: "2026-01-16T23:59:59Z" },
    segments: [{ id: "bank", deadline: "2026-03-03T23:59:59Z", effective: "2026-03-04T00:00:00Z" }],
  },
  content: [
    { op: "put", type: "subprocessor", item: { id: "c", name: "Cirrus" } },
    { op: "drop", type: "subprocessor", id: "a", name: "Acme Cloud" },
  ],
};

const told = (change: Partial<Change> = {}) => {
  const publication = {
    ...{ address: "https://acme.example/feed/", pin: `sha256-${"A".repeat(43)}` },
    ...{ names: {}, publisher: {} },
  };
  const feed = { version: 2, sha256: "0".repeat(64) };
  const touched = change.touches && announced;
  const entry = { change: { ...announced, ...change }, feed, position: 1 };
  const event = webhookEventSchema.parse(changeEvent({ publication, entry, touched }));
  return event.type === "webhook.test" ? undefined : event.data.change;
};

const later = { window: undefined, announced: "2026-01-05T09:00:00Z", effective: "2026-01-05T09:00:00Z", content: [] };

test("a customer segment's own dates are told", () => {
  expect(told()?.segments).toEqual(announced.window?.segments);
});

test("another day is not before the one of a segment, and has the deadlines of what it moves", () => {
  const touches = { how: "moves" as const, change: "2.1" };
  const moved = (effective: string) => told({ ...later, mode: "move", touches, effective });
  const [sooner, afterwards] = [moved("2026-02-20T00:00:00Z"), moved("2026-04-01T00:00:00Z")];
  expect(sooner?.deadline).toBe("2026-01-16T23:59:59Z");
  expect([sooner, afterwards].map((one) => one?.segments?.map(({ effective }) => effective))).toEqual([
    ["2026-03-04T00:00:00Z"],
    ["2026-04-01T00:00:00Z"],
  ]);
});

test("what corrects an announced change has its dates", () => {
  const corrected = told({ ...later, mode: "correction", touches: { how: "corrects", change: "2.1" } });
  expect([corrected?.effective, corrected?.deadline]).toEqual(["2026-02-02T00:00:00Z", "2026-01-16T23:59:59Z"]);
});

test("what is taken back has no deadline, and says who is not replaced", () => {
  const touches = { how: "withdraws" as const, change: "2.1", atoms: ["subprocessor/c", "subprocessor/a"] };
  const off = told({ ...later, mode: "withdrawal", touches });
  expect(off?.title).toBe("Withdrawn: Replacement: Cirrus replaces Acme Cloud");
  expect([off?.deadline, off?.segments]).toEqual([undefined, undefined]);
});
