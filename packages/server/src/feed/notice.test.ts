import type { Change, Feed, LogEntry } from "@trust-center/feed";
import { describe, expect, test } from "vitest";
import { noticeBlocks } from "../mail/facts.ts";
import { mailReader } from "../mail/reader.ts";
import { noticeOf, publicationOf, readPublication } from "./notice.ts";

const one = {
  id: "one",
  name: { en: "One", es: "Uno" },
  locations: [{ kind: "worldwide" as const }, { country: "ES", city: "Madrid" }],
  transferMechanisms: [{ type: "dpf" as const, excluded: true }],
};
const change: Change = {
  id: "2.1",
  kind: "added",
  mode: "announcement",
  subject: { type: "subprocessor", id: "one" },
  name: one.name,
  announced: "2026-01-01T00:00:00Z",
  effective: "2026-02-01T00:00:00Z",
  window: {
    opens: "2026-01-01T00:00:00Z",
    deadline: "2026-01-31T23:59:59Z",
    segments: [{ id: "enterprise", deadline: "2026-03-02T23:59:59Z", effective: "2026-03-03T00:00:00Z" }],
  },
  content: [{ op: "put", type: "subprocessor", item: one }],
};

const feed: Feed = {
  type: "feed",
  format: 1,
  version: 2,
  published: "2026-01-01T00:00:00Z",
  publisher: { name: "Acme", url: "https://acme.example/trust" },
  noticeTerms: { noticePeriod: "P30D", silence: "accepted" },
  subprocessors: [{ id: "two", name: "Two" }],
  open: [change],
};

const state = {
  address: "https://acme.example/feed/",
  pin: "sha256-x",
  version: 2,
  sha256: "ab",
  log: { size: 2, root: "" },
  feed,
  receiptKids: [],
  verifiedAt: 0,
};

/** When a mail is written: on the day of its publish. */
const now = Date.parse(feed.published);

const entryOf = (change: Change): LogEntry => ({
  type: "change",
  at: change.announced,
  feed: { version: 2, sha256: "ab" },
  change,
});

/** What the mail says: headings as they are, rows as pairs. */
const told = (language: string, ...changes: Change[]) => {
  const log = changes.some(({ id }) => id === change.id) ? changes : [change, ...changes];
  const open = log.filter(({ mode }) => mode === "announcement");
  const untold = { untold: changes.map(entryOf), log: log.map(entryOf), until: changes.length };
  const notice = noticeOf(publicationOf({ ...state, feed: { ...feed, open } }), untold, now);
  const blocks = noticeBlocks(notice, { ...mailReader(language, feed), names: notice.names });
  return blocks.flatMap((block): (string | [string, string])[] =>
    block.type === "heading" ? [block.text] : block.type === "facts" ? block.facts : [],
  );
};

test("a notice names the version, the vendor's page, and what to verify it with", () => {
  expect(publicationOf(state)).toMatchObject({
    version: 2,
    sha256: "ab",
    vendor: "Acme",
    url: "https://acme.example/trust",
    address: "https://acme.example/feed/",
    pin: "sha256-x",
  });
});

test("every deadline is told, in the reader's language, and what silence means", () => {
  const rows = told("es", change);
  expect(rows[0]).toBe("Uno");
  expect(rows).toContainEqual(["Ubicación", "Todo el mundo; Madrid, España"]);
  expect(rows).toContainEqual(["Mecanismo de transferencia", "no Marco de Privacidad de Datos"]);
  expect(rows[1]).toEqual(["Cambio", "Alta"]);
  expect(rows.slice(-5)).toEqual([
    ["En vigor", "1 feb 2026, 00:00 UTC"],
    ["En vigor (enterprise)", "3 mar 2026, 00:00 UTC"],
    ["Límite de oposición", "31 ene 2026, 23:59 UTC"],
    ["Límite de oposición (enterprise)", "2 mar 2026, 23:59 UTC"],
    ["El silencio hasta el límite", "vale como aceptación"],
  ]);
});

