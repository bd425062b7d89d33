import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mockChange, mockContent } from "@trust-center/feed/mock";
import { build } from "vite";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inboxBundle } from "../../packages/server/inbox/bundle.ts";
import { until } from "../../packages/server/src/testing/mailbox.ts";
import { look, terms } from "../../packages/server/src/testing/service.ts";
import type { Page } from "../browsers/page.ts";
import { inboxOn, inboxRoot } from "./inbox-page.ts";
import { type InboxService, manyObjections, startInboxService } from "./inbox-service.ts";
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
  const inbox = inboxOn(page);
  await page.open(service.inbox);
  await inbox.see("Send me a link");
  await requireAccessible(page, "sign-in");
  await inbox.write("#email", "admin@acme.example");
  await inbox.press("button.do");
  await inbox.see("If admin@acme.example may sign in");
  await page.open(await service.link("admin@acme.example"));
  expect(await findings(page)).toEqual([]);
  await page.evaluate(`document.querySelector("button").click()`);
  await page.until(`document.querySelector("trust-center-inbox")?.shadowRoot?.querySelector("h1")`);
  await inbox.see("No objection waits for an answer.");
  expect(await page.evaluate("document.cookie")).toBe("");

  // Markup in what an objector wrote is text, in every place where it is shown.
  const markup = `<img src=x onerror="document.title='run'"><script>document.title='run'</script>`;
  const id = await service.file("Anna Berg", { grounds: markup, organisation: `${markup} Ltd`.slice(0, 100) });
  const csv = "customer,email\nAltwerk GmbH,datenschutz@altwerk.example\n";
  await service.team("recipients", csv, "text/csv");
  await page.open(`${service.inbox}?#objection-${id}`);
  await inbox.see("Take it under review");
  await inbox.see(markup);
  expect(await page.evaluate(`${inboxRoot}.querySelectorAll("img, script").length`)).toBe(0);
  expect(await page.evaluate("document.title")).not.toBe("run");
  expect(await page.evaluate(`${inboxRoot}.activeElement.className`)).toBe("open-row");
  await requireAccessible(page, "objection");

  // Nothing was chosen: said in words, with the focus there.
  await inbox.press(".case button.do");
  await page.until(`${inboxRoot}.activeElement?.innerText.includes("Choose what you decide.")`);
  await inbox.press("input[value=review]");
  await inbox.press(".case button.do");
  await inbox.see("Taken under review by admin@acme.example");
  // What is being written is kept on this device, whatever becomes of the page.
  await inbox.press("input[value=cease-service]");
  await inbox.write("textarea", "That part is left out from May on.");
  // By keys alone: from the text past “Sign and send”.
  await page.evaluate(`(${inbox.find("textarea")}.focus(), true)`);
  for (const key of ["Tab", "Tab", "Enter"] as const) await page.press(key);
  await inbox.see("Kept on this device until you send it");
  await requireAccessible(page, "draft");
  await page.open(`${service.inbox}?again#objection-${id}`);
  await inbox.see("Your draft of");
  expect(await page.evaluate(`${inbox.find("textarea")}.value`)).toBe("That part is left out from May on.");
  expect(await page.evaluate(`${inbox.find("input:checked")}.value`)).toBe("cease-service");
  await inbox.press(".case .acts .quiet");
  await inbox.see("Thrown away.");
  expect(await page.evaluate(`${inbox.find("textarea")}.value`)).toBe("");
  expect(await page.evaluate("localStorage.length")).toBe(0);
  // A colleague was faster: nothing is sent, what was written stays, and what happened is shown.
  await inbox.press("input[value=corrective-action]");
  await inbox.write("textarea", "Names are removed before the logs are sent.");
  await service.team(`objections/${id}/answer`, { text: "Which logs?", by: "Lucia" });
  await inbox.press(".case button.do");
  await inbox.see("Somebody took a step since you read this.");
  await inbox.see("Which logs?");
  expect(await page.evaluate(`${inbox.find("textarea")}.value`)).toBe("Names are removed before the logs are sent.");
  await inbox.press(".case button.do");
  await inbox.see("Signed. The mail to Anna Berg is on its way.");
  await inbox.see("Resolved: corrective steps");
  expect(await page.evaluate("localStorage.length")).toBe(0);
  const mails = await until(() => {
    const found = service.mailbox.to("anna.berg@customer.example");
    return found.some(({ text }) => text?.includes("Names are removed")) && found;
  });
  expect(mails).toHaveLength(4);

  // Under specific authorisation: whose approval is missing, until when, and that it was given.
  const refused = mockChange({ noticeTerms: { ...terms.noticeTerms, silence: "refused" } });
  await service.vendor.publish(refused, Date.now());
  const third = { id: "third", name: "Third", purposes: ["Support"], locations: [{ country: "DE" }] };
  await service.vendor.publish({ ...refused, subprocessors: [...refused.subprocessors, third] }, Date.now());
  await look(service);
  await page.open(`${service.inbox}?approvals#approvals`);
  await inbox.see("Nothing starts without it");
  // By keys alone: the form opens, and its first field is where a customer is looked for.
  await page.evaluate(`(${inbox.find("#approvals details.sure summary")}.focus(), true)`);
  for (const key of ["Enter", "Tab"] as const) await page.press(key);
  expect(await page.evaluate(`${inboxRoot}.activeElement.name`)).toBe("customer");
  // Counts that come later take nothing from whoever has begun.
  await page.until(`!${inboxRoot}.querySelector("[aria-busy]")`);
  expect(await page.evaluate(`${inboxRoot}.activeElement.name`)).toBe("customer");
  await page.evaluate(`${inboxRoot}.querySelectorAll("#approvals details").forEach((one) => { one.open = true })`);
  await page.until(`/Altwerk GmbH, until .+ UTC/.test(${inbox.find("#approvals")}.innerText)`);
  await requireAccessible(page, "approvals");
  // A customer is found as its name is typed; one that no contract names is not noted.
  await inbox.write("#approvals [name=how]", "Letter of 3 May.");
  await inbox.write("#approvals [name=customer]", "altw");
  await inbox.see("1 customer fits");
  expect(await page.evaluate(`${inbox.find("#approvals datalist option")}.value`)).toBe("Altwerk GmbH");
  await inbox.press("#approvals form button");
  await page.until(`${inboxRoot}.activeElement?.innerText.includes("No contract names “altw”")`);
  await inbox.write("#approvals [name=customer]", "Altwerk GmbH");
  await inbox.press("#approvals form button");
  await page.until(`!${inbox.find("#approvals form")}`);
  await page.until(`/Altwerk GmbH, /.test(${inbox.find("#approvals td")}.textContent)`);

  // What is taken back is marked so, where it was told and where somebody objected, and nobody is asked for an approval of it.
  await service.vendor.publish(mockContent(refused.noticeTerms && { noticeTerms: refused.noticeTerms }), Date.now());
  await look(service);
  await page.open(`${service.inbox}?taken`);
  const all = "section[aria-labelledby=h-objections] .choice:last-child";
  await page.until(`!!${inbox.find(all)}`);
  await inbox.press(all);
  await page.until(
    `/New: Mail Two\\s+Taken back/.test(${inbox.find("section[aria-labelledby=h-objections]")}.innerText)`,
  );
  const toldOf = `${inbox.find("section[aria-labelledby=h-told]")}?.innerText`;
  await page.until(`/New: Third\\s+[^\\n]+\\s+Taken back/.test(${toldOf})`);
  expect(await page.evaluate(`${inbox.find("#approvals")} === null`)).toBe(true);
  await requireAccessible(page, "taken back");

  // More objections than a page has: the first deadlines come first, the rest when it is asked for, and a link finds any.
  await service.run(manyObjections(60));
  await page.open(`${service.inbox}?many#objection-many-59`);
  await inbox.see("Objector 59");
  await inbox.see("60 open, 1 closed");
  const listed = `${inboxRoot}.querySelectorAll("tr[id^=objection-]").length`;
  expect(await page.evaluate(listed)).toBe(51);
  await inbox.press("section[aria-labelledby=h-objections] > .acts .btn");
  await page.until(`${listed} === 60`);

  const more = Array.from({ length: 210 }, (_, at) => `Zeta ${at},dpo@zeta-${at}.example\n`).join("");
  await service.team("recipients", `customer,email\n${more}`, "text/csv");
  await inbox.press(`a[href="#recipients"]`);
  await inbox.see("datenschutz@altwerk.example");
  await inbox.see("211 recipients");
  const rows = `${inboxRoot}.querySelectorAll("main tbody tr").length`;
  expect(await page.evaluate(rows)).toBe(200);
  await inbox.press(".acts .btn");
  await page.until(`${rows} === 211`);
  expect(await page.evaluate(`${inboxRoot}.querySelector(".acts .btn")`)).toBe(null);
  // Who is erased takes along what was opened: the button of the next has not come under the same key.
  await inbox.press("tbody tr:nth-child(2) summary");
  await page.evaluate(`${inbox.find("tbody tr:nth-child(2) details button")}.focus() ?? true`);
  await page.press("Enter");
  await inbox.see("210 recipients");
  await page.until(`${inboxRoot}.activeElement?.classList.contains("said")`, 5);
  expect(await page.evaluate(`${inboxRoot}.querySelectorAll("tbody details[open]").length`)).toBe(0);
  await inbox.write("#q", "nobody");
  await inbox.see("No recipient has “nobody”");
  await requireAccessible(page, "recipients");
  await inbox.press(`a[href="#audit"]`);
  await inbox.see("Objection resolved");
  await requireAccessible(page, "audit");
  await inbox.press(`a[href="#programs"]`);
  await inbox.write("#name", "helpdesk");
  // A button that is held up while it works has the focus again afterwards.
  await page.evaluate(`${inbox.find("main button.do")}.focus() ?? true`);
  await page.press("Enter");
  await page.until(`/^tcs_/.test(${inbox.find(".made")}?.innerText)`);
  await page.until(`${inboxRoot}.activeElement === ${inbox.find("main button.do")}`, 5);
  await requireAccessible(page, "programs");
  await inbox.press(`a[href="#webhooks"]`);
  await inbox.see("No program is told of changes.");
  await inbox.write("#w-name", "Tickets");
  await inbox.write("#w-url", "http://127.0.0.1/hook");
  await inbox.press("main button.do");
  await page.until(`${inboxRoot}.activeElement?.innerText.includes("https:")`);
  // Nothing listens at it: what came of trying it out is shown, and changes nothing.
  await inbox.write("#w-url", "https://nobody.invalid/hook");
  await inbox.press("main button.do");
  await page.until(`/^whsec_/.test(${inbox.find(".made")}?.innerText)`);
  await inbox.press("tbody .acts .btn");
  await inbox.see("There is no such host");
  await inbox.see("Enabled");
  await requireAccessible(page, "webhooks");
  // Where the button is gone, what came of it has the focus.
  await page.evaluate(`${inbox.find(".who .link")}.focus() ?? true`);
  await page.press("Enter");
  await inbox.see("Send me a link");
  await page.until(`${inboxRoot}.activeElement?.localName === "main"`, 5);
  expect((await page.evaluate<number>(`fetch("session").then(({ status }) => status)`)) as number).toBe(401);
  const own = page.errors.filter((error) => !/401|409|404|422/.test(error));
  expect(own).toEqual([]);
});
