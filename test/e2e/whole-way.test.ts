import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { publishFolder } from "@trust-center/authoring";
import { build } from "vite";
import { beforeAll, describe, expect, test } from "vitest";
import { type Document, parseDocument, type YAMLMap, type YAMLSeq } from "yaml";
import type { DemoVendor } from "../../examples/demo/demo.ts";
import { inboxBundle } from "../../packages/server/inbox/bundle.ts";
import { useDemo } from "./demo.ts";
import { inboxOn } from "./inbox-page.ts";
import { mailIn } from "./mail-in.ts";
import { engineNames, usePage } from "./page.ts";
import { type Postfix, startPostfix } from "./postfix.ts";
import { trustCenter } from "./trust-center.ts";
import { widgetOn } from "./widget.ts";

let postfix: Postfix;
/** Milliseconds that the services' clock is ahead. */
let ahead = 0;
const demo = useDemo({
  now: () => Date.now() + ahead,
  relay: async (outbox) => {
    postfix = await startPostfix(outbox.smtp);
    return postfix;
  },
});
const vendor = () => demo.vendors[1] as DemoVendor;

beforeAll(async () => {
  await build(inboxBundle(join(demo.folder, "demo", "inbox")));
});

/** Does something by the service's API, as the vendor. */
const team = (path: string, body?: string | object, type = "application/json") =>
  fetch(`${vendor().service.address}${path}`, {
    headers: { authorization: `Bearer ${vendor().service.operatorToken}`, "content-type": type },
    ...(body !== undefined && { method: "POST", body: typeof body === "string" ? body : JSON.stringify(body) }),
  });

/** Edits the vendor's file and publishes. */
async function edit(how: (subprocessors: YAMLSeq<YAMLMap>, document: Document) => void): Promise<void> {
  const path = join(vendor().folder, "trust-center.yaml");
  const document = parseDocument(await readFile(path, "utf8"));
  document.delete("announce");
  how(document.get("subprocessors") as YAMLSeq<YAMLMap>, document);
  await writeFile(path, String(document));
  await publishFolder(vendor().folder, { now: Date.now(), confirm: () => true });
  // Not in its turn, which a clock that was ahead has put off.
  const headers = { authorization: `Bearer ${vendor().service.hookToken}` };
  await fetch(`${vendor().service.address}hooks/published`, { method: "POST", headers });
}

interface Standings {
  customers: { customer: string; standing: string; deadline: string; objections: string[] }[];
}

/** Where a customer stands to a change, as the service has it. */
async function standing(change: string, customer: string) {
  const { customers } = (await (await team(`standings?change=${change}`)).json()) as Standings;
  return customers.find((one) => one.customer === customer);
}

