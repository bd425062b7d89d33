import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "vite";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inboxBundle } from "../../packages/server/inbox/bundle.ts";
import { inboxOn, inboxRoot } from "./inbox-page.ts";
import { type InboxService, manyObjections, startInboxService } from "./inbox-service.ts";
import { engineNames, usePage } from "./page.ts";

let folder: string;
let service: InboxService;
let long: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "trust-center-inbox-look-"));
  await build(inboxBundle(folder));
  service = await startInboxService(folder);
  const organisation = "Landesversicherungsanstaltsverwaltungsgemeinschaft Mecklenburg-Vorpommern";
  const email = `${"datenschutzbeauftragte.".repeat(2)}stelle@verwaltungsgemeinschaft.example`;
  const recipients = [
    `${organisation},${email},Data protection officer,MSA-2024/11-0009281-B`,
    "Altwerk GmbH,datenschutz@altwerk.example,,",
    "שירותי בריאות (2),privacy@briut.example,,",
  ];
  await service.team("recipients", `customer,email,role,contract\n${recipients.join("\n")}\n`, "text/csv");
  await service.team("webhooks", { name: "Tickets", url: "https://hooks.tickets.example/trust-center" });
  await service.team("webhooks", {
    name: "תלונות",
    url: `https://${"long-".repeat(9)}name.example/`,
    topics: ["policies"],
  });
  await service.team("tokens", { name: "helpdesk", role: "handler", days: 90 });
  await service.file("Noura", { email: "noura@tamin.example", organisation: "شركة التأمين (ش.م.ع.)" });
  long = await service.file("Maximiliane-Theodora von Hohenstaufen-Wittelsbach", { organisation, email });
  await service.run(
    "insert into tasks (id, kind, subscription, reason, opened_at, due_at) select 't' || customer, 'unreachable', subscription, '550 5.1.1', added_at, added_at + 259200000 from recipients",
  );
  await service.run(manyObjections(60));
});

afterAll(async () => {
  await service?.close();
  await rm(folder, { recursive: true, force: true });
});

/** What of the page is not as it should be, whatever is shown on it. */
const faults = `(() => {
  const found = new Set();
  const root = ${inboxRoot}.querySelector(".root");
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const range = document.createRange();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const { parentElement: parent } = node;
    if (!parent.checkVisibility() || parent.closest(".unseen, thead, option, datalist")) continue;
    for (const { 0: word, index } of node.data.matchAll(/\\S+/g)) {
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      const rects = [...range.getClientRects()].filter(({ width }) => width > 0);
      if (/^[\\p{L}:.,]{1,14}$/u.test(word) && new Set(rects.map(({ top }) => Math.round(top))).size > 1) found.add("broken: " + word);
      const holder = parent.closest("td, th, li, main, header").getBoundingClientRect();
      if (rects.some(({ left, right }) => right > holder.right + 1 || left < holder.left - 1)) found.add("sticks out: " + word);
    }
    // Who writes from right to left turns no word of the page round.
    if (/[\\u0590-\\u06ff]/.test(node.data)) {
      const isolating = (at) => /isolate|plaintext/.test(getComputedStyle(at).unicodeBidi);
      let at = parent;
      while (at !== root && !isolating(at)) at = at.parentElement;
      if (/[a-z]/i.test(at.innerText)) found.add("turned round: " + at.innerText.slice(0, 80));
    }
  }
  for (const summary of root.querySelectorAll("summary"))
    if (getComputedStyle(summary).listStyleType !== "none") found.add("mark of the browser: " + summary.innerText);
  for (const button of root.querySelectorAll("td .btn"))
    if (button.getBoundingClientRect().width > 260) found.add("wide: " + button.innerText);
  for (const cell of root.querySelectorAll("tbody td > div"))
    if (!cell.innerText.trim() && !cell.closest("td:last-child")) found.add("empty: " + cell.parentElement.dataset.l);
  for (const note of root.querySelectorAll(".note, .meta"))
    if (parseFloat(getComputedStyle(note).fontSize) < 12.8) found.add("small: " + note.innerText.slice(0, 40));
  return [...found];
})()`;

// WebKit keeps no session over plain http.
const engines = engineNames.filter((name) => name !== "WebKit");

describe.each(engines)("%s", (name) => {
  const browser = usePage(name);

  test("a page that a mail leads to has the inbox's buttons, and no mark of the browser's", async () => {
    const { page } = browser;
    const look = (button: string) =>
      page.evaluate<string[]>(`(() => {
        const { backgroundColor, borderRadius, fontWeight } = getComputedStyle(${button});
        return [backgroundColor, borderRadius, fontWeight];
      })()`);
    await page.open(service.inbox);
    const inbox = `${inboxRoot}.querySelector("button.do")`;
    await page.until(`document.querySelector("trust-center-inbox")?.shadowRoot?.querySelector("button.do")`);
    const expected = await look(inbox);
    const { text = "" } = service.mailbox.to("noura@tamin.example").at(-1) ?? {};
    await page.open(/http\S+objections\/case\S+/.exec(text)?.[0] ?? "");
    expect(await look(`document.querySelector("button")`)).toEqual(expected);
    expect(await page.evaluate(`getComputedStyle(document.querySelector("summary")).listStyleType`)).toBe("none");
  });

  test("no view of the inbox breaks a word, lets one stick out or turns one round, and each begins at one height", async () => {
    const { page } = browser;
    const inbox = inboxOn(page);
    await service.post("inbox/links", { email: "admin@acme.example" }, { origin: new URL(service.inbox).origin });
    await page.open(await service.link("admin@acme.example", engines.indexOf(name) + 1));
    await page.evaluate(`(document.querySelector("button").click(), true)`);
    await page.until(`document.querySelector("trust-center-inbox")?.shadowRoot?.querySelector("h1")`);
    const views = {
      "": "Hohenstaufen",
      recipients: "3 recipients",
      audit: "Signed in",
      programs: "helpdesk",
      webhooks: "Tickets",
    };
    const measured: object[] = [];
    const expected: object[] = [];
    for (const [view, seen] of Object.entries(views)) {
      await page.open(`${service.inbox}?${view || "inbox"}#${view || `objection-${long}`}`);
      await inbox.see(seen);
      if (!view) await inbox.see("Your answer");
      await page.until(`!${inboxRoot}.querySelector("[aria-busy]")`);
      await page.evaluate(`(${inboxRoot}.querySelectorAll("details").forEach((one) => { one.open = true }), true)`);
      for (const width of [1280, 768, 360]) {
        await page.resize(width, 900);
        const sight = await page.evaluate<object>(`({
          found: ${faults},
          sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth,
          begins: ${inboxRoot}.querySelector("h1").getBoundingClientRect().top - ${inboxRoot}.querySelector("main").getBoundingClientRect().top,
          end: Math.round(document.documentElement.clientWidth - ${inboxRoot}.querySelector(".who").getBoundingClientRect().right),
        })`);
        measured.push({ view, width, ...sight });
        const margin = width === 360 ? 20 : 32;
        expected.push({ view, width, found: [], sideways: 0, begins: margin, end: margin });
      }
    }
    expect(measured).toEqual(expected);
  });
});
