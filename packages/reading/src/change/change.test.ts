import { type Atom, type Change, type Difference, keyOf, type LogEntry, type NoticeTerms } from "@trust-center/feed";
import { describe, expect, test } from "vitest";
import type { Reader } from "../read/reader.ts";
import { testReader } from "../testing/reader.ts";
import { changeTitle } from "./about.ts";
import { changeFacts, changeFactText } from "./facts.ts";
import { tellChange } from "./tell.ts";
import { readerThen, tellEntry, touchedIn } from "./touched.ts";

const subject = { type: "subprocessor", id: "a" } as const;
const change = (kind: Difference["kind"], ...content: Atom[]): Difference => ({
  kind,
  subject,
  name: "Alpha",
  content,
});
const lines = (content: Difference, reader = testReader()) =>
  changeFacts(content, reader).map(
    (fact) => `${fact.of ? `${fact.of}: ` : ""}${fact.label}: ${changeFactText(fact, reader)}`,
  );

describe("titles", () => {
  test("say the kind and the name", () => {
    expect(changeTitle(change("added"), testReader("en"))).toBe("New: Alpha");
    expect(changeTitle(change("legal-entity"), testReader("es"))).toBe("Cambio de entidad jurídica: Alpha");
    expect(changeTitle({ kind: "terms", subject: { type: "terms" }, content: [] }, testReader("de"))).toBe(
      "Änderung der Mitteilungsbedingungen",
    );
  });

  test("say what a replacement replaces", () => {
    const replaced = change("replaced", { op: "drop", type: "subprocessor", id: "old", name: "Omega" });
    expect(changeTitle(replaced, testReader("en"))).toBe("Replacement: Alpha replaces Omega");
    expect(changeTitle(replaced, testReader("de"))).toBe("Ersetzung: Alpha ersetzt Omega");
  });

  const names = {
    subprocessors: [
      { id: "b", name: "Beta" },
      { id: "old", name: "Omega" },
    ],
  };
  const arrival: Atom = { op: "put", type: "subprocessor", item: { id: "a", name: "Alpha", replaces: ["old"] } };
  const merge: Atom = {
    ...{ op: "set", type: "subprocessor", id: "a", field: "replaces" },
    ...{ before: ["b"], after: ["b", "old"] },
  };
  const drop: Atom = { op: "drop", type: "subprocessor", id: "old", name: "Omega" };

  test.each([
    ["an arrival of a split", [arrival]],
    ["an arrival with the departure", [arrival, drop]],
    ["an entry that takes over", [merge]],
    ["an entry that takes over, with the departure", [merge, drop]],
  ])("say once whom it replaces: %s", (_, content) => {
    const reader = testReader("en", ["en"], names);
    const replaced = change("replaced", ...content);
    expect(changeTitle(replaced, reader)).toBe("Replacement: Alpha replaces Omega");
    // What is taken back or moved has no content of its own.
    const atoms = content.map(keyOf);
    const off = { ...change("replaced"), touches: { how: "withdraws" as const, change: "2.1", atoms } };
    expect(changeTitle({ ...off, mode: "withdrawal" as const }, reader, replaced)).toBe(
      "Withdrawn: Replacement: Alpha replaces Omega",
    );
    const moved = { ...change("replaced"), mode: "move" as const, touches: { how: "moves" as const, change: "2.1" } };
    expect(changeTitle(moved, reader, replaced)).toBe("Another date: Replacement: Alpha replaces Omega");
  });

  test("find the name of a group", () => {
    const names = { groups: [{ id: "eu", title: "EU hosting" }] };
    const group: Difference = { kind: "location", subject: { type: "group", id: "eu" }, content: [] };
    expect(changeTitle(group, testReader("en", ["en"], names))).toBe("Groups: Change of location: EU hosting");
  });
});

