import puppeteer from "puppeteer-core";
import { remote } from "webdriverio";
import { chromiumArguments, programs, startWebKitDriver, webkitCapabilities } from "./engines.ts";

/** Keys that a walk over a page takes. */
export type Key = "Tab" | "Enter" | "Escape" | " ";

/** A node of an accessibility tree, with what is set of it. */
export interface TreeNode {
  role: string;
  name?: string;
  children?: readonly TreeNode[];
  [state: string]: unknown;
}

/** One page in one engine, with nothing remembered. */
export interface Page {
  open(url: string): Promise<void>;
  /** Evaluates an expression in the page; what it gives must be JSON. */
  evaluate<T>(expression: string): Promise<T>;
  /** Waits until an expression is true. */
  until(expression: string, seconds?: number): Promise<void>;
  resize(width: number, height: number): Promise<void>;
  screenshot(path: string): Promise<void>;
  /** Presses a key, as the hand of a reader does. */
  press(key: Key): Promise<void>;
  /** What assistive technology is told of the element that an expression gives: Chromium alone says it whole. */
  tree?(expression: string): Promise<TreeNode>;
  /** The page on paper, where the engine prints by a driver (WebKit does not). */
  print?(): Promise<Uint8Array>;
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
        press: (key) => page.keyboard.press(key),
        ...(name === "Chromium" && {
          tree: async (expression: string) => {
            const root = (await page.evaluateHandle(expression)).asElement();
            if (!root) throw new Error(`Expected an element, found none: ${expression}`);
            return (await page.accessibility.snapshot({ root, interestingOnly: false })) as unknown as TreeNode;
          },
        }),
        print: () => page.pdf({ format: "a4", printBackground: true }),
        close: () => context.close(),
      };
    },
  };
}

/** https://www.w3.org/TR/webdriver2/#keyboard-actions */
const webdriverKeys: Record<Key, string> = { Tab: "\uE004", Enter: "\uE007", Escape: "\uE00C", " ": " " };

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
        press: async (key) => void (await browser.keys(webdriverKeys[key])),
        close: () => browser.deleteSession(),
      };
    },
  };
}

/** Seconds that something on a page may take: on a machine that does fifteen things at once, what takes two takes thirty. */
const patience = 60;

async function until(evaluate: Page["evaluate"], expression: string, seconds = patience): Promise<void> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    if (await evaluate<boolean>(`Boolean(${expression})`).catch(() => false)) return;
    if (Date.now() > end) {
      const text = await evaluate<string>(
        `(document.body.innerText + (document.querySelector("trust-center")?.shadowRoot?.querySelector(".root")?.innerText ?? "")).slice(0, 8000)`,
      ).catch(String);
      throw new Error(`Waited ${seconds} s for: ${expression}\nThe page: ${text}`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
