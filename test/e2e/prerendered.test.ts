import { createServer } from "node:http";
import { type Prerendered, prerender } from "@trust-center/prerender";
import puppeteer from "puppeteer-core";
import { afterEach, beforeAll, describe, expect, test } from "vitest";
import type { DemoVendor } from "../../examples/demo/demo.ts";
import { close, listenFrom } from "../../examples/demo/listen.ts";
import { chromiumArguments, programs } from "../browsers/engines.ts";
import { useDemo } from "./demo.ts";
import { findings, heaps, serveMarked } from "./marked-list.ts";
import { engineNames, usePage } from "./page.ts";
import { widgetOn } from "./widget.ts";

const demo = useDemo();
const vendor = () => demo.vendors[0] as DemoVendor;

let rendered: Prerendered;

beforeAll(async () => {
  const { feed, pin, page } = vendor();
  rendered = await prerender({ feed, pin, page });
});

interface Served {
  /** Whether the page has the script's tag. */
  script: boolean;
  /** Serves another list than was signed. */
  forged?: true;
}

/** Serves the vendor's page with the rendered tag, under a policy that knows nothing but its styles. */
async function serve({ script, forged }: Served): Promise<void> {
  const { page, site, tag } = vendor();
  const [scriptTag = ""] = /<script[^>]*><\/script>/.exec(tag) ?? [];
  const html = (await (await fetch(page)).text()).replace(tag, `${script ? scriptTag : ""}${rendered.html}`);
  const policy = `default-src 'self'; style-src 'self' ${rendered.styleHashes.join(" ")}; require-trusted-types-for 'script'; trusted-types lit-html trust-center; report-uri /csp-reports`;
  site.intercept = ({ url = "" }, response) => {
    if (url === new URL(page).pathname) {
      response.writeHead(200, { "content-type": "text/html; charset=utf-8", "content-security-policy": policy });
      response.end(html);
      return true;
    }
    if (!forged || !url.includes("/feed/")) return false;
    response.writeHead(200).end('{"type":"feed","subprocessors":[]}');
    return true;
  };
}

afterEach(() => {
  vendor().site.intercept = undefined;
  vendor().site.reports.length = 0;
});

/** Whatever is shown, does nothing where no script runs, and yet looks as if it did. */
const deadControls = `(() => {
  const root = document.querySelector("trust-center").shadowRoot;
  const shown = (all) => [...root.querySelectorAll(all)].filter((one) => one.checkVisibility({ visibilityProperty: true }));
  return [
    ...shown("input:not([type=checkbox]), select, textarea, :disabled .icon"),
    ...shown(":disabled, a[href^='#']").filter((one) => getComputedStyle(one).textDecorationLine !== "none"),
    ...shown(":disabled").filter((one) => getComputedStyle(one, "::before").content !== "none"),
  ].map(({ outerHTML }) => outerHTML.slice(0, 120));
})()`;

test("a browser that runs no script shows nothing that waits for a press", async () => {
  await serve({ script: true });
  const browser = await puppeteer.launch({ executablePath: programs.chromium, args: [...chromiumArguments] });
  try {
    const page = await browser.newPage();
    await page.setJavaScriptEnabled(false);
    for (const width of [1280, 360]) {
      await page.setViewport({ width, height: 900 });
      await page.goto(vendor().page);
      expect({ width, found: await page.evaluate(deadControls) }).toEqual({ width, found: [] });
    }
  } finally {
    await browser.close();
  }
});

const shifts = `new Promise((done) => {
  new PerformanceObserver((list) => done(list.getEntries().reduce((sum, { value }) => sum + value, 0))).observe({ type: "layout-shift", buffered: true });
  setTimeout(() => done(0), 500);
})`;

describe.each(engineNames)("%s, on a page that brings the list along", (name) => {
  const open = usePage(name);
  const text = () =>
    open.page.evaluate<string>(`document.querySelector("trust-center").shadowRoot.querySelector(".root").innerText`);
  const roots = () =>
    open.page.evaluate<number>(`document.querySelector("trust-center").shadowRoot.querySelectorAll(".root").length`);

  test("without scripts it is read, and says nothing of having been verified", async () => {
    await serve({ script: false });
    await open.page.open(vendor().page);
    await open.page.until(`document.querySelector("trust-center").shadowRoot`);
    const found = await text();
    for (const said of ["Amazon Web Services (AWS)", "Nimbus Metrics (example)", "The list as of", "Change history"])
      expect(found).toContain(said);
    expect(found).not.toMatch(/Verified|days left|Today,/);
    expect(vendor().site.reports).toEqual([]);
  });

  test("where a newcomer's feed is refused nothing of it is left", async () => {
    await serve({ script: true, forged: true });
    await open.page.open(vendor().page);
    await widgetOn(open.page).see("[role=alert]", "Verification failed");
    expect(await roots()).toBe(1);
    expect(await text()).not.toContain("Nimbus");
  });

  test("the script verifies it again and puts its own in its place: nothing moves", async () => {
    await serve({ script: true });
    await open.page.open(vendor().page);
    await widgetOn(open.page).see(".badge", "Verified");
    await widgetOn(open.page).see("trust-center-history", "Change history");
    expect(await roots()).toBe(1);
    expect(vendor().site.reports).toEqual([]);
    if (name === "Chromium") expect(await open.page.evaluate<number>(shifts)).toBeLessThan(0.01);
  });

  test("markup in every string is the text that it is, also where nothing but the browser's parser reads it", async () => {
    const own = heaps.filter((_heap, at) => at % engineNames.length === engineNames.indexOf(name));
    for (const heap of own) {
      const marked = await serveMarked(() => heap.join(" "));
      const { html } = await prerender({ feed: marked.feed, pin: marked.pin, now: marked.now, page: marked.feed });
      // No policy: nothing else must be of help.
      const server = createServer((_request, response) => {
        response
          .writeHead(200, { "content-type": "text/html; charset=utf-8" })
          .end(`<!doctype html><title>x</title>${html}`);
      });
      try {
        await open.page.open(`http://localhost:${await listenFrom(server, 0)}/`);
        const found = await open.page.evaluate<object>(findings);
        const foreign = ["style", "style"];
        expect(found).toEqual({ hacked: null, foreign, handlers: [], links: expect.any(Array), badge: "badge" });
        const all = await open.page.evaluate<string>(`document.querySelector("trust-center").shadowRoot.textContent`);
        expect(heap.filter((one) => all.split(one).length < 50)).toEqual([]);
      } finally {
        await close(server);
        await marked.close();
      }
    }
  });
});
