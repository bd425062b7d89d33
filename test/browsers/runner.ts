import { createReadStream } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { freePort } from "@trust-center/sdk/testing";
import { esbuildPlugin } from "@web/dev-server-esbuild";
import { defaultReporter, type Reporter, startTestRunner, type TestSession } from "@web/test-runner";
import { chromeLauncher } from "@web/test-runner-chrome";
import { puppeteerLauncher } from "@web/test-runner-puppeteer";
import { webdriverLauncher } from "@web/test-runner-webdriver";
import * as puppeteer from "puppeteer-core";
import { chromiumArguments, programs, startWebKitDriver, webkitCapabilities } from "./engines.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const worker = createRequire(import.meta.url).resolve("msw/mockServiceWorker.js");

/** How many tests passed and failed, over all engines. */
export interface Tally {
  passed: number;
  failed: number;
  /** The names of what failed. */
  failures: string[];
}

/** Runs the component tests in Chromium, Firefox and WebKit. */
export async function runInBrowsers(files: readonly string[]): Promise<Tally> {
  const webkit = await startWebKitDriver();
  const tally: Tally = { passed: 0, failed: 0, failures: [] };
  try {
    await run([...files], webkit.port, tally);
  } finally {
    await webkit.stop();
  }
  return tally;
}

async function run(files: string[], webkitPort: number, tally: Tally): Promise<void> {
  const chromeLaunch = { executablePath: programs.chromium, args: chromiumArguments };
  const runner = await startTestRunner({
    readCliArgs: false,
    readFileConfig: false,
    autoExitProcess: false,
    config: {
      rootDir: root,
      files,
      port: await freePort(),
      nodeResolve: { exportConditions: ["source", "browser", "import", "default"] },
      plugins: [esbuildPlugin({ ts: true, target: "es2023", tsconfig: `${root}tsconfig.base.json` })],
      middleware: [serveWorker],
      concurrentBrowsers: 3,
      concurrency: 1,
      browserStartTimeout: 120_000,
      testsFinishTimeout: 600_000,
      testFramework: { config: { timeout: "60000" } },
      reporters: [defaultReporter(), counter(tally)],
      browsers: [
        chromeLauncher({ launchOptions: chromeLaunch, puppeteer }),
        puppeteerLauncher({
          launchOptions: { executablePath: programs.firefox, browser: "firefox", headless: true },
          // Firefox ESR lacks the screen orientation that a viewport brings with it.
          createPage: async ({ browser }) => Object.assign(await browser.newPage(), { setViewport: async () => {} }),
        }),
        webdriverLauncher({
          hostname: "127.0.0.1",
          port: webkitPort,
          path: "/",
          // A file's tests can end before its page has loaded: a session that ends must have no navigation to wait for.
          capabilities: { ...webkitCapabilities, pageLoadStrategy: "none" },
          logLevel: "error",
        } as Parameters<typeof webdriverLauncher>[0]),
      ],
    } as NonNullable<Parameters<typeof startTestRunner>[0]>["config"] & object,
  });
  if (!runner) throw new Error("The browser tests did not start.");
  await new Promise((resolve) => runner.on("stopped", resolve));
}

/** msw's worker, at the address where msw looks for it. */
const serveWorker = (
  context: { path: string; type: string; body: unknown; set(name: string, value: string): void },
  next: () => Promise<void>,
) => {
  if (context.path !== "/mockServiceWorker.js") return next();
  context.type = "text/javascript";
  context.set("service-worker-allowed", "/");
  context.body = createReadStream(worker);
  return Promise.resolve();
};

function counter(tally: Tally): Reporter {
  return {
    onTestRunFinished({ sessions }) {
      for (const session of sessions) count(session, tally);
    },
  };
}

function count(session: TestSession, tally: Tally): void {
  const tests = session.testResults ? allTests(session.testResults) : [];
  tally.passed += tests.filter(({ passed }) => passed).length;
  const failed = tests.filter(({ passed, skipped }) => !passed || skipped).map(({ name }) => name);
  // A file that broke before its tests counts as one failure; so does one with no tests at all.
  if (failed.length === 0 && !(session.passed && tests.length > 0)) failed.push("the file");
  tally.failed += failed.length;
  tally.failures.push(...failed.map((name) => `${session.testFile} in ${session.browser.name}: ${name}`));
}

type Suite = NonNullable<TestSession["testResults"]>;

const allTests = (suite: Suite): Suite["tests"] => [...suite.tests, ...suite.suites.flatMap(allTests)];
