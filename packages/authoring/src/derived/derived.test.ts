import type { Announce, Envelope, Feed, FeedContent, LogEntry, Root } from "@trust-center/feed";
import { planVersion, toBase64url } from "@trust-center/feed";
import { describe, expect, test } from "vitest";
import { derivedFiles } from "./files.ts";

const now = Date.parse("2026-01-10T12:00:00Z");
const start = "2026-01-10T12:00:00Z";
const address = "https://acme.example/.well-known/trust-center/";
const hostile = `</script><script>alert("1")</script>&'\u0007`;

const content: FeedContent = {
  publisher: {
    name: "Acme, Inc; \\ more",
    url: "https://acme.example/trust",
    contacts: [{ role: "privacy", email: "p@acme.example" }],
  },
  intro: hostile,
  noticeTerms: {
    noticePeriod: "P30D",
    objectionPeriod: "P14D",
    segments: [{ id: "enterprise", name: "Enterprise", objectionPeriod: "P20D" }],
  },
  groups: [{ id: "g", title: "Infrastructure", common: { locations: [{ country: "DE" }] } }],
  subprocessors: [
    { id: "=1+1", name: '=HYPERLINK("http://evil.example")', groups: ["g"], description: "two\nlines, and a comma" },
    { id: "two", name: "Größer & Söhne ✓ ".repeat(12), purposes: ["+cmd", "@x", "\u00a0 =1", "a;-b\t\uff1dc"] },
    { id: "three", name: "\tTab", links: [{ url: "https://three.example", text: hostile }] },
  ],
};

const day = 24 * 60 * 60 * 1000;

/** Publishes one list after the other on one day; derives the files some days later. */
async function deriveFrom(
  contents: readonly FeedContent[],
  later = 0,
  announce: Announce[] = [],
  roots: readonly Partial<Root>[] = [],
) {
  let previous: Feed | undefined;
  const entries: LogEntry[] = [];
  for (const content of contents) {
    const { feed, changes } = await planVersion({ content, announce, previous, now });
    previous = JSON.parse(JSON.stringify(feed)) as Feed;
    const of = { version: feed.version, sha256: "a".repeat(64) };
    entries.push(...changes.map((change): LogEntry => ({ type: "change", at: feed.published, feed: of, change })));
  }
  const feed = previous as Feed;
  const pin = `sha256-${"A".repeat(43)}`;
  const head = { roots: roots.map(envelopeOf) };
  const files = await derivedFiles({ address, pin, head, feed, entries, now: now + later * day });
  const text = (path: string) => new TextDecoder("utf-8", { fatal: true }).decode(files.get(path));
  return { feed, entries, text };
}

/** A root as a head holds it. Nobody asks here who signed it. */
function envelopeOf(root: Partial<Root>): Envelope {
  const role = { threshold: 1, kids: ["k"] };
  const roles = { root: role, manifest: role, timestamp: role, receipt: role };
  const whole = { type: "root", feed: address, version: 1, issued: start, expires: start, keys: {}, roles, ...root };
  return { payload: toBase64url(new TextEncoder().encode(JSON.stringify(whole))), signatures: [] };
}

/** The second entry is announced beside the first version. */
const derive = (later?: number) => {
  const known = { ...content, subprocessors: content.subprocessors.filter(({ id }) => id !== "two") };
  return deriveFrom([known, content], later);
};

