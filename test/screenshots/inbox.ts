import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mockChange, mockContent } from "@trust-center/feed/mock";
import puppeteer from "puppeteer-core";
import { build } from "vite";
import { inboxBundle } from "../../packages/server/inbox/bundle.ts";
import { look, terms } from "../../packages/server/src/testing/service.ts";
import { sqliteDatabase } from "../../packages/server/src/testing/test-database.ts";
import { chromiumArguments, programs } from "../browsers/engines.ts";
import { manyObjections, startInboxService } from "../e2e/inbox-service.ts";
import { pictures, shoot } from "./shoot.ts";

/**
 * Takes a picture of every view and state of the inbox, at three widths, light and dark: to be looked at.
 *
 *   node --conditions=source test/screenshots/inbox.ts
 */
const folder = await mkdtemp(join(tmpdir(), "trust-center-inbox-shots-"));
await build(inboxBundle(join(folder, "page")));
const service = await startInboxService(join(folder, "page"), sqliteDatabase(folder, "inbox.db"));
const browser = await puppeteer.launch({ executablePath: programs.chromium, args: [...chromiumArguments] });
await mkdir(pictures, { recursive: true });

const page = await browser.newPage();
const take = (name: string) => shoot(page, name, [360, 768, 1280]);
await page.goto(service.inbox, { waitUntil: "networkidle0" });
await take("inbox-sign-in");
await service.post("inbox/links", { email: "admin@acme.example" }, { origin: new URL(service.inbox).origin });
const link = await service.link("admin@acme.example");
await page.goto(link);
await take("inbox-link");
await Promise.all([page.waitForNavigation({ waitUntil: "networkidle0" }), page.click("button")]);
await take("inbox-empty");

const csv =
  "customer,email,role\nBanco del Plata S.A.,dpo@plata.example,DPO\nAltwerk GmbH,datenschutz@altwerk.example,\n";
await service.team("recipients", csv, "text/csv");
const organisation = "Kranich Versicherung AG";
const grounds =
  "System logs contain IP addresses and names of our employees. Our works agreement of 2024 and our outsourcing register " +
  "require that they stay in the EEA.\n\nStaying in eu-west-1, or removing names before the logs are sent, would settle it.";
const anna = await service.file("Anna Berg", { organisation, grounds });
await service.file("Marta Quiroga", { organisation: "Banco del Plata S.A." });
const jonas = await service.file("Jonas Lindqvist", { organisation: "Nordkap Energi AB" });
await service.team(`objections/${jonas}/review`, { by: "Lucia" });
await service.team(`objections/${jonas}/resolve`, { outcome: "corrective-action", text: "Logs stay in the EEA." });
await service.team(`objections/${anna}/review`, { by: "Lucia" });
await service.run(
  "insert into deliveries (id, event, recipient, channel, kind, subscription, state, fence, due_at, wanted_at, created_at, settled_at, outcome) " +
    "select 'd1', 'notice-x', 'vendor', 'email', 'objection-step', null, 'failed', 9, created_at, created_at, created_at, created_at, '452 4.2.2' from deliveries limit 1",
);
await service.run(
  "insert into tasks (id, kind, subscription, reason, opened_at, due_at) select 't1', 'unreachable', subscription, '550 5.1.1', added_at, added_at + 259200000 from recipients where customer like 'Alt%'",
);
await page.goto(`${service.inbox}#objection-${anna}`);
await page.reload({ waitUntil: "networkidle0" });
await page.waitForSelector("trust-center-inbox");
await page.evaluate(`(() => {
  const root = document.querySelector("trust-center-inbox").shadowRoot;
  root.querySelector("input[value=corrective-action]").click();
  const field = root.querySelector(".case textarea");
  field.value = "From 11 January names are removed before logs leave the EEA. You can see the rule in section 4 of the policy.";
  root.querySelector(".case .acts .link").click();
  return true;
})()`);
await take("inbox");
const refused = mockChange({ noticeTerms: { ...terms.noticeTerms, silence: "refused" } });
await service.vendor.publish(refused, Date.now());
const third = { id: "third", name: "Third", purposes: ["Support"], locations: [{ country: "DE" }] };
await service.vendor.publish({ ...refused, subprocessors: [...refused.subprocessors, third] }, Date.now());
await look(service);
await page.goto(`${service.inbox}#approvals`);
await page.reload({ waitUntil: "networkidle0" });
await page.evaluate(`(() => {
  const root = document.querySelector("trust-center-inbox").shadowRoot;
  root.querySelectorAll("#approvals details").forEach((one) => { one.open = true; });
  const field = root.querySelector("#approvals [name=customer]");
  field.value = "ban";
  field.dispatchEvent(new Event("input", { bubbles: true }));
  return true;
})()`);
await new Promise((resolve) => setTimeout(resolve, 800));
await take("inbox-approvals");
await page.goto(`${service.inbox}#recipients`);
await page.reload({ waitUntil: "networkidle0" });
await take("inbox-recipients");
await page.goto(`${service.inbox}#audit`);
await page.reload({ waitUntil: "networkidle0" });
await take("inbox-audit");
await service.team("tokens", { name: "helpdesk", role: "handler", days: 90 });
await page.goto(`${service.inbox}#programs`);
await page.reload({ waitUntil: "networkidle0" });
await take("inbox-programs");
await service.team("webhooks", { name: "Tickets", url: "https://hooks.tickets.example/trust-center" });
await service.team("webhooks", {
  name: "تذاكر الخصوصية",
  url: `https://${"long-".repeat(9)}name.example/hook`,
  topics: ["policies"],
});
await page.goto(`${service.inbox}#webhooks`);
await page.reload({ waitUntil: "networkidle0" });
await page.evaluate(`(() => {
  document.querySelector("trust-center-inbox").shadowRoot.querySelectorAll("tbody tr:first-child details").forEach((one) => { one.open = true; });
  return true;
})()`);
await take("inbox-webhooks");

