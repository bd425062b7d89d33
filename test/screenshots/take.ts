import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { processIo, run } from "@trust-center/cli";
import puppeteer, { type Page } from "puppeteer-core";
import { type DemoVendor, startDemo } from "../../examples/demo/demo.ts";
import { chromiumArguments, programs } from "../browsers/engines.ts";

/**
 * Takes a picture of every view and state, at four widths, light and dark: to be looked at.
 *
 *   pnpm screenshots [name …]
 */
const out = fileURLToPath(new URL("../../.screenshots", import.meta.url));
const widths = [280, 360, 768, 1280];

/** How a page is seen. */
interface Sight {
  name: string;
  width: number;
  scheme?: "light" | "dark";
  /** Pixels of the screen for one of the page: 4 is a zoom of 400 %. */
  zoom?: number;
  forcedColours?: boolean;
  /** A dark page that says nothing of its colours. */
  darkHost?: boolean;
  paper?: boolean;
}

const usual: readonly Sight[] = widths.flatMap((width) =>
  (["light", "dark"] as const).map((scheme) => ({ name: `${width}-${scheme}`, width, scheme })),
);
const unusual: readonly Sight[] = [
  { name: "zoom-400", width: 320, zoom: 4 },
  { name: "forced-colours", width: 1280, forcedColours: true },
  { name: "forced-colours-360", width: 360, forcedColours: true },
  { name: "dark-host", width: 1280, darkHost: true },
  { name: "dark-host-360", width: 360, darkHost: true },
];
const paper: readonly Sight[] = [{ name: "paper", width: 794, paper: true }];
const once: readonly Sight[] = [360, 1280].map((width) => ({ name: `${width}`, width }));

const inside = `document.querySelector("trust-center").shadowRoot`;
const openPolicy = `${inside}.querySelectorAll(".fold-head")[2].click()`;
const speak = (tag: string) => `(document.querySelector("trust-center").lang = "${tag}")`;
const press = (selector: string) => `${inside}.querySelector(${JSON.stringify(selector)}).click()`;
const file = [
  press(".change .object"),
  `${inside}.querySelectorAll("trust-center-objection :is(input, textarea)").forEach((field) => {
    if (/checkbox|radio/.test(field.type)) field.checked = true;
    else field.value = field.type === "email" ? "jane@customer.example" : "Customer of an example";
    for (const name of ["input", "change"]) field.dispatchEvent(new Event(name, { bubbles: true }));
  })`,
  press("trust-center-objection button[type=submit]"),
  `${inside}.querySelector(".done").scrollIntoView()`,
];

/** A state of the page: what the server does, and what the reader does. */
interface Shot {
  name: string;
  vendor: number;
  /** Files that are served with a changed byte, or not at all. */
  broken?: RegExp;
  down?: boolean;
  /** Visits the page once before the trouble. */
  before?: boolean;
  steps?: string[];
  sights?: readonly Sight[];
  /** A command of the vendor's before the visit. What it does stays for the shots after it. */
  command?: string[];
}

