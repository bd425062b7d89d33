import {
  type Announce,
  asOf,
  audit,
  type Change,
  check,
  type Feed,
  type FeedContent,
  feedSchema,
  type LogEntry,
  listAt,
  planVersion,
  replay,
  type Subprocessor,
  saysTheSame,
} from "@trust-center/feed";
import { expect, test } from "vitest";

/**
 * A list of the size and habits of a published one, over three years and twenty-six publishes, whose days drift as
 * people's do: nobody publishes on the day when something takes effect. Companies are invented.
 */
const day = 24 * 60 * 60 * 1000;
const start = Date.parse("2024-01-08T15:20:00Z");

const hosting: Subprocessor = {
  id: "nimbus",
  name: "Nimbus Cloud",
  purposes: ["Hosting"],
  locations: [{ country: "US" }],
};
const base: Subprocessor[] = [
  hosting,
  { id: "postino", name: "Postino", purposes: ["Sending e-mail"], locations: [{ country: "US" }] },
  {
    id: "helpline",
    name: "Helpline",
    purposes: ["Customer support"],
    locations: [{ country: "US" }, { country: "IE" }],
  },
  { id: "tally", name: "Tally Pay", purposes: ["Payments"], locations: [{ country: "US" }] },
  { id: "lumen", name: "Lumen Metrics", purposes: ["Monitoring"], locations: [{ country: "DE" }] },
  { id: "paperless", name: "Paperless", purposes: ["Invoices"], locations: [{ country: "NL" }] },
  { id: "edgeway", name: "Edgeway", purposes: ["Content delivery"], locations: [{ kind: "edge" }] },
];
const noticeTerms = {
  noticePeriod: "P30D",
  objectionPeriod: "P14D",
  appliesTo: ["added" as const, "replaced" as const, "location" as const, "data" as const],
};

type Edit = (content: FeedContent) => FeedContent;
const list =
  (edit: (entries: Subprocessor[]) => Subprocessor[]): Edit =>
  (content) => ({ ...content, subprocessors: edit(content.subprocessors) });
const set = (id: string, facts: Partial<Subprocessor>): Edit =>
  list((entries) => entries.map((entry) => (entry.id === id ? ({ ...entry, ...facts } as Subprocessor) : entry)));
const add = (entry: Subprocessor): Edit => list((entries) => [...entries, entry]);
const drop = (...ids: string[]): Edit => list((entries) => entries.filter(({ id }) => !ids.includes(id)));
const also =
  (...edits: Edit[]): Edit =>
  (content) =>
    edits.reduce((now, edit) => edit(now), content);

/** Days since the publish before, what was edited, and what was said of it. */
const history: [days: number, edit: Edit, announce?: Announce[]][] = [
  [19, add({ id: "scribe", name: "Scribe AI", purposes: ["Transcription"], locations: [{ country: "US" }] })],
  [11, set("lumen", { locations: [{ country: "DE" }, { country: "FR" }] })],
  [47, set("postino", { name: "Postino Mail" })],
  [3, set("postino", { purposes: ["Sending e-mail."] })],
  [66, set("helpline", { dataCategories: [{ items: ["Names", "E-mail addresses", "Messages"] }] })],
  [8, set("helpline", { dataCategories: [{ items: ["Names", "Messages"] }] })],
  [
    52,
    also(drop("paperless"), add({ id: "ledgerly", name: "Ledgerly", purposes: ["Invoices"], replaces: ["paperless"] })),
  ],
  [90, (content) => content],
  [2, set("nimbus", { locations: [{ country: "US" }, { country: "IE" }] })],
  [13, set("nimbus", { locations: [{ country: "US" }, { country: "IE" }, { country: "SG" }] })],
  [
    40,
    add({ id: "beacon", name: "Beacon", purposes: ["Error reports"] }),
    [{ subject: "beacon", effective: "2025-03-01" }],
  ],
  [15, drop("beacon")],
  [
    31,
    set("tally", { locations: [{ country: "IE" }] }),
    [{ subject: "tally", emergency: true, reason: "The old region failed" }],
  ],
  [9, set("tally", { locations: [{ country: "US" }] })],
  [78, also(set("edgeway", { name: "Edgeway Networks" }), set("scribe", { description: "Speech to text." }))],
  [5, (content) => ({ ...content, noticeTerms: { ...noticeTerms, noticePeriod: "P45D" } })],
  [21, add({ id: "vault", name: "Vault Backup", purposes: ["Backups"], locations: [{ country: "CA" }] })],
  [12, set("vault", { locations: [{ country: "CA" }, { country: "US" }] })],
  [29, drop("lumen")],
  [4, add({ id: "gauge", name: "Gauge", purposes: ["Monitoring"] })],
  [
    61,
    also(
      drop("scribe"),
      add({
        id: "scribe-eu",
        name: "Scribe AI",
        purposes: ["Transcription"],
        locations: [{ country: "US" }],
        description: "Speech to text.",
      }),
    ),
  ],
  [
    17,
    set("gauge", { locations: [{ country: "SE" }] }),
    [{ subject: "gauge", correction: true, reason: "The list had not said so" }],
  ],
  [259, (content) => content],
  [6, add({ id: "lumen", name: "Lumen Metrics", purposes: ["Monitoring"], locations: [{ country: "DE" }] })],
  [38, list((entries) => [...entries].reverse())],
  [14, set("helpline", { locations: [{ country: "IE" }] })],
];

