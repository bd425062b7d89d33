import type { Change, Feed } from "@trust-center/feed";
import { expect, test } from "vitest";
import { describeChange } from "../mail/facts.ts";
import { toNotice } from "./notice.ts";

const change: Change = {
  id: "2.1",
  kind: "added",
  subject: { type: "subprocessor", id: "one" },
  name: { en: "One", es: "Uno" },
  announced: "2026-01-01T00:00:00Z",
  effective: "2026-02-01T00:00:00Z",
  objection: {
    opens: "2026-01-01T00:00:00Z",
    deadline: "2026-01-31T23:59:59Z",
    segments: [{ id: "enterprise", deadline: "2026-03-02T23:59:59Z" }],
  },
};

const feed: Feed = {
  type: "feed",
  format: 1,
  version: 2,
  published: "2026-01-01T00:00:00Z",
  publisher: { name: "Acme", url: "https://acme.example/trust" },
  groups: [{ id: "cloud", title: "Cloud", common: { transferMechanisms: [{ type: "dpf", excluded: true }] } }],
  subprocessors: [
    {
      id: "one",
      name: "One",
      groups: ["cloud"],
      locations: [{ kind: "worldwide" }, { country: "ES", city: "Madrid" }],
    },
  ],
};

const state = {
  address: "https://acme.example/feed/",
  pin: "",
  version: 2,
  sha256: "ab",
  log: { size: 2, root: "" },
  feed,
  receiptKids: [],
  verifiedAt: 0,
};

const entry = { type: "change" as const, at: change.announced, feed: { version: 2, sha256: "ab" }, change };

test("a notice keeps the subject's facts, and its group's where it has none of its own", () => {
  const notice = toNotice(state, [entry]);
  expect(notice).toMatchObject({ version: 2, sha256: "ab", vendor: "Acme", url: "https://acme.example/trust" });
  expect(notice.changes[0]?.facts).toEqual({
    locations: [{ kind: "worldwide" }, { country: "ES", city: "Madrid" }],
    transferMechanisms: [{ type: "dpf", excluded: true }],
  });
});

test("every deadline is told, in the reader's language", () => {
  const [told] = toNotice(state, [entry]).changes;
  expect(describeChange(change, told?.facts, "es")).toEqual([
    ["Cambio", "Nuevo"],
    ["Dónde", "En todo el mundo; Madrid, España"],
    ["Mecanismo de transferencia", "DPF (no se utiliza)"],
    ["En vigor desde", "2026-02-01 00:00:00 UTC"],
    ["Oposición hasta", "2026-01-31 23:59:59 UTC"],
    ["Oposición hasta (enterprise)", "2026-03-02 23:59:59 UTC"],
  ]);
});