const shots: Shot[] = [
  { name: "first-view", vendor: 1, sights: [...usual, ...unusual] },
  { name: "mender", vendor: 0 },
  { name: "checks", vendor: 1, steps: [press(".badge")], sights: [...usual, ...unusual] },
  { name: "details", vendor: 0, steps: [press("button.open")], sights: [...usual, ...unusual] },
  { name: "objection", vendor: 1, steps: [press(".change .object")], sights: [...usual, ...unusual] },
  { name: "receipt", vendor: 1, steps: file, sights: [...usual, ...unusual] },
  {
    name: "receipt-kept",
    vendor: 1,
    steps: [...file, "location.reload()", press(".change .object")],
    sights: [...usual, ...unusual],
  },
  { name: "subscribe", vendor: 1, steps: [press("button.subscribe")], sights: [...usual, ...unusual] },
  {
    name: "subscribe-error",
    vendor: 1,
    steps: [press("button.subscribe"), press("trust-center-subscribe button[type=submit]")],
    sights: [...usual, ...unusual],
  },
  {
    name: "policy",
    vendor: 1,
    steps: [openPolicy],
  },
  {
    name: "history",
    vendor: 0,
    steps: [
      press(".past-tools form button"),
      press(".past-tools form + form button"),
      press("#past trust-center-texts button"),
    ],
    sights: [...usual, ...unusual],
  },
  {
    name: "search",
    vendor: 1,
    steps: [
      `((input) => { input.value = "email"; input.dispatchEvent(new Event("input", { bubbles: true })) })(${inside}.querySelector("input[type=search]"))`,
    ],
  },
  {
    name: "arranged",
    vendor: 1,
    steps: [
      press(".arrange summary"),
      `((select) => { select.value = "place"; select.dispatchEvent(new Event("change")) })(${inside}.querySelector(".arrangement select"))`,
      press(".arrangement .check:nth-of-type(2)"),
    ],
    sights: [...usual, ...unusual],
  },
  { name: "tampered", vendor: 1, broken: /\/feed\// },
  { name: "tampered-kept", vendor: 1, broken: /head\.json/, before: true },
  { name: "stale", vendor: 1, down: true, before: true },
  { name: "unreachable", vendor: 1, down: true },
  ...["de", "ar", "ja", "he", "el", "uk", "hi"].map((tag, index) => ({
    name: `language-${tag}`,
    vendor: 1,
    steps: [speak(tag), press("button.open"), press(".change .object"), openPolicy],
    sights: index < 3 ? usual : once,
  })),
  { name: "print", vendor: 1, sights: paper },
  ...["de", "ar"].map((tag) => ({ name: `print-${tag}`, vendor: 1, steps: [speak(tag)], sights: paper })),
  {
    name: "moved",
    vendor: 0,
    command: ["keys", "move", "https://new.example/trust/", ".", "--to-pin", `sha256-${"A".repeat(43)}`],
    steps: [press(".badge")],
  },
];

/** Through the object model: the policy of the page allows no styles of others. */
const darken = `(() => {
  for (const { style } of [document.documentElement, document.body]) {
    style.colorScheme = "normal";
    style.background = "#14161a";
    style.color = "#e6e8eb";
  }
})()`;

const wanted = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), "trust-center-shots-"));
const demo = await startDemo({ folder: join(folder, "demo"), port: 0 });
const browser = await puppeteer.launch({ executablePath: programs.chromium, args: [...chromiumArguments] });
await mkdir(out, { recursive: true });
for (const shot of shots.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  if (shot.command) await run(shot.command, { ...processIo(), cwd: demo.vendors[shot.vendor]?.folder ?? "" });
  for (const sight of shot.sights ?? usual) await take(shot, sight);
  console.log(shot.name);
}
await browser.close();
await demo.close();
await rm(folder, { recursive: true, force: true });
console.log(`Pictures are in ${out}`);

/** What it needs may come later: another language, a part of the script. */
async function doStep(page: Page, step: string): Promise<void> {
  for (let tries = 50; ; tries--) {
    try {
      return void (await page.evaluate(step));
    } catch (error) {
      if (tries === 0) throw error;
      await pause(200);
    }
  }
}

async function take(shot: Shot, sight: Sight): Promise<void> {
  const { width, scheme = "light", zoom = 1, forcedColours, darkHost } = sight;
  const vendor = demo.vendors[shot.vendor] as DemoVendor;
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.setViewport({ width, height: 900, deviceScaleFactor: zoom });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  if (forcedColours) {
    const devtools = await page.createCDPSession();
    await devtools.send("Emulation.setEmulatedMedia", { features: [{ name: "forced-colors", value: "active" }] });
  }
  if (shot.before) await visit(page, vendor.page);
  vendor.site.intercept = (request, response) => {
    const url = request.url ?? "";
    if (shot.down && url.startsWith("/.well-known/")) return Boolean(response.destroy());
    if (!shot.broken?.test(url)) return false;
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
    return true;
  };
  await visit(page, vendor.page);
  if (darkHost) await page.evaluate(darken);
  for (const step of shot.steps ?? []) {
    await doStep(page, step);
    await pause(400);
  }
  const file = join(out, `${shot.name}-${sight.name}`);
  if (sight.paper) await page.pdf({ path: `${file}.pdf`, format: "a4", printBackground: true });
  else await page.screenshot({ path: `${file}.png`, fullPage: true });
  vendor.site.intercept = undefined;
  await context.close();
}

async function visit(page: Page, url: string): Promise<void> {
  await page.goto(url, { waitUntil: "networkidle0" });
  await pause(300);
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