const longName = "Landesversicherungsanstaltsverwaltungsgemeinschaft Mecklenburg-Vorpommern und Brandenburg AöR";
const longEmail = `${"datenschutzbeauftragte.".repeat(2)}stelle@verwaltungsgemeinschaft.example`;
await service.file("نورة بنت عبد الله", {
  email: "noura@tamin.example",
  organisation: "شركة التأمين العربية (ش.م.ع.)",
  grounds: "تحتوي السجلات على عناوين IP وأسماء موظفينا.\n\nنطلب أن تبقى في eu-west-1.",
});
const long = await service.file("Maximiliane-Theodora von Hohenstaufen-Wittelsbach", {
  organisation: longName,
  email: longEmail,
  grounds: `https://${"example-".repeat(12)}.example/policy`,
});
await service.team(
  "recipients",
  `customer,email,role,contract\n${longName},${longEmail},Data protection officer,MSA-2024/11-0009281-B\nשירותי בריאות,privacy@briut.example,,\n`,
  "text/csv",
);
await service.run(manyObjections(60));
await page.goto(`${service.inbox}#objection-${long}`);
await page.reload({ waitUntil: "networkidle0" });
await new Promise((resolve) => setTimeout(resolve, 500));
await take("inbox-many");
await page.goto(`${service.inbox}#recipients`);
await page.reload({ waitUntil: "networkidle0" });
await page.evaluate(`(() => {
  document.querySelector("trust-center-inbox").shadowRoot.querySelectorAll("tbody details").forEach((one) => { one.open = true; });
  return true;
})()`);
await take("inbox-recipients-many");
await service.vendor.publish(mockContent({ noticeTerms: refused.noticeTerms }), Date.now());
await look(service);
await page.goto(`${service.inbox}#objection-${anna}`);
await page.reload({ waitUntil: "networkidle0" });
await take("inbox-taken-back");
await page.goto(service.inbox, { waitUntil: "networkidle0" });
await page.setOfflineMode(true);
await page.evaluate(`document.dispatchEvent(new Event("visibilitychange"))`);
await new Promise((resolve) => setTimeout(resolve, 500));
await take("inbox-offline");
await browser.close();
await service.close();
await rm(folder, { recursive: true, force: true });
console.log(`Pictures are in ${pictures}`);
