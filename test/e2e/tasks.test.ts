import { describe, expect, test } from "vitest";
import type { DemoVendor } from "../../examples/demo/demo.ts";
import { announce } from "./announce.ts";
import { useDemo } from "./demo.ts";
import { usePage } from "./page.ts";
import { widgetOn } from "./widget.ts";

const demo = useDemo();

const root = `document.querySelector("trust-center").shadowRoot`;

// What readers come for, each within a number of steps: a press, a choice, a field or a key each.
const name = "Chromium";

describe(`in ${name}`, () => {
  const browser = usePage(name);
  const mender = () => demo.vendors[0] as DemoVendor;

  /** Opens a vendor's page anew, and counts what its reader does there. */
  async function reader(vendor: DemoVendor, place = "") {
    const { page } = browser;
    await page.open("about:blank");
    await page.open(`${vendor.page}${place}`);
    const widget = widgetOn(page);
    await widget.see(".badge", "Verified");
    await widget.see("trust-center-history", "Change history");
    let steps = 0;
    return {
      ...widget,
      page,
      press: async (selector: string) => {
        steps++;
        await widget.press(selector);
      },
      fill: async (selector: string, value: string) => {
        steps++;
        await widget.fill(selector, value);
      },
      steps: () => steps,
    };
  }

  test("who gets e-mail addresses, and where: one step", async () => {
    const at = await reader(demo.vendors[1] as DemoVendor);
    const all = await at.count("button.open");
    await at.fill("input[type=search]", "e-mail");
    await at.see(".found", ` of ${all}`);
    const names = await at.page.evaluate<string[]>(
      `[...${root}.querySelectorAll(".list tbody > .row")].map((row) => row.querySelector("button.open").innerText)`,
    );
    expect(names.length).toBeGreaterThan(0);
    expect(names.length).toBeLessThan(all);
    const found = await at.page.evaluate<boolean[]>(
      `[...${root}.querySelectorAll(".list tbody > .row")].map((row) => {
        const below = row.nextElementSibling?.matches(".hit") ? row.nextElementSibling.innerText : "";
        const marked = [...row.querySelectorAll("mark")].map(({ innerText }) => innerText).join() + below;
        return /e-?mail/i.test(marked) && row.querySelector("[data-label=Locations], td:nth-child(3)").innerText.trim() !== "";
      })`,
    );
    expect(found).toEqual(names.map(() => true));
    expect(at.steps()).toBe(1);
  });

  test("the list by country, in three columns: by an address, no step", async () => {
    const at = await reader(
      demo.vendors[1] as DemoVendor,
      "#tc=list?by=place&columns=name%2Clocations%2CtransferMechanisms",
    );
    await at.see(".arrange summary", "Arrange");
    const read = (selector: string) =>
      at.page.evaluate<string[]>(
        `[...${root}.querySelectorAll("${selector}")].map(({ textContent }) => textContent.trim())`,
      );
    await at.page.until(`${root}.querySelectorAll(".list .group > .heading").length > 3`);
    expect(await read(".list .group > .heading")).toEqual(expect.arrayContaining(["Germany", "Ireland", "Not stated"]));
    expect((await read(".list thead th")).slice(0, 3)).toEqual(["Name", "Location", "Transfer mechanism"]);
    expect(await read(".arrangement .check")).not.toContain("");
    expect(at.steps()).toBe(0);
  });

  test("what changes, and until when one may object, with its zone: no step", async () => {
    const id = `seen-by-${name.toLowerCase()}`;
    await announce(mender(), id, `Seen by ${name}`);
    const at = await reader(mender());
    const change = await at.page.evaluate<string>(
      `[...${root}.querySelectorAll(".change")].find(({ innerText }) => innerText.includes("Seen by ${name}")).innerText`,
    );
    expect(change).toMatch(/\d{1,2} \w+ \d{4},? .*\d{1,2}:\d{2}.*UTC/);
    expect(change).toMatch(/Object/);
    expect(at.steps()).toBe(0);
  });

  test("object: at most six steps; subscribe: three", async () => {
    const at = await reader(mender());
    await at.press(".change .object");
    for (const [field, value] of [
      ["name", "Jane Roe"],
      ["organisation", "Customer Ltd"],
      ["email", `tasks-${name.toLowerCase()}@customer.example`],
    ] as const)
      await at.fill(`trust-center-objection [name=${field}]`, value);
    await at.press("trust-center-objection button[type=submit]");
    await at.see("trust-center-objection .done", "verified under the publisher");
    expect(at.steps()).toBeLessThanOrEqual(6);

    const again = await reader(mender());
    await again.press("button.subscribe");
    await again.fill("trust-center-subscribe input", `tasks-${name.toLowerCase()}@customer.example`);
    await again.press("trust-center-subscribe button[type=submit]");
    await again.see("trust-center-subscribe .done", `tasks-${name.toLowerCase()}@customer.example`);
    expect(again.steps()).toBeLessThanOrEqual(3);
  });

  test("the list on a past date: one step; two dates compared: two", async () => {
    const at = await reader(mender());
    await at.page.until(`${root}.querySelectorAll(".history .entry a").length > 1`);
    await at.press(".history .entry:last-child a");
    await at.see("#past", "version 1");
    await at.page.until(`${root}.querySelector(".past trust-center-table .row")`);
    expect(at.steps()).toBe(1);

    const two = await reader(mender());
    await two.fill("trust-center-history [name=from]", new Date().toISOString().slice(0, 10));
    await two.press("trust-center-history form:nth-child(2) button");
    await two.see("#past", "ompared");
    expect(two.steps()).toBe(2);
  });

  test("an address of one row and of one policy section: one step each, and it leads there", async () => {
    const at = await reader(mender());
    await at.press(".list button.open");
    await at.page.until(`location.hash.startsWith("#tc=s/")`);
    const row = await at.page.evaluate<string>("location.hash");
    expect(at.steps()).toBe(1);
    const there = await reader(mender(), row);
    await there.page.until(`${root}.querySelector(".list .row.opened")`);
    expect(await there.text(".list .row.opened button.open")).toBe(await there.text(".list button.open"));

    const policy = await reader(mender());
    await policy.press("trust-center-policies button[aria-expanded=false]");
    await policy.page.until(`location.hash.startsWith("#tc=p/")`);
    expect(policy.steps()).toBe(1);
    const text = await reader(mender(), await policy.page.evaluate<string>("location.hash"));
    await text.page.until(`${root}.querySelector("trust-center-policies .fold-body .prose")`);
  });

  test("a spreadsheet and paper: one step each", async () => {
    const at = await reader(mender());
    await at.page.evaluate(
      `(() => { const make = URL.createObjectURL; URL.createObjectURL = (file) => { file.text().then((text) => { window.saved = text; }); return make.call(URL, file); }; })()`,
    );
    await at.press(".take .acts button");
    await at.page.until("window.saved");
    const lines = (await at.page.evaluate<string>("window.saved")).split("\r\n").filter(Boolean);
    expect(lines.length).toBeGreaterThan(await at.count(".list button.open"));
    expect(at.steps()).toBe(1);

    const paper = await reader(mender());
    await paper.page.evaluate(
      `window.print = () => { window.printed = ${root}.querySelectorAll(".details-row").length; }`,
    );
    await paper.press(".take .acts button:last-of-type");
    await paper.page.until("window.printed");
    expect(await paper.page.evaluate<number>("window.printed")).toBe(await paper.count(".list button.open"));
    expect(paper.steps()).toBe(1);
  });
});
