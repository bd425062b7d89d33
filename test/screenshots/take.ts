import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { processIo, run } from "@trust-center/cli";
import puppeteer, { type Page } from "puppeteer-core";
import { type DemoVendor, startDemo } from "../../examples/demo/demo.ts";
import { chromiumArguments, programs } from "../browsers/engines.ts";

/**
 * Takes a picture of every view and state, at three widths, light and dark: to be looked at.
 *
 *   pnpm screenshots [name …]
 */
const out = fileURLToPath(new URL("../../.screenshots", import.meta.url));
const widths = [360, 768, 1280];

const inside = `document.querySelector("trust-center").shadowRoot`;
const press = (selector: string) => `${inside}.querySelector(${JSON.stringify(selector)}).click()`;

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
  media?: "print";
  /** A command of the vendor's before the visit. What it does stays for the shots after it. */
  command?: string[];
}

const shots: Shot[] = [
  { name: "first-view", vendor: 1 },
  { name: "mender", vendor: 0 },
  { name: "checks", vendor: 1, steps: [press(".badge")] },
  { name: "details", vendor: 0, steps: [press("button.open")] },
  { name: "objection", vendor: 1, steps: [press(".change .object")] },
  { name: "subscribe", vendor: 1, steps: [press("button.subscribe")] },
  {
    name: "subscribe-error",
    vendor: 1,
    steps: [press("button.subscribe"), press("trust-center-subscribe button[type=submit]")],
  },
  {
    name: "policy",
    vendor: 1,
    steps: [`${inside}.querySelectorAll(".fold-head")[2].click()`],
  },
  { name: "history", vendor: 0, steps: [press(".past-tools form button"), press(".past-tools form + form button")] },
  {
    name: "search",
    vendor: 1,
    steps: [
      `((input) => { input.value = "email"; input.dispatchEvent(new Event("input", { bubbles: true })) })(${inside}.querySelector("input[type=search]"))`,
    ],
  },
  { name: "tampered", vendor: 1, broken: /\/feed\// },
  { name: "tampered-kept", vendor: 1, broken: /head\.json/, before: true },
  { name: "stale", vendor: 1, down: true, before: true },
  { name: "unreachable", vendor: 1, down: true },
  { name: "spanish", vendor: 1, steps: [`(document.querySelector("trust-center").lang = "es")`] },
  { name: "right-to-left", vendor: 1, steps: [`(${inside}.querySelector(".root").dir = "rtl")`, press("button.open")] },
  { name: "print", vendor: 1, media: "print" },
  {
    name: "moved",
    vendor: 0,
    command: ["keys", "move", "https://new.example/trust/", ".", "--to-pin", `sha256-${"A".repeat(43)}`],
    steps: [press(".badge")],
  },
];

const wanted = process.argv.slice(2);
const folder = await mkdtemp(join(tmpdir(), "trust-center-shots-"));
const demo = await startDemo({ folder: join(folder, "demo"), port: 0 });
const browser = await puppeteer.launch({ executablePath: programs.chromium, args: [...chromiumArguments] });
await mkdir(out, { recursive: true });
for (const shot of shots.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
  if (shot.command) await run(shot.command, { ...processIo(), cwd: demo.vendors[shot.vendor]?.folder ?? "" });
  for (const scheme of shot.media === "print" ? ["light"] : ["light", "dark"]) {
    for (const width of widths) await take(shot, scheme, width);
  }
  console.log(shot.name);
}
await browser.close();
await demo.close();
await rm(folder, { recursive: true, force: true });
console.log(`Pictures are in ${out}`);

async function take(shot: Shot, scheme: string, width: number): Promise<void> {
  const vendor = demo.vendors[shot.vendor] as DemoVendor;
  const context = await browser.createBrowserContext();
  const page = await context.newPage();
  await page.setViewport({ width, height: 900 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  if (shot.media) await page.emulateMediaType(shot.media);
  if (shot.before) await visit(page, vendor.page);
  vendor.site.intercept = (request, response) => {
    const url = request.url ?? "";
    if (shot.down && url.startsWith("/.well-known/")) return Boolean(response.destroy());
    if (!shot.broken?.test(url)) return false;
    response.writeHead(200, { "content-type": "application/json" }).end("{}");
    return true;
  };
  await visit(page, vendor.page);
  for (const step of shot.steps ?? []) {
    await page.evaluate(step);
    await pause(400);
  }
  await page.screenshot({ path: join(out, `${shot.name}-${width}-${scheme}.png`) as `${string}.png`, fullPage: true });
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
