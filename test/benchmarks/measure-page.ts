import { readFile } from "node:fs/promises";
import type { Browser, CDPSession, Page } from "puppeteer-core";
import type { Subject } from "./bundles.ts";
import { expectedNames, letter } from "./content.ts";
import { installProbe } from "./probe.ts";

/** What is measured of a page. Milliseconds, but for the last three. */
export type Figure =
  | "first"
  | "thousand"
  | "all"
  | "longest"
  | "filter"
  | "filterAgain"
  | "filterPaged"
  | "sort"
  | "longestInput"
  | "shift"
  | "heapMB"
  | "processMB";

export type Figures = Partial<Record<Figure, number>>;

/** How a page is handled. */
export interface Visit {
  subject: Subject;
  size: number;
  address: string;
  /** How many times slower the processor is made to be. */
  slower: number;
  /** Leaves the widget's table at its first thousand rows. */
  paged: boolean;
}

/** Milliseconds in which a page comes to rest: what it loads late is there. */
const rest = 500;

/** The widget's table holds back what is beyond. */
const pageSize = 1000;
const isVirtual = (subject: Subject) => subject === "tabulator" || subject === "ag-grid";

/** Opens a page in a context of its own, as a reader's first visit, and handles it. */
export async function measurePage(browser: Browser, visit: Visit): Promise<Figures> {
  const context = await browser.createBrowserContext();
  try {
    const page = await context.newPage();
    await page.setViewport({ width: 1280, height: 800 });
    const session = await page.createCDPSession();
    if (visit.slower > 1) await session.send("Emulation.setCPUThrottlingRate", { rate: visit.slower });
    const figures = await load(page, visit);
    if (!visit.paged) Object.assign(figures, await memory(browser, session));
    if (visit.size > pageSize) Object.assign(figures, await handle(page, visit));
    return figures;
  } finally {
    await context.close();
  }
}

/** From navigation to the last row. */
async function load(page: Page, { subject, size, address, paged }: Visit): Promise<Figures> {
  const isPart = subject === "widget" && size > pageSize;
  const rows = isVirtual(subject) ? [] : isPart ? [pageSize, ...(paged ? [] : [size])] : [size];
  await page.evaluateOnNewDocument(installProbe, { subject, rows, names: expectedNames(size).all.slice(0, 2) });
  await page.goto(address);
  const [first = Number.NaN, ...times] = await page.evaluate(() => window.probe.loaded);
  await page.waitForFunction(() => window.probe.search() !== undefined);
  await new Promise((resolve) => setTimeout(resolve, rest));
  const { longest, shift } = await page.evaluate(() => ({
    longest: window.probe.longestTask(0),
    shift: window.probe.layoutShift(),
  }));
  const [thousand, all] = isPart ? times : [undefined, times[0]];
  return {
    first,
    longest,
    shift,
    ...(thousand !== undefined && { thousand }),
    ...(all !== undefined && { all }),
  };
}

/** A letter into the search, twice, and a press on the heading of the names. */
async function handle(page: Page, { size, paged }: Visit): Promise<Figures> {
  const expected = expectedNames(size);
  const began = await page.evaluate(() => {
    window.probe.search()?.focus();
    return performance.now();
  });
  const filter = await answerTo(page, expected.filtered, () => page.keyboard.press(letter));
  if (paged) return { filterPaged: filter };
  await answerTo(page, expected.all, () => page.keyboard.press("Backspace"));
  const filterAgain = await answerTo(page, expected.filtered, () => page.keyboard.press(letter));
  await answerTo(page, expected.all, () => page.keyboard.press("Backspace"));
  const heading = await page.evaluateHandle(() => window.probe.heading() as HTMLElement);
  await page.evaluate(() => scrollTo(0, 0));
  const sort = await answerTo(page, expected.sorted, () => heading.click());
  const longestInput = await page.evaluate((began) => window.probe.longestTask(began), began);
  return { filter, filterAgain, sort, longestInput };
}

/** Milliseconds from an input to the painted frame that shows these names at the top. */
async function answerTo(page: Page, names: readonly string[], input: () => Promise<void>): Promise<number> {
  await page.evaluate(
    (names) => {
      Object.assign(window, { answered: window.probe.shows(names) });
    },
    names.slice(0, 3),
  );
  await input();
  const taken = await page.evaluate(async () => {
    const answered = await (window as unknown as { answered: Promise<number> }).answered;
    return answered - window.probe.lastInput();
  });
  await new Promise((resolve) => setTimeout(resolve, rest));
  return taken;
}

/** Memory after garbage has been collected: the page's JavaScript, and its whole process where Linux tells. */
async function memory(browser: Browser, session: CDPSession): Promise<Figures> {
  await session.send("Performance.enable");
  await session.send("HeapProfiler.collectGarbage");
  const { metrics } = await session.send("Performance.getMetrics");
  const heap = metrics.find(({ name }) => name === "JSHeapUsedSize")?.value ?? Number.NaN;
  const target = await browser.target().createCDPSession();
  const { processInfo } = await target.send("SystemInfo.getProcessInfo");
  await target.detach();
  const renderers = processInfo.filter(({ type }) => type === "renderer");
  const sizes = await Promise.all(renderers.map(({ id }) => privateBytes(id)));
  // Beside the page's renderer there may be a spare one: it is the smaller.
  const largest = Math.max(0, ...sizes);
  return { heapMB: heap / 1e6, ...(largest > 0 && { processMB: largest / 1e6 }) };
}

/** Private bytes of a process; 0 where they cannot be had. */
async function privateBytes(id: number): Promise<number> {
  const text = await readFile(`/proc/${id}/smaps_rollup`, "utf8").catch(() => "");
  return [...text.matchAll(/^Private_\w+:\s+(\d+) kB$/gm)].reduce((sum, [, kB]) => sum + Number(kB) * 1024, 0);
}