/** RFC 4180. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (let at = 0; at < text.length; ) {
    const quoted = /^"((?:[^"]|"")*)"(,|\r\n)/.exec(text.slice(at));
    const bare = quoted ?? /^([^",\r\n]*)(,|\r\n)/.exec(text.slice(at));
    if (!bare) throw new Error(`no field at ${at}: ${text.slice(at, at + 40)}`);
    rows.at(-1)?.push(quoted ? (bare[1] ?? "").replaceAll('""', '"') : (bare[1] ?? ""));
    at += bare[0].length;
    if (bare[2] === "\r\n") rows.push([]);
  }
  return rows.slice(0, -1);
}

test("latest.json is the feed as of when it is made", async () => {
  const { feed, text } = await derive();
  expect(JSON.parse(text("latest.json"))).toEqual({ ...feed, asOf: "2026-01-10T12:00:00Z" });
  const later = JSON.parse((await derive(40)).text("latest.json"));
  expect([later.asOf, later.subprocessors.length]).toEqual(["2026-02-19T12:00:00Z", 3]);
});

test("what has come into effect since is in the files that a refresh makes, and is planned no more", async () => {
  const rows = async (later: number) => parseCsv((await derive(later)).text("subprocessors.csv")).slice(1);
  expect((await rows(0)).map(([status, effective]) => [status, effective])).toEqual([
    ["active", ""],
    ["active", ""],
    ["planned", "2026-02-10"],
  ]);
  expect((await rows(31)).map(([status]) => status)).toEqual(["active", "active", "active"]);
  const page = (await derive(31)).text("index.html");
  expect(page).toContain("as of 10 Feb 2026");
  expect(page).not.toContain("<h2>Changes</h2>");
  expect((await derive(31)).text("deadlines.ics")).not.toContain("BEGIN:VEVENT");
});

test("the table parses back, and no cell starts a formula", async () => {
  const [head = [], ...rows] = parseCsv((await derive()).text("subprocessors.csv"));
  const cell = (row: number, name: string) => rows[row]?.[head.indexOf(name)];
  expect(rows).toHaveLength(3);
  expect(rows.every((row) => row.length === head.length)).toBe(true);
  expect(rows.flat().filter((value) => /^[=+\-@\t\r]/.test(value))).toEqual([]);
  expect(cell(0, "id")).toBe("'=1+1");
  expect(cell(0, "name")).toBe(`'=HYPERLINK("http://evil.example")`);
  expect(cell(0, "description")).toBe("two\nlines, and a comma");
  expect(cell(0, "locations")).toBe("Germany");
  expect(cell(2, "purposes")).toBe("'+cmd; '@x; \u00a0 '=1; a;'-b\t'\uff1dc");
  expect(cell(1, "name")).toBe("'\tTab");
});

test("the Atom feed is well formed and carries every change", async () => {
  const { entries, text } = await derive();
  const atom = text("updates.atom");
  expect(atom.match(/<entry>/g)).toHaveLength(entries.length);
  expect(atom.match(/<id>[^<]+<\/id>/g)).toContain(`<id>${address}#change-2.1</id>`);
  const open: string[] = [];
  for (const [, close, name, self] of atom.replace(/<\?xml[^>]*\?>/, "").matchAll(/<(\/?)([a-z]+)[^<>]*?(\/?)>/g)) {
    if (self) continue;
    if (close) expect(open.pop()).toBe(name);
    else open.push(String(name));
  }
  expect(open).toEqual([]);
  expect(atom).not.toMatch(/&(?!amp;|lt;|gt;|quot;|#39;)/);
});

test("the JSON Feed has the members that version 1.1 asks for", async () => {
  const { entries, text } = await derive();
  const feed = JSON.parse(text("updates.json"));
  expect(feed).toMatchObject({ version: "https://jsonfeed.org/version/1.1", feed_url: `${address}updates.json` });
  expect(feed.items).toHaveLength(entries.length);
  for (const item of feed.items)
    expect(item).toMatchObject({ id: expect.any(String), content_text: expect.any(String) });
});

test("the calendar folds at 75 octets, escapes, and holds each deadline and effective date", async () => {
  const calendar = (await derive()).text("deadlines.ics");
  const physical = calendar.split("\r\n");
  expect(physical.pop()).toBe("");
  expect(calendar.replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
  expect(Math.max(...physical.map((line) => Buffer.byteLength(line)))).toBe(75);
  const lines = calendar.replaceAll("\r\n ", "").split("\r\n");
  expect(lines.filter((line) => line.startsWith("DTSTART"))).toEqual([
    "DTSTART:20260124T235959Z",
    "DTSTART:20260130T235959Z",
    "DTSTART;VALUE=DATE:20260210",
  ]);
  expect(lines.filter((line) => line === "BEGIN:VEVENT")).toHaveLength(3);
  expect(new Set(lines.filter((line) => line.startsWith("UID:"))).size).toBe(3);
  expect(lines).toContain("X-WR-CALNAME:Acme\\, Inc\\; \\\\ more: deadlines");
});

test("the page is escaped, has no script, and shows the whole list with what is planned", async () => {
  const { feed, text } = await derive();
  const page = text("index.html");
  expect(page).not.toMatch(/<script|javascript:|\son\w+=/i);
  expect(page).toContain("&lt;/script&gt;");
  expect(page).toMatch(/Content-Security-Policy" content="default-src &#39;none&#39;; style-src &#39;sha256-/);
  expect(page).toContain("<h2>Changes</h2>");
  expect(page.match(/<th scope="row">/g)).toHaveLength(feed.subprocessors.length + 1);
  expect(page).toContain("<br><em>Planned, starts 10 Feb 2026</em>");
});

test("the same input gives the same bytes", async () => {
  const [one, other] = [await derive(), await derive()];
  for (const path of [
    "latest.json",
    "subprocessors.csv",
    "updates.atom",
    "updates.json",
    "deadlines.ics",
    "index.html",
  ]) {
    expect(one.text(path)).toBe(other.text(path));
  }
});

/** A list in Spanish, with a place, a mechanism and a date of each kind. */
const spanish: FeedContent = {
  publisher: { name: "Acme", languages: ["es", "en"] },
  services: [{ id: "s", name: { es: "Búsqueda", en: "Search" } }],
  groups: [{ id: "g", title: "Nube", updated: "2026-01-02", when: { customerRegion: "la UE" } }],
  subprocessors: [
    {
      id: "one",
      name: "Uno",
      groups: ["g"],
      services: ["s"],
      purposes: [{ es: "Alojamiento", en: "Hosting" }],
      locations: [
        { country: "DE", text: "solo copias" },
        { kind: "edge", text: "UE" },
      ],
      transferMechanisms: [{ type: "not-required" }, { type: "scc", modules: [3] }],
      certifications: [{ name: "ISO 27001", link: { url: "https://one.example/iso" } }],
      since: "2024-05",
      replaces: ["zero"],
    },
  ],
};
const before: FeedContent = { ...spanish, subprocessors: [{ id: "zero", name: "Cero" }] };

