import type { Location, TransferMechanism } from "@trust-center/feed";
import { describe, expect, test } from "vitest";
import { testReader } from "../testing/reader.ts";
import { conditionText } from "./condition.ts";
import { dataPieces } from "./data.ts";
import { datePiece, dayText } from "./date.ts";
import { linkPiece } from "./link.ts";
import { mechanismPiece } from "./mechanism.ts";
import { machineDate, momentText } from "./moment.ts";
import { contactPiece, legalEntityPiece } from "./organisation.ts";
import { periodText } from "./period.ts";
import { plain, plainAll } from "./piece.ts";
import { placePiece } from "./place.ts";
import { withUrls } from "./with-urls.ts";

const [en, es, de] = [testReader("en"), testReader("es"), testReader("de")];

describe("a place says its country, its kind and the publisher's words, and nothing twice", () => {
  test.each<[Location, string]>([
    [{ country: "DE", text: "Backups only" }, "Germany (Backups only)"],
    [{ country: "DE", city: "Berlin", priority: "primary" }, "Berlin, Germany (primary)"],
    [{ kind: "edge", text: "EU" }, "Global edge network (EU)"],
    [{ kind: "worldwide", text: "Worldwide" }, "Worldwide"],
    [{ kind: "worldwide", text: "Worldwide, by CDN" }, "Worldwide, by CDN"],
    [{ country: "DE", text: "Germany (Frankfurt)" }, "Germany (Frankfurt)"],
    [{ country: "DE", text: "en: copia de seguridad" }, "Germany (en: copia de seguridad)"],
    [{ country: "EU" }, "European Union"],
    [{ kind: "region", region: "EEA" }, "EEA"],
    [{ kind: "country", text: "Atlantis" }, "Atlantis"],
    [{ country: "US", when: { customerRegion: "North America" } }, "United States (for customers in North America)"],
  ])("%j", (location, words) => {
    expect(plain(placePiece(location, en))).toBe(words);
  });

  test("in another language than the publisher's", () => {
    expect(plain(placePiece({ kind: "worldwide", text: "Worldwide" }, es))).toBe("Todo el mundo");
    expect(plain(placePiece({ country: "DE", text: "Germany" }, de))).toBe("Deutschland");
    expect(plain(placePiece({ country: "DE", text: { de: "Deutschland", en: "Germany" } }, es))).toBe("Alemania");
  });
});

describe("a transfer mechanism is never a code", () => {
  test.each<[TransferMechanism, string, string, string]>([
    [{ type: "not-required" }, "None needed", "No se necesita", "Nicht erforderlich"],
    [
      { type: "scc", modules: [3] },
      "SCC (module 3)",
      "Cláusulas contractuales tipo (módulo 3)",
      "Standardvertragsklauseln (Modul 3)",
    ],
    [
      { type: "scc", modules: [2, 3], fallback: true },
      "SCC (modules 2, 3) as fallback",
      "Cláusulas contractuales tipo (módulos 2, 3) como respaldo",
      "Standardvertragsklauseln (Module 2, 3) als Rückfallgrundlage",
    ],
    [{ type: "adequacy" }, "Adequacy decision", "Decisión de adecuación", "Angemessenheitsbeschluss"],
    [
      { type: "dpf", excluded: true, checked: "2026-05-05" },
      "not Data Privacy Framework (checked 5 May 2026)",
      "no Marco de Privacidad de Datos (comprobado el 5 may 2026)",
      "nicht: Data Privacy Framework (geprüft am 5. Mai 2026)",
    ],
    [{ type: "other", text: "Consent" }, "Consent", "Consent", "Consent"],
  ])("%j", (mechanism, ...words) => {
    expect([en, es, de].map((reader) => plain(mechanismPiece(mechanism, reader)))).toEqual(words);
  });
});

test("a transfer mechanism says for whom it holds", () => {
  const mechanism: TransferMechanism = { type: "dpf", when: { customerRegion: "North America" } };
  expect(plain(mechanismPiece(mechanism, en))).toBe("Data Privacy Framework (for customers in North America)");
});

