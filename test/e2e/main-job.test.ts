import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { DemoVendor } from "../../examples/demo/demo.ts";
import { announce } from "./announce.ts";
import { useDemo } from "./demo.ts";
import { mailIn } from "./mail-in.ts";
import { engineNames, usePage } from "./page.ts";
import { trustCenter } from "./trust-center.ts";
import { widgetOn } from "./widget.ts";

const demo = useDemo();

const mail = (to: string, fits: RegExp) => mailIn(demo.outbox, to, fits);

describe.each(engineNames)("in %s", (name) => {
  const browser = usePage(name);
  const reader = `reader-${name.toLowerCase()}@customer.example`;
  const vendor = () => demo.vendors[1] as DemoVendor;

  test("page → verified → search → subscribe → confirm → change → notice → objection → receipt", async () => {
    const { page } = browser;
    const widget = widgetOn(page);
    await page.open(vendor().page);
    await widget.see(".badge", "Verified");

    const all = await widget.count("button.open");
    await widget.fill("input[type=search]", "heroku");
    await widget.see(".found", `1 of ${all}`);
    expect(await widget.count("button.open")).toBe(1);
    await widget.fill("input[type=search]", "");

    await widget.press("button.subscribe");
    await widget.fill("trust-center-subscribe input", reader);
    await widget.press("trust-center-subscribe button[type=submit]");
    await widget.see(".done", reader);
    const confirmation = await mail(reader, /confirm/i);
    const link = /https?:\/\/\S+confirm\S+/.exec(confirmation.text)?.[0] ?? "";
    await page.open(link);
    await page.until(`document.querySelector("form button")`);
    await page.evaluate(`document.querySelector("form button").click()`);
    await page.until(`document.querySelector("h1")?.innerText === "You are subscribed"`);

    const added = `added-for-${name.toLowerCase()}`;
    await announce(vendor(), added, `Added for ${name}`);
    const notice = await mail(reader, new RegExp(`Added for ${name}`));
    expect(notice.headers["list-unsubscribe-post"]).toContain("One-Click");

    await page.open(vendor().page);
    await widget.see(`a[href$="#tc=s/${added}"]`, `Added for ${name}`);
    await page.evaluate(
      `[...document.querySelector("trust-center").shadowRoot.querySelectorAll(".change")].find(({ textContent }) => textContent.includes(${JSON.stringify(`Added for ${name}`)})).querySelector(".object").click()`,
    );
    for (const [field, value] of Object.entries({
      name: "Jane Roe",
      organisation: "Customer Ltd",
      email: reader,
      grounds: "It leaves our region.",
    })) {
      await widget.fill(`trust-center-objection [name=${field}]`, value);
    }
    await page.evaluate(`document.addEventListener("trust-center-object", ({ detail }) => { window.filed = detail })`);
    await widget.press("trust-center-objection button[type=submit]");
    await widget.see("trust-center-objection .done", "verified under the publisher");
    const { receipt } = await page.evaluate<{ receipt: string }>("window.filed");
    expect(await mail(`privacy@${vendor().name}.example`, /Customer Ltd/)).toBeTruthy();

    const file = join(demo.folder, `${name}.json`);
    await writeFile(file, JSON.stringify({ receipt }));
    const verified = await trustCenter("verify", file, "--pin", vendor().pin);
    expect(verified).toMatchObject({ code: 0 });
    const [header = "", payload = "", signature = ""] = receipt.split(".");
    const other = payload.replace(/.$/, (last) => (last === "A" ? "B" : "A"));
    await writeFile(file, JSON.stringify({ receipt: [header, other, signature].join(".") }));
    expect((await trustCenter("verify", file, "--pin", vendor().pin)).code).toBe(1);

    expect(page.errors).toEqual([]);
    expect(vendor().site.reports).toEqual([]);
  });

  test("the other vendor's page verifies under the same policy, without a report", async () => {
    const { page } = browser;
    const [mender] = demo.vendors as [DemoVendor];
    await page.open(mender.page);
    await widgetOn(page).see(".badge", "Verified");
    await widgetOn(page).see("trust-center-history", "Change history");
    expect(mender.site.reports).toEqual([]);
    expect(page.errors).toEqual([]);
  });
});