interface Published {
  feed: Feed;
  content: FeedContent;
  changes: Change[];
}

async function publishAll(): Promise<{ published: Published[]; log: LogEntry[] }> {
  let content: FeedContent = { publisher: { name: "Example" }, noticeTerms, subprocessors: base };
  const published: Published[] = [];
  const log: LogEntry[] = [];
  let now = start;
  const publish = async (announce: Announce[] = []) => {
    const previous = published.at(-1)?.feed;
    const { feed, changes } = await planVersion({ content, announce, previous, now });
    if (changes.length > 0)
      published.push({ feed: check(feedSchema, JSON.parse(JSON.stringify(feed)), "it"), content, changes });
    for (const change of changes) {
      log.push({ type: "change", at: feed.published, feed: { version: feed.version, sha256: "0".repeat(64) }, change });
    }
  };
  await publish();
  for (const [days, edit, announce] of history) {
    now += days * day + (days % 7) * 3_600_000;
    content = edit(content);
    await publish(announce);
  }
  return { published, log };
}

const facts = ({ subprocessors }: FeedContent) =>
  JSON.stringify(
    [...subprocessors].sort((a, b) => (a.id < b.id ? -1 : 1)).map((entry) => Object.entries(entry).sort()),
  );

test("twenty-six publishes: at every step the list is what was promised, on the day when it was promised", async () => {
  const { published, log } = await publishAll();
  expect(history.length).toBe(26);
  const first = published[0]?.feed as Feed;
  for (const [at, { feed, content }] of published.entries()) {
    const until = log.filter(({ feed: { version } }) => version <= feed.version);
    expect(saysTheSame(replay(first, until), feed)).toBe(true);
    expect(facts(listAt(feed, Infinity))).toBe(facts(content));
    const next = published[at + 1]
      ? Date.parse(published[at + 1]?.feed.published ?? "")
      : Date.parse(feed.published) + 400 * day;
    for (let t = Date.parse(feed.published); t < next; t += 3 * day + 7_000_000) {
      expect(facts(listAt(feed, t))).toBe(facts(asOf(first, log, t, { known: Date.parse(feed.published) })));
    }
  }
  expect(audit(first, log)).toEqual([]);
});

test("what was promised for a day holds from that day on, whoever publishes when", async () => {
  const { published, log } = await publishAll();
  const first = published[0]?.feed as Feed;
  const ended = new Set(log.flatMap(({ change: { touches } }) => touches?.change ?? []));
  const promised = log.map(({ change }) => change).filter(({ id, mode }) => mode === "announcement" && !ended.has(id));
  expect(promised.length).toBeGreaterThanOrEqual(5);
  for (const { effective, content } of promised) {
    const at = Date.parse(effective ?? "");
    for (const atom of content) {
      if (atom.op !== "put") continue;
      const has = (t: number) => asOf(first, log, t).subprocessors.some(({ id }) => id === atom.item.id);
      expect([has(at - 1000), has(at)]).toEqual([false, true]);
    }
  }
});

test("no publish says that something has taken effect: its day had come by itself", async () => {
  const { log } = await publishAll();
  const told = log.map(({ change }) => `${change.mode} ${change.kind} ${change.subject.id ?? ""}`);
  expect(told).toMatchInlineSnapshot(`
    [
      "initial initial ",
      "announcement added scribe",
      "announcement location lumen",
      "immediate renamed postino",
      "correction corrected postino",
      "announcement data helpline",
      "amendment data helpline",
      "announcement replaced ledgerly",
      "announcement location nimbus",
      "amendment location nimbus",
      "announcement added beacon",
      "withdrawal added beacon",
      "emergency location tally",
      "withdrawal location tally",
      "immediate renamed edgeway",
      "immediate purpose scribe",
      "immediate terms ",
      "announcement added vault",
      "amendment added vault",
      "immediate removed lumen",
      "announcement added gauge",
      "correction id scribe-eu",
      "correction location gauge",
      "immediate restored lumen",
      "announcement location helpline",
    ]
  `);
});
