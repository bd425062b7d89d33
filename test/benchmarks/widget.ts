import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import puppeteer, { type Browser } from "puppeteer-core";
import { chromiumArguments, programs } from "../browsers/engines.ts";
import { type Bundles, buildBundles, type Subject } from "./bundles.ts";
import { sizes } from "./content.ts";
import { type Figures, measurePage } from "./measure-page.ts";
import { medians } from "./median.ts";
import { type BenchServer, startServer } from "./server.ts";
import { measureSizes, type ScriptSizes } from "./sizes.ts";

/** The figures of one subject with a list of one size. */
export interface WidgetResult extends Figures {
  subject: Subject;
  size: number;
}

export interface WidgetResults {
  chromium: string;
  /** Versions of the peers' packages. */
  versions: Readonly<Record<string, string>>;
  results: WidgetResult[];
  scripts: ScriptSizes;
}

export interface WidgetOptions {
  runs: number;
  peers: boolean;
  /** How many times slower the processor is made to be. */
  slower: number;
  /** Told of each run. */
  say(text: string): void;
}

/** Measures the widget in Chromium beside the pages that verify nothing. */
export async function measureWidget(options: WidgetOptions): Promise<WidgetResults> {
  const folder = await mkdtemp(join(tmpdir(), "trust-center-bench-"));
  const bundles = await buildBundles(folder, options.peers);
  const server = await startServer(bundles);
  const browser = await puppeteer.launch({ executablePath: programs.chromium, args: [...chromiumArguments] });
  try {
    return {
      chromium: await browser.version(),
      versions: bundles.versions,
      results: await measureAll(browser, server, bundles, options),
      scripts: await measureSizes(bundles),
    };
  } finally {
    await browser.close();
    await server.close();
    await rm(folder, { recursive: true });
  }
}

/** Runs outside, subjects inside: what else the machine does meets them all alike. */
async function measureAll(
  browser: Browser,
  server: BenchServer,
  { subjects }: Bundles,
  { runs, slower, say }: WidgetOptions,
): Promise<WidgetResult[]> {
  const found = new Map<string, Figures[]>();
  const visit = async (subject: Subject, size: number, paged = false) =>
    measurePage(browser, { subject, size, slower, paged, address: server.page(subject, size) });
  await visit("widget", sizes[0]);
  for (let run = 1; run <= runs; run++) {
    for (const size of sizes) {
      for (const subject of subjects) {
        say(`run ${run} of ${runs}: ${subject}, ${size} rows`);
        const figures = await visit(subject, size);
        if (subject === "widget" && size === sizes.at(-1)) {
          const { filterPaged } = await visit(subject, size, true);
          if (filterPaged !== undefined) figures.filterPaged = filterPaged;
        }
        const key = `${subject} ${size}`;
        found.set(key, [...(found.get(key) ?? []), figures]);
      }
    }
  }
  return sizes.flatMap((size) =>
    subjects.map((subject) => ({ subject, size, ...medians(found.get(`${subject} ${size}`) ?? []) })),
  );
}