test("what the law or custom asks for and the vendor leaves out is said as not stated", () => {
  const [, unstated] = told("en", change).find(([label]) => label === "Not stated") ?? [];
  expect(unstated?.split(", ")).toEqual(
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

const set = (field: string, before: unknown, after: unknown): Change["content"][number] => ({
  op: "set",
  type: "subprocessor",
  id: "two",
  field,
  before,
  after,
});

test("several changes of one entry stand below one heading, each with what it was and what it is", () => {
  const base = { ...change, subject: { type: "subprocessor" as const, id: "two" }, name: "Two Cloud" };
  const rows = told(
    "en",
    {
      ...base,
      id: "2.2",
      kind: "renamed",
      mode: "immediate",
      effective: base.announced,
      window: undefined,
      content: [set("name", "Two", "Two Cloud")],
    },
    {
      ...base,
      id: "2.3",
      kind: "location",
      content: [set("locations", [{ country: "DE" }], [{ country: "US", text: "Backups only" }])],
    },
  );
  expect(rows.filter((row) => typeof row === "string")).toEqual(["Two Cloud"]);
  expect(rows).toContainEqual(["Name", "Two → Two Cloud"]);
  expect(rows).toContainEqual(["Location", "Germany → United States (Backups only)"]);
});

test("what takes an announcement back says what had been announced", () => {
  const touches = { how: "withdraws" as const, change: "2.1", atoms: ["subprocessor/one"] };
  const rows = told("en", { ...change, id: "2.4", mode: "withdrawal", window: undefined, content: [], touches });
  expect(rows).toContainEqual(["Change", "Withdrawn: New"]);
  expect(rows).toContainEqual(["Location", "Worldwide; Madrid, Spain"]);
});

test("a service that was announced and does not come has its name in what takes it back", () => {
  const serves = { ...change, subject: { type: "subprocessor" as const, id: "two" }, kind: "scope" as const };
  const scope: Change = { ...serves, content: [set("services", ["core"], ["core", "ai"])] };
  const service: Change = {
    ...{ ...change, id: "2.2", kind: "service", subject: { type: "service", id: "ai" } },
    content: [{ op: "put", type: "service", item: { id: "ai", name: "AI add-on" } }],
  };
  const touches = { how: "withdraws" as const, change: "2.1", atoms: ["subprocessor/two#services"] };
  const off: Change = { ...serves, id: "3.1", mode: "withdrawal", window: undefined, content: [], touches };
  const log = [scope, service, off].map(entryOf);
  const notice = noticeOf(publicationOf(state), { untold: [entryOf(off)], log, until: 3 }, now);
  const [, block] = noticeBlocks(notice, { ...mailReader("en", feed), names: notice.names });
  expect(block?.type === "facts" && block.facts).toContainEqual(["Services", "core → core; AI add-on"]);
});

test("what was announced anew before its reader had heard of it is told whole, and else in what differs", () => {
  const touches = { how: "amends" as const, change: "2.1", atoms: ["subprocessor/one"] };
  const anew: Change = {
    ...{ ...change, id: "3.1", mode: "amendment", touches },
    content: [{ op: "put", type: "subprocessor", item: { ...one, purposes: ["Mail"] } }],
  };
  const labels = (...untold: Change[]) => {
    const log = [change, anew].map(entryOf);
    const publication = publicationOf({ ...state, feed: { ...feed, open: [anew] } });
    const notice = noticeOf(publication, { untold: untold.map(entryOf), log, until: 2 }, now);
    const [, block, ...more] = noticeBlocks(notice, { ...mailReader("en", feed), names: notice.names });
    expect(more).toEqual([]);
    return block?.type === "facts" ? block.facts.map(([label]) => label) : [];
  };
  expect(labels(change, anew)).toEqual(expect.arrayContaining(["Purpose", "Location", "Transfer mechanism"]));
  expect(labels(anew)).toContain("Purpose");
  expect(labels(anew)).not.toContain("Location");
});

test("what takes back an announcement that was told otherwise since says what would have come", () => {
  const places = (...countries: string[]) =>
    set(
      "locations",
      [{ country: "DE" }],
      countries.map((country) => ({ country })),
    );
  const base = { ...change, subject: { type: "subprocessor" as const, id: "two" }, kind: "location" as const };
  const wide = { ...base, content: [places("DE", "US", "SG")] };
  const narrows = { how: "narrows" as const, change: "2.1" };
  const less = { ...base, id: "3.1", mode: "amendment" as const, content: [places("DE", "US")], touches: narrows };
  const touches = { how: "withdraws" as const, change: "2.1", atoms: ["subprocessor/two#locations"] };
  const off = { ...base, id: "4.1", mode: "withdrawal" as const, window: undefined, content: [], touches };
  const log = [wide, less, off].map(entryOf);
  const notice = noticeOf(publicationOf(state), { untold: [entryOf(off)], log, until: 3 }, now);
  const [, block] = noticeBlocks(notice, { ...mailReader("en", feed), names: notice.names });
  expect(block?.type === "facts" && block.facts).toContainEqual(["Location", "Germany → Germany; United States"]);
});

/** An emergency in which one takes over from two, who leaves. */
const fire: Change = {
  ...change,
  kind: "replaced",
  mode: "emergency",
  effective: change.announced,
  window: { opens: change.announced, deadline: "2026-01-31T23:59:59Z" },
  content: [
    { op: "put", type: "subprocessor", item: { ...one, replaces: ["two"] } },
    { op: "drop", type: "subprocessor", id: "two", name: "Two" },
  ],
};

/** Its withdrawal: the two are as they were. */
const over: Change = {
  ...fire,
  id: "3.1",
  mode: "withdrawal",
  announced: "2026-01-03T00:00:00Z",
  effective: "2026-01-03T00:00:00Z",
  window: undefined,
  content: [
    { op: "drop", type: "subprocessor", id: "one", name: one.name },
    { op: "put", type: "subprocessor", item: { id: "two", name: "Two" } },
  ],
  touches: { how: "withdraws", change: "2.1", atoms: ["subprocessor/one", "subprocessor/two"] },
};

test("who is replaced is told by name, when it comes to be and when it is taken back", () => {
  const rows = (untold: Change[]) => {
    const entries = { untold: untold.map(entryOf), log: [fire, over].map(entryOf), until: 2 };
    const notice = noticeOf(publicationOf({ ...state, feed: { ...feed, open: [] } }), entries, now);
    const blocks = noticeBlocks(notice, { ...mailReader("en", feed), names: notice.names });
    return blocks.flatMap((block) => (block.type === "facts" ? block.facts : []));
  };
  expect(rows([fire])).toContainEqual(["Change", "Without the notice period: Replacement: One replaces Two"]);
  expect(rows([over])).toContainEqual(["Change", "Withdrawn: Replacement: One replaces Two"]);
});

describe("an emergency that was over before its reader was told", () => {
  const published = over.announced;
  const toldOf = (log: Change[], open: Change[] = []) =>
    noticeOf(
      publicationOf({ ...state, feed: { ...feed, published, open } }),
      { untold: log.map(entryOf), log: log.map(entryOf), until: log.length },
      Date.parse(published),
    ).changes.map(({ change: { id, mode, effective, window, content } }) => [
      id,
      mode,
      effective,
      window?.deadline,
      content.map((atom) => atom.op),
    ]);
  const end = ["3.1", "withdrawal", over.effective, undefined, ["drop", "put"]];

  test("is told whole, for it was so, and without a deadline, for nobody can object", () => {
    expect(toldOf([fire, over])).toEqual([["2.1", "emergency", fire.effective, undefined, ["put", "drop"]], end]);
  });

  test("where it was announced first, since when it was so", () => {
    const planned: Change = { ...fire, mode: "announcement", effective: change.effective, window: change.window };
    const moved: Change = {
      ...fire,
      id: "2.2",
      content: [],
      window: undefined,
      mode: "emergency",
      effective: "2026-01-02T00:00:00Z",
      touches: { how: "moves", change: "2.1" },
    };
    const publication = publicationOf({ ...state, feed: { ...feed, published, open: [] } });
    const log = [planned, moved, over].map(entryOf);
    const notice = noticeOf(publication, { untold: log, log, until: 3 }, Date.parse(published));
    const blocks = noticeBlocks(notice, { ...mailReader("en", feed), names: notice.names });
    const rows = blocks.flatMap((block) => (block.type === "facts" ? block.facts : []));
    expect(rows.map(([label]) => label)).not.toContain("Objection deadline");
    expect(toldOf([planned, moved, over])[0]).toEqual([
      "2.1",
      "emergency",
      moved.effective,
      undefined,
      ["put", "drop"],
    ]);
  });

  test("in part: with its deadline, for one can object to the rest", () => {
    const back: Change = {
      ...over,
      kind: "removed",
      subject: { type: "subprocessor", id: "two" },
      content: over.content.slice(1),
      touches: { how: "withdraws", change: "2.1", atoms: ["subprocessor/two"] },
    };
    const rest = { ...fire, content: fire.content.slice(0, 1) };
    expect(toldOf([fire, back], [rest])[0]).toEqual([
      "2.1",
      "emergency",
      fire.effective,
      fire.window?.deadline,
      ["put", "drop"],
    ]);
  });

  test("what was not so yet is not told", () => {
    const planned: Change = { ...fire, effective: "2026-01-09T00:00:00Z" };
    expect(toldOf([planned, { ...over, content: [] }]).map(([id]) => id)).toEqual(["3.1"]);
  });
});

describe("what was announced and cannot come any more, for its subject has left", () => {
  const moving: Change = {
    ...change,
    id: "2.1",
    kind: "location",
    subject: { type: "subprocessor", id: "two" },
    name: "Two",
    content: [set("locations", [{ country: "DE" }], [{ country: "US" }])],
  };
  const later = { ...moving, id: "2.2", mode: "move" as const, window: undefined, content: [] };
  const moved: Change = { ...later, effective: "2026-02-09T00:00:00Z", touches: { how: "moves", change: "2.1" } };
  const leaving: Change = {
    ...{ ...moving, id: "3.1", kind: "removed", window: undefined },
    content: [{ op: "drop", type: "subprocessor", id: "two", name: "Two" }],
  };
  const idsOf = (log: Change[], open: Change[], at: string) =>
    noticeOf(
      publicationOf({ ...state, feed: { ...feed, published: "2026-01-03T00:00:00Z", open } }),
      { untold: log.map(entryOf), log: log.map(entryOf), until: log.length },
      Date.parse(at),
    ).changes.map(({ change: { id } }) => id);

  test("is told to nobody who has not been told of it, nor is its other day", () => {
    const left: Change = { ...leaving, mode: "immediate", effective: "2026-01-03T00:00:00Z" };
    expect(idsOf([moving, moved, left], [], "2026-01-03T00:00:00Z")).toEqual(["3.1"]);
  });

  test("nor once the day of leaving has come, with nothing published since", () => {
    const leaves: Change = { ...leaving, effective: "2026-01-20T00:00:00Z" };
    const log = [moving, leaves];
    expect(idsOf(log, log, "2026-01-19T00:00:00Z")).toEqual(["2.1", "3.1"]);
    expect(idsOf(log, log, "2026-01-21T00:00:00Z")).toEqual(["3.1"]);
  });

  test("is told as before by what an older version of the service kept, which does not know what is open", () => {
    const { open: _, ...kept } = publicationOf({ ...state, feed: { ...feed, open: [] } });
    const entries = { untold: [entryOf(moving)], log: [entryOf(moving)], until: 1 };
    expect(noticeOf(readPublication(JSON.stringify(kept)), entries, now).changes).toHaveLength(1);
  });
});

test("the reason is told in the vendor's words, in the reader's language where the vendor has it", () => {
  const reason = { en: "Cheaper", es: "Más barato" };
  expect(told("en", { ...change, reason })).toContainEqual(["Reason", "Cheaper"]);
  expect(told("es", { ...change, reason })).toContainEqual(["Motivo", "Más barato"]);
});

test("what is in effect, what comes and what has left are all called by their names", () => {
  const former = [
    { type: "group", id: "eu", name: "EU hosting", until: "2026-01-01T00:00:00Z" },
    { type: "subprocessor", id: "zero", name: "Zero", until: "2026-01-01T00:00:00Z" },
  ] as const;
  const { names } = publicationOf({ ...state, feed: { ...feed, former: [...former] } });
  const called = (id: string) => names.subprocessors?.find((entry) => entry.id === id)?.name;
  expect(["one", "two", "zero"].map(called)).toEqual([one.name, "Two", "Zero"]);
  expect(names.groups).toEqual([{ id: "eu", title: "EU hosting" }]);
});