test("files speak the publisher's language, labels too, and say which", async () => {
  const { text } = await deriveFrom([before, spanish]);
  const page = text("index.html");
  expect(page).toContain('<html lang="es" dir="ltr">');
  for (const words of ["Nombre", "Finalidad", "Alemania (solo copias)", "Red perimetral global (UE)", "Historial"])
    expect(page).toContain(words);
  expect(page).toContain("No se necesita<br>Cláusulas contractuales tipo (módulo 3)");
  expect(page).toContain("a clientes de la UE");
  expect(page).toContain('<time datetime="2026-01-02">2 ene 2026</time>');
  expect(page).toContain('<a href="https://one.example/iso">ISO 27001</a>');
  expect(page).not.toMatch(/Purpose|Sub-processors|>Name<|Published/);
  expect(text("updates.atom")).toMatch(/xml:lang="es".*Primera publicación/s);
  expect(JSON.parse(text("updates.json"))).toMatchObject({ language: "es", title: "Acme: subencargados" });
  expect(text("deadlines.ics")).toContain("Acme: plazos");
});

test("a publisher in a language without words gets English labels around its own texts, and the page says so", async () => {
  const { text } = await deriveFrom([
    {
      publisher: { name: "Acme", languages: ["cy"] },
      subprocessors: [{ id: "one", name: "Un", purposes: [{ cy: "Lletya" }] }],
    },
  ]);
  expect(text("index.html")).toMatch(/<html lang="en" dir="ltr">.*Purpose.*<span lang="cy">Lletya<\/span>/s);
});

test("the table has a column for every member, in words, with dates for programs", async () => {
  const [head = [], row = [], former = []] = parseCsv((await deriveFrom([before, spanish])).text("subprocessors.csv"));
  const cell = (name: string, of = row) => of[head.indexOf(name)];
  expect(head).toEqual(
    expect.arrayContaining(["certifications", "safeguards", "notes", "when", "chain", "people_with_access"]),
  );
  expect(cell("locations")).toBe("Alemania (solo copias); Red perimetral global (UE)");
  expect(cell("transfer_mechanisms")).toBe("No se necesita; Cláusulas contractuales tipo (módulo 3)");
  expect(cell("services")).toBe("Búsqueda");
  expect(cell("replaces")).toBe("Cero");
  expect(cell("certifications")).toBe("ISO 27001 https://one.example/iso");
  expect(cell("since")).toBe("2024-05");
  expect([cell("status", former), cell("name", former), cell("until", former)]).toEqual([
    "former",
    "Cero",
    "2026-01-10",
  ]);
});