describe("dates have one style, of any precision", () => {
  test.each([
    ["2026-12-16", "16 Dec 2026", "16 dic 2026", "16. Dez. 2026"],
    ["2026-12-16T23:59:59Z", "16 Dec 2026", "16 dic 2026", "16. Dez. 2026"],
    ["2026-12", "Dec 2026", "dic 2026", "Dez. 2026"],
    ["2026", "2026", "2026", "2026"],
    ["2026-02-31", "2026-02-31", "2026-02-31", "2026-02-31"],
  ])("%s", (date, ...words) => {
    expect(["en-US", "es", "de"].map((tag) => dayText(tag, date))).toEqual(words);
  });

  test("the publisher's words stay, with their machine form beside them", () => {
    const fuzzy = { text: "30rd December 2018", date: "2018-12-30" };
    expect(datePiece(fuzzy, en)).toMatchObject({ text: "30rd December 2018", date: "2018-12-30" });
    expect(machineDate({ text: "Pre-2026-04", before: "2026-04" })).toBe("2026-04");
  });

  test("a moment says its zone", () => {
    expect(momentText("en", "2026-12-16T23:59:59Z", "UTC")).toBe("16 Dec 2026, 23:59 UTC");
    expect(momentText("de", "2026-12-16T23:59:59Z", "UTC")).toBe("16. Dez. 2026, 23:59 UTC");
  });
});

test("periods", () => {
  expect(periodText("P30D", en)).toBe("30 days");
  expect(periodText("P1Y2M", de)).toBe("1 Jahr, 2 Monate");
  expect(periodText({ duration: "P10D", businessDays: true }, es)).toBe("10 días hábiles");
});

test("data items with their own lists, and the source of a category", () => {
  const nested = [{ items: ["E-mail addresses", { text: "Names", items: ["First", "Last"] }] }];
  expect(plainAll(dataPieces(nested, en))).toBe("E-mail addresses; Names (First, Last)");
  expect(plainAll(dataPieces([{ source: "Customer data", items: ["Names", "Files"] }], en))).toBe(
    "Customer data: Names, Files",
  );
});

test("conditions name services by their names", () => {
  const reader = testReader("en", ["en"], { services: [{ id: "s", name: "Search" }] });
  expect(conditionText(reader, { services: ["s", "gone"], option: "AI" })).toBe(
    "with Search, gone, with AI switched on",
  );
});

test("an address of several lines is one line of text, with its lines apart", () => {
  const address = "Street 1\n10115 Berlin\nGermany";
  expect(plain(legalEntityPiece({ name: "Alpha Ltd", address }, en))).toBe(
    "Alpha Ltd, Street 1, 10115 Berlin, Germany",
  );
  expect(contactPiece({ email: "a@b.example", address }, en).lines?.map(({ text }) => text)).toEqual([
    "a@b.example",
    ...address.split("\n"),
  ]);
});

test("legal entities, contacts and links keep all of their parts", () => {
  const entity = {
    name: "Acme GmbH",
    tradeNames: ["Acme"],
    address: "Street 1, Berlin",
    country: "DE",
    registration: "HRB 1",
  };
  expect(plain(legalEntityPiece(entity, en))).toBe(
    "Acme GmbH, Trades as: Acme, Street 1, Berlin, Germany, Registration: HRB 1",
  );
  const contact = { role: "dpo" as const, name: "Jo", email: "dpo@acme.example", phone: "+49 1" };
  expect(plain(contactPiece(contact, de), { written: withUrls })).toBe(
    "Datenschutzbeauftragter: Jo, dpo@acme.example, +49 1",
  );
  const link = linkPiece({ type: "dpa", url: "https://cloud.example/dpa" }, en);
  expect(plain(link)).toBe("Data processing agreement");
  expect(plain(link, { written: withUrls })).toBe("Data processing agreement https://cloud.example/dpa");
});