test("what is announced again for another day is told as it was at first, without what it did not state", () => {
  const place = (country: string) => [{ country }];
  const set: Atom = {
    ...{ op: "set", type: "subprocessor", id: "a", field: "locations", before: place("DE"), after: place("FR") },
  };
  const put: Atom = { op: "put", type: "subprocessor", item: { id: "b", name: "Beta", purposes: ["Mail"] } };
  const again = { ...change("location", set, put), touches: { how: "amends" as const, change: "2.1", atoms: [] } };
  const told = (content: Atom[]) => changeFacts(again, testReader(), { content });
  const stated = told([]).filter(({ after }) => after.length > 0);
  expect(stated.length).toBeLessThan(told([]).length);
  expect(told([set, put])).toEqual(stated);
  const [place1] = changeFacts(again, testReader(), { content: [set, put] });
  expect(place1 && changeFactText(place1, testReader())).toBe("Germany → France");
});

test("a name that is no sub-processor's is said to be one of which list", () => {
  const title = (kind: Difference["kind"], type: Difference["subject"]["type"], mode: Change["mode"], tag = "en") =>
    changeTitle({ kind, mode, subject: { type, id: "eu" }, name: "EU", content: [] }, testReader(tag));
  expect([
    title("location", "group", "announcement"),
    title("group", "group", "announcement"),
    title("id", "service", "correction"),
    title("corrected", "policy", "correction"),
    title("corrected", "group", "correction", "de"),
    title("removed", "subprocessor", "announcement"),
    changeTitle({ kind: "corrected", mode: "correction", subject: { type: "terms" }, content: [] }, testReader()),
  ]).toEqual([
    "Groups: Change of location: EU",
    "Change of group: EU",
    "Services: Change of identifier: EU",
    "Correction: Change of policy: EU",
    "Berichtigung: Änderung der Gruppe: EU",
    "Removal: EU",
    "Correction: Change of notice terms",
  ]);
});

test("a policy, a group or a service that comes or goes is added or removed, not changed", () => {
  const title = (type: "policy" | "group" | "service", ...content: Atom[]) =>
    changeTitle({ kind: type, subject: { type, id: "p" }, name: "Privacy notice", content }, testReader());
  const item = { id: "p", title: "Privacy notice" };
  expect(title("policy", { op: "drop", type: "policy", id: "p", name: "Privacy notice" })).toBe(
    "Policies: Removal: Privacy notice",
  );
  expect(title("policy", { op: "put", type: "policy", item })).toBe("Policies: New: Privacy notice");
  expect(title("service", { op: "drop", type: "service", id: "p" })).toBe("Services: Removal: Privacy notice");
  expect(title("group", { op: "put", type: "group", item })).toBe("Groups: New: Privacy notice");
  const retitled: Atom = {
    op: "set",
    type: "policy",
    id: "p",
    field: "title",
    before: "Privacy",
    after: "Privacy notice",
  };
  expect(title("policy", retitled)).toBe("Change of policy: Privacy notice");
});

