import puppeteer from "puppeteer-core";
import { remote } from "webdriverio";
import { chromiumArguments, programs, startWebKitDriver, webkitCapabilities } from "./engines.ts";

/** One page in one engine, with nothing remembered. */
export interface Page {
  open(url: string): Promise<void>;
  /** Evaluates an expression in the page; what it gives must be JSON. */
  evaluate<T>(expression: string): Promise<T>;
  /** Waits until an expression is true. */
  until(expression: string, seconds?: number): Promise<void>;
  resize(width: number, height: number): Promise<void>;
  screenshot(path: string): Promise<void>;
  /** Errors on the console, where the engine tells (WebKit does not). */
  readonly errors: string[];
  close(): Promise<void>;
}

/** A running engine. */
export interface Engine {
  name: "Chromium" | "Firefox" | "WebKit";
  page(): Promise<Page>;
  close(): Promise<void>;
}

export const engines: Record<Engine["name"], () => Promise<Engine>> = {
  Chromium: () => startPuppeteer("Chromium"),
  Firefox: () => startPuppeteer("Firefox"),
  WebKit: startWebKit,
};

async function startPuppeteer(name: "Chromium" | "Firefox"): Promise<Engine> {
  const browser = await puppeteer.launch(
    name === "Chromium"
      ? { executablePath: programs.chromium, args: [...chromiumArguments] }
      : { executablePath: programs.firefox, browser: "firefox", headless: true },
  );
  return {
    name,
    close: () => browser.close(),
    page: async () => {
      const context = await browser.createBrowserContext();
      const page = await context.newPage();
      const errors: string[] = [];
      page.on("console", (message) => {
        if (message.type() === "error") errors.push(message.text());
      });
      page.on("pageerror", (error) => errors.push(String(error)));
      const evaluate = <T>(expression: string) => page.evaluate(expression) as Promise<T>;
      return {
        errors,
        evaluate,
        open: async (url) => void (await page.goto(url, { waitUntil: "load" })),
        until: (expression, seconds) => until(evaluate, expression, seconds),
        resize: (width, height) => page.setViewport({ width, height }).catch(() => {}),
        screenshot: async (path) => void (await page.screenshot({ path: path as `${string}.png`, fullPage: true })),
        close: () => context.close(),
      };
    },
  };
}

async function startWebKit(): Promise<Engine> {
  const driver = await startWebKitDriver();
  return {
    name: "WebKit",
    close: () => driver.stop(),
    page: async () => {
      const browser = await remote({
        hostname: "127.0.0.1",
        port: driver.port,
        path: "/",
        logLevel: "error",
        capabilities: webkitCapabilities,
      });
      const evaluate = <T>(expression: string) => browser.execute(`return (${expression})`) as Promise<T>;
      return {
        errors: [],
        evaluate,
        open: async (url) => void (await browser.url(url)),
        until: (expression, seconds) => until(evaluate, expression, seconds),
        resize: async (width, height) => void (await browser.setWindowSize(width, height)),
        screenshot: async (path) => void (await browser.saveScreenshot(path)),
        close: () => browser.deleteSession(),
      };
    },
  };
}

async function until(evaluate: Page["evaluate"], expression: string, seconds = 15): Promise<void> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    if (await evaluate<boolean>(`Boolean(${expression})`).catch(() => false)) return;
    if (Date.now() > end) {
      const text = await evaluate<string>(
        `(document.body.innerText + (document.querySelector("trust-center")?.shadowRoot?.querySelector(".root")?.innerText ?? "")).slice(0, 1500)`,
      ).catch(String);
      throw new Error(`Waited ${seconds} s for: ${expression}\nThe page: ${text}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
