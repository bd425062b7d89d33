import puppeteer from "puppeteer-core";
import { expect, test } from "vitest";
import type { DemoVendor } from "../../examples/demo/demo.ts";
import { chromiumArguments, programs } from "../browsers/engines.ts";
import { useDemo } from "./demo.ts";

const demo = useDemo();

/** Marks that keep their own colours, with one that the reader has not chosen. */
const ownColours = `(() => {
  const root = document.querySelector("trust-center").shadowRoot;
  const probe = root.querySelector(".root").appendChild(document.createElement("i"));
  const chosen = new Set(["rgba(0, 0, 0, 0)"]);
  for (const name of ["Canvas", "CanvasText"]) {
    probe.style.color = name;
    chosen.add(getComputedStyle(probe).color);
  }
  return [...root.querySelectorAll(".window, .diamond, .square")].flatMap((mark) => {
    const { backgroundColor, borderTopColor, borderTopWidth, forcedColorAdjust } = getComputedStyle(mark);
    if (forcedColorAdjust !== "none") return [];
    const colours = [backgroundColor, ...(borderTopWidth === "0px" ? [] : [borderTopColor])];
    return colours.every((colour) => chosen.has(colour)) ? [] : [mark.className + ": " + colours.join("; ")];
  });
})()`;

// The other engines' drivers force no colours.
test("where the reader forces colours every mark has one of them", async () => {
  const browser = await puppeteer.launch({ executablePath: programs.chromium, args: [...chromiumArguments] });
  try {
    const page = await browser.newPage();
    const devtools = await page.createCDPSession();
    await devtools.send("Emulation.setEmulatedMedia", { features: [{ name: "forced-colors", value: "active" }] });
    await page.goto((demo.vendors[1] as DemoVendor).page);
    const root = `document.querySelector("trust-center").shadowRoot`;
    await page.waitForFunction(`${root}?.querySelector(".window.past") && ${root}.querySelector(".where .square")`);
    expect(await page.evaluate(ownColours)).toEqual([]);
    const hatch = `getComputedStyle(${root}.querySelector(".row .out"), "::before").forcedColorAdjust`;
    expect(await page.evaluate(hatch), "what is outside the EEA is hatched, and no empty box to tick").toBe("none");
  } finally {
    await browser.close();
  }
});
