import { readFile, writeFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { isAlarm, load } from "@trust-center/sdk";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import type { DemoVendor } from "../../examples/demo/demo.ts";
import { runAsGiven } from "../../packages/cli/src/testing/run.ts";
import { type Engine, engines, type Page } from "../browsers/page.ts";
import { announce } from "./announce.ts";
import { useDemo } from "./demo.ts";
import { widgetOn } from "./widget.ts";

const demo = useDemo();
const vendor = () => demo.vendors[0] as DemoVendor;
const table = fileURLToPath(new URL("../../docs/false-alarms.md", import.meta.url));
let engine: Engine;

beforeAll(async () => {
  engine = await engines.Chromium();
});

afterAll(() => engine?.close());

afterEach(() => {
  for (const { site } of demo.vendors) site.intercept = undefined;
});

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** Answers in the place of files of the feed. */
const inPlaceOf = (files: RegExp, answer: Answer) => (page: Page | undefined, own: DemoVendor) => {
  const { pathname } = new URL(own.feed);
  own.site.intercept = (request, response) => {
    if (!request.url?.startsWith(pathname) || !files.test(request.url)) return false;
    answer(request, response);
    return true;
  };
  return page;
};

const inPlace = (answer: Answer) => inPlaceOf(/^/, answer);

/** A file of the feed, as it lies on the disk. */
const fileOf = (own: DemoVendor, { url = "" }: IncomingMessage) =>
  readFile(join(own.out, url.slice(new URL(own.feed).pathname.length).split("?")[0] ?? ""));

const page = (text: string) => (_request: unknown, response: ServerResponse) =>
  void response.writeHead(200, { "content-type": "text/html" }).end(text);

/** A server that writes the files of the feed anew. */
const rewritten = (rewrite: (text: string) => string | Buffer) =>
  inPlace(async (request, response) => {
    const bytes = await fileOf(vendor(), request).catch(() => undefined);
    if (!bytes) return void response.writeHead(404).end();
    const text = bytes.toString();
    response.writeHead(200).end(/\.(json|ndjson)$/.test(request.url ?? "") ? safely(text, rewrite) : bytes);
  });

/** Lines of JSON are left as they are by who writes JSON anew. */
function safely(text: string, rewrite: (text: string) => string | Buffer): string | Buffer {
  try {
    return rewrite(text);
  } catch {
    return text;
  }
}

/** The vendor's page, as somebody changed it. */
const onPage = (change: (page: string) => string) => async (shown: Page | undefined, own: DemoVendor) => {
  const { pathname } = new URL(own.page);
  const text = change(await (await fetch(own.page)).text());
  own.site.intercept = (request, response) => {
    if (request.url !== pathname) return false;
    response.writeHead(200, { "content-type": "text/html" }).end(text);
    return true;
  };
  return shown;
};

/** A page that runs a script of its own before the widget's. */
const withScript = (script: string) => onPage((page) => page.replace("<head>", `<head><script>${script}</script>`));

/** What pages of older libraries bring along: Prototype, MooTools, polyfills, measuring of visits. */
const oldLibraries = `
  for (const { prototype } of [Array, String, Number, Date, Object]) {
    prototype.toJSON = function () { return "mine"; };
    prototype.extra = function () { return this; };
  }
  Array.prototype.map = function (call, self) { const all = []; for (const at in this) if (Object.hasOwn(this, at)) all[at] = call.call(self, this[at], +at, this); return all; };
  const { fetch } = window;
  window.fetch = function () { return fetch.apply(this, arguments).then((answer) => answer); };
  window.Promise = class extends Promise {};
`;

/** What happens to honest vendors and their readers, and what each reader is told. `page`: it happens to the page alone. */
const causes: Readonly<
  Record<string, { set(page: Page | undefined, own: DemoVendor): unknown; now?: number; page?: true }>
> = {
  "the server is being worked on (503)": {
    set: inPlace((_request, response) => void response.writeHead(503, { "retry-after": "3600" }).end("Back soon")),
  },
  "a proxy cannot reach the server (502)": { set: inPlace((_request, response) => void response.writeHead(502).end()) },
  "the files are not there (404)": { set: inPlace((_request, response) => void response.writeHead(404).end()) },
  "the server asks for a password (401)": { set: inPlace((_request, response) => void response.writeHead(401).end()) },
  "a hotel's network answers in the server's place": { set: inPlace(page("<!doctype html><title>Log in</title>")) },
  "the address leads elsewhere (301)": {
    set: inPlace((_request, response) => void response.writeHead(301, { location: "https://www.example/" }).end()),
  },
  "the server drops connections": { set: inPlace((_request, response) => void response.destroy()) },
  "an upload is not finished: the head is empty": { set: inPlace(page("")) },
  "the site answers with a page for every file that is not there": {
    set: inPlaceOf(/\/(feed|history)\//, page("<!doctype html><title>Acme</title>")),
  },
  "an upload is not finished: the list is empty": { set: inPlaceOf(/\/(feed|history)\//, page("")) },
  "a network cuts off what is long, and does not say so": {
    set: inPlaceOf(/\/(feed|history)\//, async (request, response) => {
      const bytes = await fileOf(vendor(), request).catch(() => Buffer.from(""));
      response.writeHead(200).end(bytes.subarray(0, 1_000));
    }),
  },
  "files were compressed before the upload, and the server does not say so": {
    set: inPlaceOf(/\/(feed|history)\//, async (request, response) => {
      const bytes = await fileOf(vendor(), request).catch(() => Buffer.from(""));
      response.writeHead(200).end(gzipSync(bytes));
    }),
  },
  "the network compresses answers": {
    set: (shown, own) =>
      inPlace(async (request, response) => {
        const bytes = await fileOf(own, request).catch(() => undefined);
        if (!bytes) return void response.writeHead(404).end();
        response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync(bytes));
      })(shown, own),
  },
  "a network says that it compresses, and does not": {
    set: (shown, own) =>
      inPlace(async (request, response) => {
        const bytes = await fileOf(own, request).catch(() => Buffer.from(""));
        response.writeHead(200, { "content-encoding": "br" }).end(bytes);
      })(shown, own),
  },
  "the server lays out JSON anew": {
    set: rewritten((text) => JSON.stringify(JSON.parse(text), null, 2)),
  },
  "the server puts a byte order mark before text": { set: rewritten((text) => `\uFEFF${text}`) },
  "the server sends text in UTF-16": { set: rewritten((text) => Buffer.from(`\uFEFF${text}`, "utf16le")) },
  "an upload changes the ends of lines": {
    set: rewritten((text) => text.replaceAll("\n", "\r\n")),
  },
  "the server does not allow the page's origin (CORS)": {
    set: (shown, own) => {
      const other = demo.vendors[1] as DemoVendor;
      other.site.intercept = (request, response) => {
        if (!request.url?.startsWith(new URL(other.feed).pathname)) return false;
        response.writeHead(200, { "content-type": "application/json" }).end("{}");
        return true;
      };
      return onPage((page) => page.replace(own.feed, other.feed).replace(own.pin, other.pin))(shown, own);
    },
    page: true,
  },
  "the page names no feed": { set: onPage((page) => page.replace(/ feed="[^"]*"/, "")), page: true },
  "the page's pin is none": { set: onPage((page) => page.replace(/ pin="[^"]*"/, ' pin="sha256-abc"')), page: true },
  "the browser's storage is blocked": {
    set: withScript(
      `Object.defineProperty(window, "indexedDB", { get() { throw new DOMException("blocked", "SecurityError"); } });`,
    ),
    page: true,
  },
  "the browser's storage never answers": {
    set: withScript("IDBFactory.prototype.open = () => ({});"),
    page: true,
  },
  "a part of the script is missing, and the list has changed since the last visit": {
    set: async (shown, own) => {
      await shown?.open(own.page);
      await shown?.until(`document.querySelector("trust-center")?.matches(":state(verified)")`);
      await announce(own);
      own.site.intercept = (request, response) => {
        if (!request.url?.includes("/shared-")) return false;
        response.writeHead(404).end();
        return true;
      };
    },
    page: true,
  },
  "the page replaces what the browser brings": { set: withScript(oldLibraries), page: true },
  "the publisher forgot to sign again": { set: () => {}, now: Date.now() + 60 * 24 * 60 * 60 * 1000 },
  "the reader's clock is a year behind": { set: () => {}, now: Date.now() - 365 * 24 * 60 * 60 * 1000 },
  "nothing is wrong": { set: () => {} },
};

/** What the SDK says: a code, or that it is well. */
async function inSdk(
  own: DemoVendor,
  now: number,
): Promise<{ code: string; alarm: boolean; rewritten?: boolean; elsewhere?: boolean }> {
  try {
    const { trust } = await load(own.feed, { pin: own.pin, strict: true, now: () => now, timeout: 4_000 });
    return { code: trust, alarm: false };
  } catch (error) {
    const failure = error as Parameters<typeof isAlarm>[0];
    const { code, evidence } = failure;
    return { code, alarm: isAlarm(failure), rewritten: "rewritten" in evidence, elsewhere: "elsewhere" in evidence };
  }
}

/** What the widget says: its badge or the first two lines of its warning, and whether it looks like an alarm. */
async function inWidget(own: DemoVendor, set: (page: Page) => unknown) {
  const shown = await engine.page();
  try {
    await set(shown);
    const widget = widgetOn(shown);
    await shown.open(own.page);
    // A list that is well says so before its history is read, which may not be.
    const last = "[role=alert], trust-center-history .entry";
    await shown.until(`document.querySelector("trust-center").shadowRoot.querySelector("${last}")`);
    const alarm = await widget.sees(".alarm.refused");
    const text = (await widget.sees("[role=alert]")) ? await widget.text("[role=alert]") : await widget.text(".badge");
    const lines = text
      .split("\n")
      .map((line) => line.trim())
      .filter(Boolean);
    return { text: lines.slice(0, 2).join(" — "), alarm };
  } finally {
    await shown.close();
  }
}

const rows: string[][] = [];
const withoutDays = (text: string) => text.replace(/\d+ days? ago|today|yesterday/g, "…");

test.each(Object.keys(causes))("%s is no attack", async (cause) => {
  const own = vendor();
  const { set, now, page: isPage } = causes[cause] as (typeof causes)[string];
  if (isPage) {
    const { text, alarm } = await inWidget(own, (shown) => set(shown, own));
    expect(alarm).toBe(false);
    return void rows.push([cause, "", "", withoutDays(text)]);
  }
  set(undefined, own);
  const sdk = await inSdk(own, now ?? Date.now());
  const at = now === undefined ? [] : ["--now", new Date(now).toISOString().replace(/\.\d+Z/, "Z")];
  const cli = await runAsGiven(demo.folder, ["verify", own.feed, "--pin", own.pin, ...at]);
  // A page cannot be given another clock from outside: what hangs on it is tried in the widget's own tests.
  const widget = now === undefined ? await inWidget(own, (shown) => set(shown, own)) : { text: "", alarm: false };
  expect({ sdk: sdk.alarm, widget: widget.alarm }).toEqual({ sdk: false, widget: false });
  const isNamed = sdk.rewritten || sdk.elsewhere || ["malformed", "clock"].includes(sdk.code);
  expect([0, 3, 4].includes(cli.code) || isNamed).toBe(true);
  if (sdk.rewritten) expect(cli.stderr).toContain("byte for byte");
  if (sdk.elsewhere) expect(cli.stderr).toContain("Something else answered");
  rows.push([cause, `\`${sdk.code}\``, String(cli.code), withoutDays(widget.text)]);
});

test("the table in the docs says the same", async () => {
  const head = ["cause", "SDK", "CLI, exit code", "widget"];
  const width = (column: number) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0));
  const line = (cells: readonly string[]) => `| ${cells.map((cell, at) => cell.padEnd(width(at))).join(" | ")} |`;
  const made = [line(head), line(head.map((_cell, at) => "-".repeat(width(at)))), ...rows.map(line)].join("\n");
  const text = await readFile(table, "utf8");
  const [before = "", after = ""] = text.split(/\n\n\|[\s\S]*?\|\n(?!\|)/);
  const wanted = `${before}\n\n${made}\n${after}`;
  if (process.env.UPDATE_DOCS) await writeFile(table, wanted);
  expect(text).toBe(wanted);
});