describe("facts", () => {
  test("of a change: before and after, each under its label", () => {
    const set = (field: string, before: unknown, after: unknown): Atom => ({
      op: "set",
      type: "subprocessor",
      id: "a",
      field,
      before,
      after,
    });
    const moved = change(
      "location",
      set("locations", [{ country: "US" }], [{ country: "US" }, { country: "SG" }]),
      set("transferMechanisms", undefined, [{ type: "scc", modules: [3] }]),
      set("since", "2024", "2024-05"),
      set("officeHours", "9–5", null),
    );
    expect(lines(moved)).toEqual([
      "Location: United States → United States; Singapore",
      "Transfer mechanism: Not stated → SCC (module 3)",
      "Since: 2024 → May 2024",
      " office hours: 9–5 → Not stated".trimStart(),
    ]);
    expect(lines(moved, testReader("de"))[1]).toBe(
      "Übermittlungsgrundlage: Nicht angegeben → Standardvertragsklauseln (Modul 3)",
    );
  });

  test("of an arrival: all that a notice carries, and what is not stated", () => {
    const item = {
      id: "a",
      name: "Alpha",
      purposes: ["Hosting"],
      legalEntity: { name: "Alpha Ltd", address: "Street 1" },
    };
    const told = lines(change("added", { op: "put", type: "subprocessor", item }));
    expect(told).toContain("Legal entity: Alpha Ltd, Street 1");
    expect(told).toContain("Purpose: Hosting");
    expect(told).toContain("Contact: Not stated");
    expect(told).toContain("Location: Not stated");
    // The legal entity has the address, and the purposes describe the processing.
    expect(told.join()).not.toMatch(/Address|Description/);
    // No purpose describes nothing.
    const bare = { ...item, purposes: [], legalEntity: { name: "Alpha Ltd" } };
    const without = lines(change("added", { op: "put", type: "subprocessor", item: bare }));
    expect(without).toEqual(expect.arrayContaining(["Address: Not stated", "Description: Not stated"]));
  });

  test("of a new id: both ids", () => {
    const rekey: Atom = { op: "rekey", type: "subprocessor", id: "a", to: "alpha" };
    expect(lines({ ...change("id", rekey), subject: { ...subject, id: "alpha" } })).toEqual(["Identifier: a → alpha"]);
  });

  test("of several members: whose fact it is", () => {
    const names = { subprocessors: [{ id: "b", name: "Beta" }] };
    const group: Difference = {
      kind: "location",
      subject: { type: "group", id: "eu" },
      content: [
        {
          op: "set",
          type: "subprocessor",
          id: "b",
          field: "locations",
          before: [{ country: "DE" }],
          after: [{ country: "US" }],
        },
      ],
    };
    expect(lines(group, testReader("en", ["en"], names))).toEqual(["Beta: Location: Germany → United States"]);
  });

  test("of the terms: member by member", () => {
    const content: Atom[] = [
      { op: "set", type: "terms", field: "noticePeriod", before: "P30D", after: "P14D" },
      { op: "set", type: "terms", field: "clockStarts", after: "notice" },
    ];
    expect(lines({ kind: "terms", subject: { type: "terms" }, content })).toEqual([
      "Notice before a change: 30 days → 14 days",
      "The period starts with: Not stated → the notice",
    ]);
  });

  test("where absence has a meaning: what it means, and never nothing", () => {
    const of = (type: "subprocessor" | "terms", field: string, before?: unknown, after?: unknown): Atom => ({
      ...{ op: "set", type, field },
      ...(type === "subprocessor" && { id: "a" }),
      ...(before !== undefined && { before }),
      ...(after !== undefined && { after }),
    });
    const told = (...content: Atom[]) => lines(change("scope", ...content));
    expect([
      told(of("subprocessor", "role", undefined, "vendor")),
      told(of("subprocessor", "role", "affiliate")),
      told(of("terms", "appliesTo", undefined, ["added"])),
      told(of("terms", "appliesTo", ["added"]), of("terms", "rules", undefined, [])).slice(0, 1),
    ]).toEqual([
      ["Role: Sub-processor → Vendor, no sub-processor"],
      ["Role: Affiliate → Sub-processor"],
      ["Notice is given when: New; Replacement; Return; Change of legal entity → New"],
      ["Notice is given when: New → Not stated"],
    ]);
  });

  test("of terms that give no time any more, or give one at last: no kinds for which they would", () => {
    const set = (field: string, before?: unknown, after?: unknown): Atom => ({
      ...{ op: "set", type: "terms", field },
      ...(before !== undefined && { before }),
      ...(after !== undefined && { after }),
    });
    const kinds = (terms: NoticeTerms, ...content: Atom[]) =>
      lines(change("terms", ...content), testReader("en", ["en"], { noticeTerms: terms })).filter((line) =>
        line.startsWith("Notice is given when"),
      );
    const segments = [{ id: "big", name: "Big", noticePeriod: "P60D" }];
    const gone = [set("noticePeriod", "P30D"), set("appliesTo", ["location"])];
    const come = [set("noticePeriod", undefined, "P30D"), set("appliesTo", undefined, ["location"])];
    const usual = "New; Replacement; Return; Change of legal entity";
    expect([
      kinds({}, ...gone),
      kinds({ noticePeriod: "P30D", appliesTo: ["location"] }, ...come),
      kinds({ objectionPeriod: "P14D" }, ...gone),
      kinds({ segments }, ...gone),
      kinds({}, set("segments", segments), set("appliesTo", ["location"])),
    ]).toEqual([
      ["Notice is given when: Change of location → Not stated"],
      ["Notice is given when: Not stated → Change of location"],
      [`Notice is given when: Change of location → ${usual}`],
      [`Notice is given when: Change of location → ${usual}`],
      ["Notice is given when: Change of location → Not stated"],
    ]);
  });

  test("of a period of the terms that falls back to the other: what holds then", () => {
    const set = (field: string, before?: string, after?: string): Atom => ({
      ...{ op: "set", type: "terms", field },
      ...(before !== undefined && { before }),
      ...(after !== undefined && { after }),
    });
    const told = (terms: NoticeTerms | undefined, ...content: Atom[]) =>
      lines(change("terms", ...content), testReader("en", ["en"], terms ? { noticeTerms: terms } : {}));
    const [notice, objection] = ["Notice before a change", "Time to object"];
    expect([
      told({ objectionPeriod: "P14D" }, set("noticePeriod", "P30D")),
      told({ noticePeriod: "P14D" }, set("objectionPeriod", undefined, "P30D")),
      told({ objectionPeriod: "P14D" }, set("noticePeriod", "P30D"), set("objectionPeriod", "P10D", "P14D")),
      told({}, set("noticePeriod", "P30D")),
      told({}, set("noticePeriod", "P30D"), set("objectionPeriod", "P14D")),
      told({ objectionPeriod: "P14D" }, set("noticePeriod", "P14D")),
      told({ objectionPeriod: "P14D", rules: [] }, set("noticePeriod", "P30D")),
    ]).toEqual([
      [`${notice}: 30 days → 14 days`],
      [`${objection}: 14 days → 30 days`],
      [`${notice}: 30 days → 14 days`, `${objection}: 10 days → 14 days`],
      [`${notice}: 30 days → Not stated`],
      [`${notice}: 30 days → Not stated`, `${objection}: 14 days → Not stated`],
      [`${notice}: 14 days`],
      [`${notice}: 30 days → Not stated`],
    ]);
  });

  test("of an earlier change of terms: as the terms were then", () => {
    const content: Atom[] = [{ op: "set", type: "terms", field: "noticePeriod", before: "P30D" }];
    const terms = { ...change("terms", ...content), subject: { type: "terms" as const } };
    const said = (id: string, more: Pick<Change, "content">): LogEntry => ({
      ...{ type: "change", at: "2026-01-10T12:00:00Z", feed: { version: 1, sha256: "" } },
      change: {
        ...{ ...terms, ...more, id, mode: "immediate" },
        ...{ announced: "2026-01-10T12:00:00Z", effective: "2026-01-10T12:00:00Z" },
      },
    });
    const later = (before: string, after: string): Pick<Change, "content"> => ({
      content: [{ op: "set", type: "terms", field: "objectionPeriod", before, after }],
    });
    const log = [said("2.1", { content }), said("3.1", later("P14D", "P10D")), said("4.1", later("P10D", "P7D"))];
    const now = testReader("en", ["en"], { noticeTerms: { objectionPeriod: "P7D" } });
    const [first] = log as [LogEntry];
    const told = (reader: Reader) => tellEntry({ change: first.change }, reader).rows[0]?.text;
    expect([told(now), told(readerThen(now, log, first.change))]).toEqual(["30 days → 7 days", "30 days → 14 days"]);
  });

  test("that have no words of their own: that they changed", () => {
    const content: Difference = {
      kind: "policy",
      subject: { type: "policy", id: "p" },
      content: [{ op: "set", type: "policy", id: "p", field: "type", before: "other", after: undefined }],
    };
    expect(lines(content)).toEqual(["Type: changed"]);
  });

  test("of a policy's text: that it changed, or in which languages it is written now", () => {
    const text = (before: object, after: object): Difference => ({
      kind: "policy",
      subject: { type: "policy", id: "p" },
      content: [{ op: "set", type: "policy", id: "p", field: "bodies", before, after }],
    });
    const [old, now] = ["a".repeat(64), "b".repeat(64)];
    expect(lines(text({ en: old }, { en: now }))).toEqual(["Text: changed"]);
    expect(lines(text({ en: old }, { en: old, de: now }))).toEqual(["Text: English → English; German"]);
  });

  const touching = (change: Difference, touches: Change["touches"], announced: Difference) =>
    changeFacts({ ...change, touches }, testReader(), announced).map(
      (fact) => `${fact.label}: ${changeFactText(fact, testReader())}`,
    );
  const moved = (after: string, before = "DE") =>
    change("location", {
      op: "set",
      type: "subprocessor",
      id: "a",
      field: "locations",
      before: [{ country: before }],
      after: [{ country: after }],
    });

  test("of what amends an announced change: announced → now", () => {
    const touches = { how: "amends", change: "2.1", atoms: ["subprocessor/a#locations"] } as const;
    expect(touching(moved("IN"), { ...touches, atoms: [...touches.atoms] }, moved("US"))).toEqual([
      "Location: United States → India",
    ]);
  });

  test("of what is taken back: what was announced", () => {
    const touches = { how: "withdraws" as const, change: "2.1", atoms: ["subprocessor/a#locations"] };
    expect(touching(change("location"), touches, moved("US"))).toEqual(["Location: Germany → United States"]);
  });

  test("of an arrival that is taken back: nothing that was not stated", () => {
    const put = change("added", {
      op: "put",
      type: "subprocessor",
      item: { id: "a", name: "Alpha", purposes: ["Mail"] },
    });
    const touches = { how: "withdraws" as const, change: "2.1", atoms: ["subprocessor/a"] };
    expect(touching(change("added"), touches, put)).toEqual(["Purpose: Mail"]);
  });

  test("of what begins sooner, without notice: what was announced; of another day alone: nothing", () => {
    const touches = { how: "moves" as const, change: "2.1" };
    const sooner = { ...change("location"), mode: "emergency" as const };
    expect(touching(sooner, touches, moved("US"))).toEqual(["Location: Germany → United States"]);
    expect(touching({ ...sooner, mode: "move" as const } as Difference, touches, moved("US"))).toEqual([]);
  });

  test("of an arrival that is announced differently: the facts that differ", () => {
    const put = (item: object) =>
      change("added", { op: "put", type: "subprocessor", item: { id: "a", name: "Alpha", ...item } });
    const touches = { how: "narrows" as const, change: "2.1" };
    expect(touching(put({ purposes: ["Mail"] }), touches, put({ purposes: ["Mail", "Chat"] }))).toEqual([
      "Purpose: Mail; Chat → Mail",
    ]);
    expect(touching(put({}), touches, put({ retention: "30 days" }))).toEqual(["Retention: 30 days → Not stated"]);
  });
});