describe.each(engineNames)("in %s", (name) => {
  const browser = usePage(name);
  const id = `way-${name.toLowerCase()}`;
  const called = `Way of ${name}`;
  const customer = `dpo-${name.toLowerCase()}@customer.example`;
  const ids = [
    [id, called],
    [`${id}-stays`, `Stay of ${name}`],
  ] as const;
  const stays = `Stay of ${name}`;
  const quiet = `quiet-${name.toLowerCase()}@customer.example`;
  const privacy = () => `privacy@${vendor().name}.example`;
  const mail = (to: string, fits: RegExp) => mailIn(demo.outbox, to, fits);

  test("customer named → told by Postfix → objects → answered → told → amended → withdrawn → deadline over → evidence", async () => {
    const { page } = browser;
    const widget = widgetOn(page);
    const named = `customer,email\n${name} Ltd,${customer}\n${name} Quiet,${quiet}\n`;
    expect((await team("recipients", named, "text/csv")).status).toBe(200);
    await edit((all, document) => {
      for (const [id, name] of ids) {
        const added = { id, name, purposes: ["Testing"], locations: [{ country: "NL" }] };
        all.add(document.createNode(added) as YAMLMap);
      }
    });
    const notice = await mail(customer, new RegExp(`${called}[^]*a contract with`));
    expect(notice.headers.received).toContain("mail.test.invalid (Postfix)");
    await mail(quiet, new RegExp(`${stays}[^]*a contract with`));

    await page.open(vendor().page);
    await widget.see(`a[href$="#tc=s/${id}"]`, called);
    await page.evaluate(
      `[...document.querySelector("trust-center").shadowRoot.querySelectorAll(".change")].find(({ textContent }) => textContent.includes(${JSON.stringify(called)})).querySelector(".object").click()`,
    );
    const typed = { name: "Jane Roe", organisation: `${name} Ltd`, email: customer, grounds: "It leaves our region." };
    for (const [field, value] of Object.entries(typed)) {
      await widget.fill(`trust-center-objection [name=${field}]`, value);
    }
    await page.evaluate(`document.addEventListener("trust-center-object", ({ detail }) => { window.filed = detail })`);
    await widget.press("trust-center-objection button[type=submit]");
    await widget.see("trust-center-objection .done", "verified under the publisher");
    const { receipt, change } = await page.evaluate<{ receipt: string; change: string }>("window.filed");
    const filed = JSON.parse(Buffer.from(receipt.split(".")[1] ?? "", "base64url").toString()).id as string;
    await mail(privacy(), new RegExp(`${name} Ltd`));
    const file = join(demo.folder, `from-${name}`);
    const verifies = (...more: string[]) => trustCenter("verify", file, "--pin", vendor().pin, ...more);
    await writeFile(file, receipt);
    expect(await verifies("--root", vendor().out)).toMatchObject({ code: 0 });

    const answer = "Names are removed before anything is sent.";
    // WebKit takes no `Secure` cookie over plain HTTP, also of this machine.
    if (name === "WebKit") {
      const body = { outcome: "corrective-action", text: answer, by: "Lucia" };
      expect((await team(`objections/${filed}/review`, { by: "Lucia" })).status).toBe(200);
      expect((await team(`objections/${filed}/resolve`, body)).status).toBe(200);
    } else {
      const inbox = inboxOn(page);
      const address = `${vendor().page}trust-center/inbox/`;
      await page.open(address);
      await inbox.see("Send me a link");
      const before = demo.outbox.messages.length;
      const fresh = {
        get messages() {
          return demo.outbox.messages.slice(before);
        },
      };
      await inbox.write("#email", privacy());
      await inbox.press("button.do");
      const { text } = await mailIn(fresh, privacy(), /inbox\/sign-in\?token=/);
      await page.open(/http\S+inbox\/sign-in\?token=[\w-]+/.exec(text)?.[0] ?? "");
      await page.evaluate(`document.querySelector("button").click()`);
      await page.until(`document.querySelector("trust-center-inbox")?.shadowRoot?.querySelector("h1")`);
      await page.open(`${address}?#objection-${filed}`);
      await inbox.see("Take it under review");
      await inbox.press("input[value=review]");
      await inbox.press(".case button.do");
      await inbox.see("Taken under review by");
      await inbox.press("input[value=corrective-action]");
      await inbox.write("textarea", answer);
      await inbox.press(".case button.do");
      await inbox.see("Resolved: corrective steps");
    }
    const told = await mail(customer, /Names are removed/);
    const step = told.attachments.find(({ name }) => name.endsWith(".jwt"));
    await writeFile(file, step?.content ?? "");
    expect(await verifies("--root", vendor().out)).toMatchObject({ code: 0 });
    expect(await standing(change, `${name} Ltd`)).toMatchObject({ standing: "resolved", objections: [filed] });
    expect(await standing(change, `${name} Quiet`)).toMatchObject({ standing: "open", objections: [] });

    await edit((all) => all.items.find((one) => one.get("id") === id)?.set("purposes", [`Other work in ${name}`]));
    await mail(customer, new RegExp(`Other work in ${name}`));
    await edit((all) =>
      all.items.splice(
        all.items.findIndex((one) => one.get("id") === id),
        1,
      ),
    );
    await mail(customer, new RegExp(`Withdrawn[^]*${called}|${called}[^]*[Ww]ithdrawn`));

    const { changes } = (await (await team("changes")).json()) as { changes: { id: string; title: string }[] };
    const kept = changes.find(({ title }) => title.includes(stays))?.id ?? "";
    const { deadline = "" } = (await standing(kept, `${name} Quiet`)) ?? {};
    expect(await standing(kept, `${name} Quiet`)).toMatchObject({ standing: "open" });
    ahead = Date.parse(deadline) + 1000 - Date.now();
    expect(await standing(kept, `${name} Quiet`)).toMatchObject({ standing: "accepted", deadline });
    expect(await standing(change, `${name} Ltd`)).toMatchObject({ standing: "resolved" });
    await mail(privacy(), new RegExp(`time to object[^]*${stays}[^]*Accepted by silence`));
    ahead = 0;

    const given = (await (await team(`evidence?change=${change}`)).json()) as { evidence: string };
    const [header = "", payload = "", signature = ""] = given.evidence.split(".");
    const said = Buffer.from(payload, "base64url").toString();
    expect(said).toContain(customer);
    const verify = async (evidence: string) => {
      await writeFile(file, JSON.stringify({ ...given, evidence }));
      return verifies("--offline");
    };
    expect(await verify(given.evidence)).toMatchObject({ code: 0 });
    const other = Buffer.from(said.replace(customer, customer.replace("dpo", "ceo"))).toString("base64url");
    expect((await verify([header, other, signature].join("."))).code).toBe(1);
  });
});