test("what lies ahead is told whole, from what is in effect, also where it was announced otherwise before", async () => {
  const one = (purposes: string[]): FeedContent => ({
    publisher: { name: "Acme" },
    noticeTerms: { noticePeriod: "P30D", objectionPeriod: "P14D", appliesTo: ["added", "purpose"] },
    subprocessors: [{ id: "one", name: "One", purposes }],
  });
  const { feed, text } = await deriveFrom([
    one(["Hosting"]),
    one(["Hosting", "Search"]),
    one(["Hosting", "Analytics"]),
  ]);
  expect(feed.open?.map(({ touches }) => touches?.how)).toEqual(["amends"]);
  const unfolded = text("deadlines.ics").replaceAll("\r\n ", "");
  expect(unfolded).toContain("Purpose: Hosting → Hosting\\; Analytics");
  expect(text("index.html")).toContain("Purpose: Hosting → Hosting; Analytics");
  for (const said of [unfolded, text("index.html")]) expect(said).not.toContain("Search");
  // What came in the place of what is told by the entry that says so.
  expect(text("updates.atom")).toContain("Purpose: Hosting; Search → Hosting; Analytics");
});

describe("a feed that has moved", () => {
  const there = { feed: "https://new.example/tc/", pin: `sha256-${"B".repeat(43)}` };
  const elsewhere = { ...there, feed: "https://other.example/tc/" };
  const on = (day: number, successor?: Root["successor"]) => ({
    issued: `2026-02-0${day}T00:00:00Z`,
    ...(successor && { successor }),
  });
  const said = "The publisher says that this list has moved to new.example";

  test.each([
    ["since the newest root", [on(1), on(2, there)], 2],
    ["and renewed its root there", [on(1), on(2, there), on(3, there)], 2],
    ["to another place first", [on(1, there), on(2, elsewhere), on(3, there)], 3],
  ])("%s: page, Atom and JSON Feed say so, under one name and day", async (_what, roots, day) => {
    const { text } = await deriveFrom([content], 0, [], roots);
    const id = `${address}#moved-2026-02-0${day}T00:00:00Z`;
    expect(text("index.html").replace(/<[^>]+>/g, "")).toContain(said);
    expect(text("index.html")).toContain(`<a href="${there.feed}">new.example</a>`);
    const [first, ...changes] = JSON.parse(text("updates.json")).items;
    expect(first).toMatchObject({ id, url: there.feed, title: said, date_published: `2026-02-0${day}T00:00:00Z` });
    expect(changes.map(({ id }: { id: string }) => id)).toEqual([`${address}#change-1.0`]);
    expect(text("updates.atom")).toContain(`<id>${id}</id>`);
    expect(text("updates.atom")).toContain(`  <updated>2026-02-0${day}T00:00:00Z</updated>`);
  });

  test("the calendar has it on its day, however long ago", async () => {
    const { text } = await deriveFrom([content], 400, [], [on(1), on(2, there)]);
    const events = text("deadlines.ics").replaceAll("\r\n ", "").split("BEGIN:VEVENT\r\n").slice(1);
    const moved = events.filter((event) => event.includes(said));
    expect(moved).toEqual([expect.stringContaining("DTSTART;VALUE=DATE:20260202\r\n")]);
    expect(moved[0]).toContain(`DESCRIPTION:${there.feed}\r\nURL:${there.feed}\r\n`);
    const again = await deriveFrom([content], 400, [], [on(1), on(2, there), on(3, there)]);
    expect(again.text("deadlines.ics")).toBe(text("deadlines.ics"));
  });

  test("to another place of its host: with the path", async () => {
    const feed = new URL("elsewhere/", address).href;
    const { text } = await deriveFrom([content], 0, [], [on(1), on(2, { ...there, feed })]);
    const place = feed.slice("https://".length);
    expect(JSON.parse(text("updates.json")).items[0].title).toContain(` to ${place}`);
    expect(text("index.html")).toContain(`<a href="${feed}">${place}</a>`);
  });

  test("one that never did, or moved back, says nothing of it", async () => {
    const { text } = await deriveFrom([content]);
    const paths = ["index.html", "updates.json", "updates.atom", "deadlines.ics"];
    for (const path of paths) expect(text(path)).not.toContain("moved");
    const back = await deriveFrom([content], 0, [], [on(1, there), on(2)]);
    for (const path of paths) expect(back.text(path)).toBe(text(path));
  });
});
