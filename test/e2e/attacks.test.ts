import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { Engine, Page } from "../browsers/page.ts";
import { day } from "../conformance/attacks/publish.ts";
import { makeScene, marker, type Scene, start, visit } from "../conformance/attacks/scene.ts";
import { type FeedServer, startFeedServer } from "../conformance/attacks/server.ts";
import { type Case, cases } from "../conformance/attacks/table.ts";
import { type AttackPage, type Seen, serveAttackPage } from "./attack-page.ts";
import { findings, heaps, openAll, serveMarked } from "./marked-list.ts";
import { engineNames, usePage } from "./page.ts";

/** What an honest vendor also meets. */
const staleCodes = ["network", "timeout", "expired"];

/** The widget reads the history only when a reader asks for it: test/e2e/flipped-files.test.ts. */
const shown = cases.filter(({ strict }) => !strict);

/** Widgets on one page. */
const perPage = 40;

/** How fast deadlines pass: slowly, so that no load of the machine becomes a timeout, but where one is what is awaited. */
const haste = { slow: 0.1, awaited: 5 };

let site: AttackPage;

beforeAll(async () => {
  site = await serveAttackPage(inject("script"));
});

afterAll(() => site?.close());

/** An attack, set up: a server, what it served before and serves now. */
interface Staged {
  attack: Case;
  scene: Scene;
  server: FeedServer;
}

async function stage(attack: Case): Promise<Staged> {
  const server = await startFeedServer();
  const scene = await makeScene(server.address, attack.memory);
  server.tree = attack.memory === "newest" ? scene.newest.tree : scene.first.tree;
  return { attack, scene, server };
}

const placed = (staged: readonly Staged[]) =>
  staged.map(({ attack, scene }) => ({ feed: scene.address, pin: attack.unpinned ? undefined : scene.pin }));

async function open(page: Page, staged: readonly Staged[], at: { now: number; haste: number }): Promise<Seen[]> {
  await page.open(site.address(placed(staged), at.now, at.haste));
  await page.until("window.allSettled?.()", 90);
  return page.evaluate<Seen[]>("seen()");
}

/** Lets a browser see what its reader saw before, then the attacks; tells what it shows of each. */
async function carryOut(page: Page, attacks: readonly Case[]): Promise<{ title: string; seen: Seen }[]> {
  const staged = await Promise.all(attacks.map(stage));
  try {
    const returning = staged.filter(({ attack }) => attack.memory !== "none");
    const before = await open(page, returning, { now: start + day, haste: haste.slow });
    expect(before.map(({ event, code }) => ({ event, code }))).toEqual(
      returning.map(() => ({ event: "trust-center-load", code: null })),
    );
    for (const { attack, scene, server } of staged) {
      server.tree = await attack.build(scene);
      server.trick = attack.trick?.();
    }
    const [first] = attacks as [Case];
    const found = await open(page, staged, {
      now: first.now ?? visit,
      haste: first.code === "timeout" ? haste.awaited : haste.slow,
    });
    return found.map((seen, at) => ({ title: (attacks[at] as Case).title, seen }));
  } finally {
    await Promise.all(staged.map(({ server }) => server.close()));
  }
}

/** Attacks that can stand on one page: of one clock, and of one haste. Those that flood the page stand alone. */
function pagesOf(attacks: readonly Case[]): Case[][] {
  const kindOf = ({ code, trick }: Case) =>
    code === "timeout" ? "slow" : code === "too-large" && trick ? "flood" : "";
  const groups = Map.groupBy(attacks, (attack) => `${attack.now ?? visit} ${kindOf(attack)}`);
  return [...groups.values()].flatMap((group) =>
    Array.from({ length: Math.ceil(group.length / perPage) }, (_, at) => group.slice(at * perPage, (at + 1) * perPage)),
  );
}