test("titles say how a change came about", () => {
  const title = (more: Partial<Change>) => changeTitle({ ...change("location"), ...more }, testReader());
  expect([
    title({ mode: "announcement" }),
    title({ mode: "withdrawal" }),
    title({ mode: "emergency" }),
    title({ mode: "amendment", touches: { how: "narrows", change: "2.1" } }),
    title({ mode: "correction" }),
    title({ mode: "correction", kind: "corrected" }),
  ]).toEqual([
    "Change of location: Alpha",
    "Withdrawn: Change of location: Alpha",
    "Without the notice period: Change of location: Alpha",
    "Less than announced: Change of location: Alpha",
    "Correction: Change of location: Alpha",
    "Correction: Alpha",
  ]);
});

describe("a change is told with all that was signed of it", () => {
  const announced: Change = {
    ...change("location"),
    id: "2.1",
    mode: "announcement",
    announced: "2026-01-10T12:00:00Z",
    effective: "2026-02-10T09:30:00Z",
  };
  const rows = (more: Partial<Change>) =>
    tellChange({ change: { ...announced, ...more } }, testReader()).rows.map(({ label, text }) => `${label}: ${text}`);

  test("why, when, and until when each customer may object", () => {
    const segments = [{ id: "big", deadline: "2026-03-11T23:59:59Z", effective: null }];
    const window = { opens: announced.announced, deadline: "2026-02-09T23:59:59Z", segments };
    expect(rows({ reason: "Nearer to customers", window })).toEqual([
      "Reason: Nearer to customers",
      "Announced: 10 Jan 2026",
      "In effect: 10 Feb 2026, 09:30 UTC",
      "Objection deadline: 9 Feb 2026, 23:59 UTC",
      "Objection deadline (big): 11 Mar 2026, 23:59 UTC",
    ]);
  });

  test("other words for what is announced: with the day and the deadline of the announcement, as it was moved since", () => {
    const window = { opens: announced.announced, deadline: "2026-02-09T23:59:59Z" };
    const said = (id: string, more: Partial<Change>): Change => ({
      ...announced,
      id,
      announced: "2026-01-20T12:00:00Z",
      ...more,
    });
    const first = { ...announced, window };
    const move = said("3.1", {
      mode: "move",
      effective: "2026-04-01T00:00:00Z",
      touches: { how: "moves", change: "2.1" },
    });
    const dates = (log: Change[]) => {
      const [last] = log.slice(-1) as [Change];
      const entries = log.map(
        (change): LogEntry => ({ type: "change", at: change.announced, feed: { version: 1, sha256: "" }, change }),
      );
      const { rows } = tellEntry({ change: last, touched: touchedIn(entries, last) }, testReader());
      return rows.map(({ label, text }) => `${label}: ${text}`);
    };
    for (const how of ["corrects", "narrows", "joins"] as const) {
      const patch = said("4.1", {
        mode: "amendment",
        effective: "2026-01-20T12:00:00Z",
        touches: { how, change: "2.1" },
      });
      expect(dates([first, patch])).toEqual([
        "Announced: 20 Jan 2026",
        "In effect: 10 Feb 2026, 09:30 UTC",
        "Objection deadline: 9 Feb 2026, 23:59 UTC",
      ]);
      expect(dates([first, move, patch])).toContain("In effect: 1 Apr 2026, 00:00 UTC");
    }
    expect(dates([first, move])).toEqual([
      "Announced: 20 Jan 2026",
      "In effect: 10 Feb 2026, 09:30 UTC → 1 Apr 2026, 00:00 UTC",
      "Objection deadline: 9 Feb 2026, 23:59 UTC",
    ]);
  });

  test("what is taken back, and what is said otherwise once more: as it was said last", () => {
    const places = (...codes: string[]) => codes.map((country) => ({ country }));
    const set = (...codes: string[]): Atom => ({
      ...{ op: "set", type: "subprocessor", id: "a", field: "locations" },
      ...{ before: places("DE"), after: places(...codes) },
    });
    const entry = (change: Change): LogEntry => ({
      type: "change",
      at: change.announced,
      feed: { version: Number(change.id.split(".")[0]), sha256: "" },
      change,
    });
    const narrows = { how: "narrows" as const, change: "2.1" };
    const first: Change = { ...announced, content: [set("DE", "US", "IN", "SG")] };
    const second: Change = {
      ...announced,
      id: "3.1",
      mode: "amendment",
      touches: narrows,
      content: [set("DE", "US", "IN")],
    };
    const third: Change = { ...second, id: "4.1", content: [set("DE", "US")] };
    const off: Change = {
      ...{ ...announced, id: "5.1", mode: "withdrawal", content: [] },
      touches: { how: "withdraws", change: "2.1", atoms: ["subprocessor/a#locations"] },
    };
    const told = (...log: Change[]) => {
      const change = log.at(-1) as Change;
      return tellEntry({ change, touched: touchedIn(log.map(entry), change) }, testReader()).rows[0]?.text;
    };
    expect([told(first, second), told(first, second, third), told(first, second, third, off)]).toEqual([
      "Germany; United States; India; Singapore → Germany; United States; India",
      "Germany; United States; India → Germany; United States",
      "Germany → Germany; United States",
    ]);
  });

  const entryOf = (change: Change): LogEntry => ({
    ...{ type: "change", at: change.announced, feed: { version: Number(change.id.split(".")[0]), sha256: "" } },
    change,
  });
  const lastOf = (...log: Change[]) => {
    const last = log.at(-1) as Change;
    const { rows } = tellEntry({ change: last, touched: touchedIn(log.map(entryOf), last) }, testReader());
    return rows.map(({ label, text }) => `${label}: ${text}`);
  };

  test("an emergency that is taken back: from when to when it was so", () => {
    const put: Atom = { op: "put", type: "subprocessor", item: { id: "a", name: "Alpha" } };
    const emergency: Change = {
      ...announced,
      kind: "added",
      mode: "emergency",
      effective: "2026-01-08T00:00:00Z",
      content: [put],
    };
    const off: Change = {
      ...{ ...emergency, id: "3.1", mode: "withdrawal", announced: "2026-01-20T12:00:00Z" },
      ...{ effective: "2026-01-20T12:00:00Z", content: [{ op: "drop", type: "subprocessor", id: "a" }] },
      touches: { how: "withdraws", change: "2.1", atoms: ["subprocessor/a"] },
    };
    const drop: Atom = { op: "drop", type: "subprocessor", id: "o", name: "Omega" };
    const heir: Atom = { op: "put", type: "subprocessor", item: { id: "a", name: "Alpha", replaces: ["o"] } };
    const replaced: Change = { ...emergency, kind: "replaced", content: [heir, drop] };
    const titled = (atoms: string[], touched?: Change) =>
      changeTitle(
        { ...off, kind: "replaced", touches: { how: "withdraws", change: "2.1", atoms } },
        testReader("en", ["en"], { subprocessors: [{ id: "o", name: "Omega" }] }),
        touched,
      );
    // Who left and has not come back is not taken back with who came.
    expect([
      titled(["subprocessor/a", "subprocessor/o"], replaced),
      titled(["subprocessor/a"], replaced),
      titled(["subprocessor/a"]),
    ]).toEqual([
      "Withdrawn: Replacement: Alpha replaces Omega",
      "Withdrawn: Replacement: Alpha",
      "Withdrawn: Replacement: Alpha",
    ]);
    // Nor is who had come back before, of the two that one took over from.
    const heirOfTwo: Atom = { op: "put", type: "subprocessor", item: { id: "a", name: "Alpha", replaces: ["p", "o"] } };
    expect(titled(["subprocessor/a", "subprocessor/o"], { ...replaced, content: [heirOfTwo, drop] })).toBe(
      "Withdrawn: Replacement: Alpha replaces Omega",
    );
    const row = "In effect: 8 Jan 2026, 00:00 UTC → 20 Jan 2026, 12:00 UTC";
    expect(lastOf(emergency, off)).toContain(row);
    // Who is back was known: what is stated of it is said, and nothing of what is not.
    const back: Atom = { op: "put", type: "subprocessor", item: { id: "o", name: "Omega", purposes: ["Hosting"] } };
    const undone = lastOf(replaced, {
      ...{ ...off, kind: "replaced" as const, content: [...off.content, back] },
      touches: { how: "withdraws", change: "2.1", atoms: ["subprocessor/a", "subprocessor/o"] },
    });
    expect(undone).toContain("Omega: Purpose: Hosting");
    expect(undone.join()).not.toContain("Not stated");
    // What was to come never was.
    expect(lastOf({ ...emergency, mode: "announcement", effective: "2026-02-10T00:00:00Z" }, off).join()).not.toContain(
      "In effect",
    );
  });

  test("whom it concerns, by a reader who is told; announced anew without a word of it, everybody", () => {
    const reader = { ...testReader(), segment: "Customer segment" };
    const some: Change = { ...announced, audience: ["big"] };
    const rowsOf = (change: Change, whose: ReturnType<typeof testReader> = reader) =>
      tellEntry({ change, touched: some }, whose).rows.map(({ label, text }) => `${label}: ${text}`);
    const touching = (how: "corrects" | "amends"): Change => {
      const touches = how === "amends" ? { how, change: "2.1", atoms: [] } : { how, change: "2.1" };
      return { ...announced, id: "3.1", mode: how === "amends" ? "amendment" : "correction", touches };
    };
    expect(rowsOf(some)).toContain("Customer segment: big");
    expect(rowsOf(touching("corrects"))).toContain("Customer segment: big");
    for (const rows of [rowsOf(touching("amends")), rowsOf(announced), rowsOf(some, testReader())])
      expect(rows.join()).not.toContain("segment");
  });

  test("from when it holds for customers whose day is a later one", () => {
    const segments = [
      { id: "big", deadline: "2026-03-11T23:59:59Z", effective: "2026-03-12T00:00:00Z" },
      { id: "small", deadline: "2026-02-01T23:59:59Z", effective: announced.effective },
    ];
    const window = { opens: announced.announced, deadline: "2026-02-09T23:59:59Z", segments };
    const said = lastOf({ ...announced, window });
    expect(said.filter((row) => row.startsWith("In effect"))).toEqual([
      "In effect: 10 Feb 2026, 09:30 UTC",
      "In effect (big): 12 Mar 2026, 00:00 UTC",
    ]);
    const asked = { ...window, segments: segments.map((one) => ({ ...one, effective: null })) };
    expect(lastOf({ ...announced, window: asked })).toContain("In effect (big): Once it is approved");
    const moved = (effective: string): Change => {
      const touches = { how: "moves", change: "2.1" } as const;
      return { ...announced, id: "3.1", mode: "move", effective, window: undefined, content: [], touches };
    };
    const row = "In effect (big): 12 Mar 2026, 00:00 UTC";
    expect(lastOf({ ...announced, window }, moved("2026-02-20T00:00:00Z"))).toContain(row);
    expect(lastOf({ ...announced, window }, moved("2026-04-20T00:00:00Z")).join()).not.toContain(
      "(big): 12 Mar 2026, 00",
    );
    const narrower: Change = { ...announced, id: "3.1", mode: "amendment", touches: { how: "narrows", change: "2.1" } };
    expect(lastOf({ ...announced, window }, narrower)).toContain("In effect (big): 12 Mar 2026, 00:00 UTC");
  });

  test("what differs in a language that its reader does not read first: in that one", () => {
    const set = (before: object, after: object): Atom => ({
      ...{ op: "set", type: "subprocessor", id: "a", field: "purposes" },
      ...{ before: [before], after: [after] },
    });
    const both = { en: "Hosting", de: "Hosting von Daten" };
    const first = { ...announced, content: [set(both, { en: "Hosting", de: "Alles" })] };
    expect(lastOf(first)[0]).toBe("Purpose: Hosting von Daten → Alles");
    const again: Change = {
      ...{ ...first, id: "3.1", mode: "amendment", content: [set(both, { en: "Hosting", de: "Nichts" })] },
      touches: { how: "amends", change: "2.1", atoms: ["subprocessor/a#purposes"] },
    };
    expect(lastOf(first, again)[0]).toBe("Purpose: Alles → Nichts");
    expect(lastOf({ ...first, content: [set(both, { en: "Mail", de: "Alles" })] })[0]).toBe("Purpose: Hosting → Mail");
    // One language more is no other word.
    expect(lastOf({ ...first, content: [set({ en: "Hosting" }, both)] })[0]).toBe("Purpose: changed");
  });

  test("what was meant before, and is stated now: as it is stated", () => {
    const content: Atom[] = [
      { op: "set", type: "terms", field: "appliesTo", after: ["added", "replaced", "restored", "legal-entity"] },
    ];
    const stated: Change = { ...announced, kind: "corrected", mode: "correction", subject: { type: "terms" }, content };
    expect(lastOf(stated)[0]).toBe("Notice is given when: New; Replacement; Return; Change of legal entity");
  });

  test("without a day: when it is expected, or what it waits for", () => {
    const undated = { effective: null, expected: "2026-06" };
    expect(rows(undated)).toContain("In effect: Expected Jun 2026");
    expect(rows({ effective: null, approval: "required" })).toContain("In effect: Once it is approved");
  });
});
