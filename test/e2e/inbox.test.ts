import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inboxBundle } from "../../packages/server/inbox/bundle.ts";
import { until } from "../../packages/server/src/testing/mailbox.ts";
import type { Page } from "../browsers/page.ts";
import { type InboxService, startInboxService } from "./inbox-service.ts";
import { usePage } from "./page.ts";

const axe = createRequire(import.meta.url).resolve("axe-core/axe.min.js");

let folder: string;
let service: InboxService;
const browser = usePage("Chromium");

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "trust-center-inbox-"));
  await build(inboxBundle(folder));
  service = await startInboxService(folder);
});

afterAll(async () => {
  await service.close();
  await rm(folder, { recursive: true });
});

const root = `document.querySelector("trust-center-inbox").shadowRoot`;
const text = `${root}.querySelector(".root").innerText`;
const find = (selector: string) => `${root}.querySelector(${JSON.stringify(selector)})`;
const see = (page: Page, what: string) => page.until(`${text}.includes(${JSON.stringify(what)})`);
const press = (page: Page, selector: string) => page.evaluate(`(${find(selector)}.click(), true)`);
/** Writes into a field as a browser does. */
const write = (page: Page, selector: string, value: string) =>
  page.evaluate(
    `((field) => { field.value = ${JSON.stringify(value)}; field.dispatchEvent(new Event("input", { bubbles: true })); return true })(${find(selector)})`,
  );

async function findings(page: Page): Promise<string[]> {
  await page.evaluate(`(() => { ${await readFile(axe, "utf8")}\n; return true })()`);
  await page.evaluate(
    `(() => { window.found = undefined; axe.run(document, { resultTypes: ["violations"] }).then((result) => { window.found = result.violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => id + " " + JSON.stringify(target) + " " + failureSummary)) }); return true })()`,
  );
  await page.until("window.found", 60);
  return page.evaluate<string[]>("window.found");
}

/** What axe finds, and what runs out of the page: where most is shown in each theme, else in one for each width. */
async function requireAccessible(page: Page, where: string): Promise<void> {
  const schemes = (width: number) => (where === "objection" ? ["light", "dark"] : [width === 360 ? "dark" : "light"]);
  for (const width of [1280, 360]) {
    await page.resize(width, 900);
    for (const scheme of schemes(width)) {
      await page.evaluate(`(document.documentElement.style.colorScheme = ${JSON.stringify(scheme)})`);
      expect({ where, width, scheme, found: await findings(page) }).toEqual({ where, width, scheme, found: [] });
    }
    expect(
      await page.evaluate("document.documentElement.scrollWidth - innerWidth"),
      `${where} ${width}`,
    ).toBeLessThanOrEqual(0);
  }
}

test("whoever may signs in by a mailed link, answers an objection, and its objector is mailed", async () => {
  const { page } = browser;
  await page.open(service.inbox);
  await see(page, "Send me a link");
  await requireAccessible(page, "sign-in");
  await write(page, "#email", "admin@acme.example");
  await press(page, "button.do");
  await see(page, "If admin@acme.example may sign in");
  await page.open(await service.link("admin@acme.example"));
  expect(await findings(page)).toEqual([]);
  await page.evaluate(`document.querySelector("button").click()`);
  await page.until(`document.querySelector("trust-center-inbox")?.shadowRoot?.querySelector("h1")`);
  await see(page, "No objection waits for an answer.");
  expect(await page.evaluate("document.cookie")).toBe("");

  // Markup in what an objector wrote is text, in every place where it is shown.
  const markup = `<img src=x onerror="document.title='run'"><script>document.title='run'</script>`;
  const id = await service.file("Anna Berg", { grounds: markup, organisation: `${markup} Ltd`.slice(0, 100) });
  const csv = "customer,email\nAltwerk GmbH,datenschutz@altwerk.example\n";
  await service.team("recipients", csv, "text/csv");
  await page.open(`${service.inbox}?#objection-${id}`);
  await see(page, "Take it under review");
  await see(page, markup);
  expect(await page.evaluate(`${root}.querySelectorAll("img, script").length`)).toBe(0);
  expect(await page.evaluate("document.title")).not.toBe("run");
  expect(await page.evaluate(`${root}.activeElement.className`)).toBe("open-row");
  await requireAccessible(page, "objection");

  // Nothing was chosen: said in words, with the focus there.
  await press(page, ".case button.do");
  await page.until(`${root}.activeElement?.innerText.includes("Choose what you decide.")`);
  await press(page, "input[value=review]");
  await press(page, ".case button.do");
  await see(page, "Taken under review by admin@acme.example");
  // A colleague was faster: nothing is sent, what was written stays, and what happened is shown.
  await press(page, "input[value=corrective-action]");
  await write(page, "textarea", "Names are removed before the logs are sent.");
  await service.team(`objections/${id}/answer`, { text: "Which logs?", by: "Lucia" });
  await press(page, ".case button.do");
  await see(page, "Somebody took a step since you read this.");
  await see(page, "Which logs?");
  expect(await page.evaluate(`${find("textarea")}.value`)).toBe("Names are removed before the logs are sent.");
  await press(page, ".case button.do");
  await see(page, "Signed. The mail to Anna Berg is on its way.");
  await see(page, "Resolved: corrective steps");
  const mails = await until(() => {
    const found = service.mailbox.to("anna.berg@customer.example");
    return found.some(({ text }) => text?.includes("Names are removed")) && found;
  });
  expect(mails).toHaveLength(4);

  await press(page, `a[href="#recipients"]`);
  await see(page, "datenschutz@altwerk.example");
  await write(page, "#q", "nobody");
  await see(page, "No recipient has “nobody”");
  await requireAccessible(page, "recipients");
  await press(page, `a[href="#audit"]`);
  await see(page, "POST /objections/{id}/resolve");
  await requireAccessible(page, "audit");
  await press(page, `a[href="#programs"]`);
  await write(page, "#name", "helpdesk");
  await press(page, "main button.do");
  await page.until(`/^tcs_/.test(${find(".made")}?.innerText)`);
  await requireAccessible(page, "programs");
  await press(page, ".who .link");
  await see(page, "Send me a link");
  expect((await page.evaluate<number>(`fetch("session").then(({ status }) => status)`)) as number).toBe(401);
  const own = page.errors.filter((error) => !/401|409|404/.test(error));
  expect(own).toEqual([]);
});
