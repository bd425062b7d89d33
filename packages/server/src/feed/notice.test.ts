import type { Change, Feed } from "@trust-center/feed";
import { expect, test } from "vitest";
import { describeChange } from "../mail/facts.ts";
import { mailReader } from "../mail/reader.ts";
import { type ToldChange, toNotice } from "./notice.ts";

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
  expect(notice.changes[0]?.entry).toMatchObject({
    locations: [{ kind: "worldwide" }, { country: "ES", city: "Madrid" }],
    transferMechanisms: [{ type: "dpf", excluded: true }],
  });
});

test("every deadline is told, in the reader's language", () => {
  const [told] = toNotice(state, [entry]).changes;
  const rows = describeChange(told as ToldChange, mailReader("es", feed));
  expect(rows).toContainEqual(["Ubicación", "Todo el mundo; Madrid, España"]);
  expect(rows).toContainEqual(["Mecanismo de transferencia", "no Marco de Privacidad de Datos"]);
  expect(rows[0]).toEqual(["Cambio", "Alta"]);
  expect(rows.slice(-3)).toEqual([
    ["En vigor", "1 feb 2026, 00:00 UTC"],
    ["Oposición hasta", "31 ene 2026, 23:59 UTC"],
    ["Oposición hasta (enterprise)", "2 mar 2026, 23:59 UTC"],
  ]);
});

test("what the law or custom asks for and the vendor leaves out is said as not stated", () => {
  const [told] = toNotice(state, [entry]).changes;
  const rows = describeChange(told as ToldChange, mailReader("en", feed));
  const notStated = rows.filter(([, value]) => value === "not stated").map(([label]) => label);
  expect(notStated).toEqual(
    expect.arrayContaining([
      "Legal entity",
      "Address",
      "Contact",
      "Description",
      "Responsibilities",
      "Data",
      "Services",
    ]),
  );
});

test("a change of facts says what they were and what they are", () => {
  const moved: Change = {
    ...change,
    kind: "location",
    fields: [{ field: "locations", before: [{ country: "DE" }], after: [{ country: "US", text: "Backups only" }] }],
  };
  expect(describeChange({ change: moved }, mailReader("en", feed))).toContainEqual([
    "Location",
    "Germany → United States (Backups only)",
  ]);
});