/** What must be seen of an attack. */
function expected({ code, memory }: Case) {
  const returning = memory !== "none";
  if (returning && staleCodes.includes(code)) {
    return { event: "trust-center-load", code, freshness: "stale", alert: null, badge: "badge stale", rows: true };
  }
  const badge = returning ? "badge refused" : null;
  return { event: "trust-center-refuse", code, freshness: null, alert: code, badge, rows: returning };
}

/** What was seen, in the same words. */
const summary = ({ event, code, freshness, alert, badge, rows }: Seen) => ({
  event,
  code,
  freshness,
  alert,
  badge,
  rows: rows > 0,
});

/**
 * Where WebKitGTK says something else. It takes a body that breaks off, or is not packed as it says, for a whole one, so
 * that hash or form tell; and it imports points that are not on the curve, so that no signature of theirs verifies.
 */
const inWebKit: Partial<Record<string, Case["code"]>> = {
  "a key not on P-256": "signature-invalid",
  "head.json breaks off": "malformed",
  "head.json in a body that is not packed as it says": "malformed",
  "feed/ breaks off": "hash-mismatch",
  "feed/ in a body that is not packed as it says": "hash-mismatch",
};

/** It also shows what came whole though more was promised: there is nothing wrong with it. */
const harmlessInWebKit = ["head.json promises more than comes", "feed/ promises more than comes"];

/**
 * Each engine does a third, another one each day, so that each run does all. `pnpm attacks` does all in all. What engines
 * differ in, signatures, they are asked about one by one in each run (test/browsers).
 */
function share<T>(engine: Engine["name"], all: readonly T[]): T[] {
  const third = (Math.floor(Date.now() / day) + engineNames.indexOf(engine)) % engineNames.length;
  return all.filter((_one, at) => process.env.ENGINES === "all" || at % engineNames.length === third);
}

/** Every attack once in each engine: in Firefox on a newcomer where one can notice it, in the others on who was here. */
function tableFor(engine: Engine["name"]): Case[] {
  const groups = share(engine, [...Map.groupBy(shown, ({ name }) => name).values()]);
  const once = groups.map((group) => (engine === "Firefox" ? group.at(0) : group.at(-1)) as Case);
  if (engine !== "WebKit") return once;
  return once
    .filter(({ name }) => !harmlessInWebKit.includes(name))
    .map((attack) => ({ ...attack, code: inWebKit[attack.name] ?? attack.code }));
}

describe.each(engineNames)("%s", (name) => {
  const opened = usePage(name);
  const wanted = tableFor(name);

  test("has its share of the table", () => {
    expect(wanted.length).toBeGreaterThan(60);
  });

  test.each(pagesOf(wanted).map((attacks, at) => ({ number: at + 1, attacks })))(
    "shows nothing of what an attacker serves, and says why: page $number",
    async ({ attacks }) => {
      const found = await carryOut(opened.page, attacks);
      expect(found.map(({ title, seen }) => ({ title, ...summary(seen) }))).toEqual(
        attacks.map((attack) => ({ title: attack.title, ...expected(attack) })),
      );
      expect(found.filter(({ seen }) => seen.markup.includes(marker)).map(({ title }) => title)).toEqual([]);
    },
  );

  test.each(
    share(
      name,
      heaps.map((markup, at) => ({ markup, heap: at + 1 })),
    ),
  )("shows markup in every string as the text that it is: heap $heap", async ({ markup }) => {
    const vendor = await serveMarked(() => markup.join(" "));
    try {
      await opened.page.open(site.address([vendor], vendor.now, haste.slow));
      await opened.page.until("window.allSettled?.()", 30);
      await opened.page.evaluate(openAll);
      await opened.page.until(`window.openedAll?.()`, 30);
      const found = await opened.page.evaluate<Record<string, unknown>>(findings);
      expect(found).toEqual({ hacked: null, foreign: [], handlers: [], links: [], badge: "badge verified" });
      const text = await opened.page.evaluate<string>(`document.querySelector("trust-center").shadowRoot.textContent`);
      expect(markup.filter((one) => text.split(one).length < 100)).toEqual([]);
    } finally {
      await vendor.close();
    }
  });
});
