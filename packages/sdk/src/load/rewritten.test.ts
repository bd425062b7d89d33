import { isAlarm, limits, TrustCenterError } from "@trust-center/feed";
import { type MockVendor, mockContent, mockVendor } from "@trust-center/feed/mock";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { listOfVersion } from "../history/list.ts";
import type { LoadError } from "./error.ts";
import { load } from "./load.ts";
import { loadPolicy } from "./policy.ts";

const start = Date.parse("2026-01-10T12:00:00Z");
const address = "https://acme.example/.well-known/trust-center/";
let vendor: MockVendor;

beforeAll(async () => {
  vendor = await mockVendor(address, start);
  const content = mockContent();
  const [first] = content.subprocessors;
  await vendor.publish({ ...content, subprocessors: [{ ...first, description: "Zürich – „Grüße“" }] } as never, start);
  await vendor.publish(mockContent(), start + 1_000);
});

type Rewrite = (text: string) => Uint8Array | string;

const utf16 = (text: string) =>
  new Uint8Array(new Uint16Array(Array.from(`\uFEFF${text}`, (c) => c.charCodeAt(0))).buffer);

/** What servers do to files that they take for text. */
const rewrites: Readonly<Record<string, Rewrite>> = {
  "a byte order mark": (text) => `\uFEFF${text}`,
  "ends of lines of Windows": (text) => text.replaceAll("\n", "\r\n"),
  "a newline at the end": (text) => `${text}\n`,
  "JSON laid out by two": (text) => laidOut(text, 2),
  "JSON laid out by four": (text) => laidOut(text, 4),
  "JSON in ASCII": (text) =>
    text.replace(/[^ -~\s]/g, (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`),
  "UTF-16": utf16,
  "UTF-8 taken for windows-1252": (text) => new TextDecoder("windows-1252").decode(new TextEncoder().encode(text)),
};

const laidOut = (text: string, by: number) =>
  text
    .trim()
    .split("\n")
    .map((line) => JSON.stringify(JSON.parse(line), null, text.endsWith("\n") ? undefined : by))
    .join("\n") + (text.endsWith("\n") ? "\r\n" : "");

/** A server that does something to the files below a folder. */
const serving =
  (folder: string, rewrite: (bytes: Uint8Array) => Uint8Array | string): typeof fetch =>
  async (url) => {
    const path = String(url instanceof Request ? url.url : url).slice(address.length);
    const bytes = vendor.files.get(path);
    if (!bytes) return new Response(null, { status: 404 });
    return new Response(path.startsWith(folder) ? (rewrite(bytes) as BodyInit) : (bytes as BodyInit));
  };

const textual =
  (rewrite: Rewrite) =>
  (bytes: Uint8Array): Uint8Array | string =>
    rewrite(new TextDecoder().decode(bytes));

const options = (fetch: typeof globalThis.fetch) => ({
  pin: vendor.pin,
  now: () => start + 5_000,
  timeout: 60_000,
  fetch,
});

const failureOf = (work: Promise<unknown>): Promise<TrustCenterError | undefined> =>
  work.then(
    () => undefined,
    (error: unknown) => {
      expect(error).toBeInstanceOf(TrustCenterError);
      return error as TrustCenterError;
    },
  );

/** Folder by folder, whoever reads it first. */
const readers: Readonly<Record<string, (fetch: typeof globalThis.fetch) => Promise<unknown>>> = {
  "head.json": (fetch) => load(address, options(fetch)),
  "feed/": (fetch) => load(address, options(fetch)),
  "history/": (fetch) => load(address, { ...options(fetch), strict: true }),
};

test.each(Object.keys(rewrites).flatMap((name) => Object.keys(readers).map((folder) => [folder, name] as const)))(
  "%s with %s is verified, or the server is named; it is never called an attack",
  async (folder, name) => {
    const error = await failureOf(
      (readers[folder] as (typeof readers)[string])(serving(folder, textual(rewrites[name] as Rewrite))),
    );
    if (!error) return;
    expect([error.evidence.rewritten, isAlarm(error)]).toEqual([true, false]);
    expect(error.message).toContain("byte for byte");
    expect((error as LoadError).lastVerified).toBeUndefined();
  },
);

test("texts of policies and earlier lists are named as well", async () => {
  const text = new TextEncoder().encode(
    JSON.stringify({ type: "policy", id: "p", language: "de", body: { type: "root", children: [] } }),
  );
  const own = await mockVendor(address, start);
  await own.publish(mockContent(), start, [text]);
  await own.publish({ ...mockContent(), group: undefined } as never, start + 1_000, [text]);
  vendor = own;
  let rewrite: Rewrite = (as) => as;
  const center = await load(
    address,
    options(
      serving(
        "",
        textual((text) => rewrite(text)),
      ),
    ),
  );
  rewrite = (text) => laidOut(text, 2);
  const [policy] = center.head.manifest.files.policies;
  for (const work of [() => loadPolicy(center, policy?.sha256 ?? ""), () => listOfVersion(center, 1)]) {
    const error = (await failureOf(work())) as TrustCenterError;
    expect([error.evidence.rewritten, isAlarm(error)]).toEqual([true, false]);
  }
});

test("law: whoever changes what a rewritten file says is not taken for a server", async () => {
  const folder = fc.constantFrom("head.json", "feed/", "history/");
  const change = fc.record({
    at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    by: fc.integer({ min: 1, max: 255 }),
  });
  await fc.assert(
    fc.asyncProperty(folder, fc.constantFrom(...Object.keys(rewrites)), change, async (folder, name, { at, by }) => {
      const changed = (text: string) => {
        const bytes = new TextEncoder().encode(text);
        // White space says nothing: the newline at the end.
        const place = Math.floor(at * text.trimEnd().length);
        bytes[place] = (bytes[place] as number) ^ by;
        return new TextDecoder().decode(bytes);
      };
      const fetch = serving(
        folder,
        textual((text) => (rewrites[name] as Rewrite)(changed(text))),
      );
      const error = await failureOf((readers[folder] as (typeof readers)[string])(fetch));
      // A changed head may say the same: what is not signed of it is read by nobody.
      if (folder !== "head.json" || error?.evidence.rewritten)
        expect([folder, error?.evidence.rewritten]).toEqual([folder, folder === "head.json" ? true : undefined]);
      if (error?.evidence.rewritten)
        expect(await failureOf(load(address, options(serving(folder, textual(changed)))))).toBeUndefined();
    }),
    { numRuns: 150 },
  );
});

test("a file that is longer than anybody reads is refused, and no more of it is read", async () => {
  const error = await failureOf(load(address, options(serving("feed/", () => "x".repeat(limits.head * 20)))));
  expect([error?.code, error?.evidence.rewritten]).toEqual(["too-large", undefined]);
});

test("a file that is as it was signed the second time was not rewritten: the first one was broken, or somebody's", async () => {
  let served = 0;
  const once = serving("feed/", (bytes) => {
    if (served++ > 0) return bytes;
    return new TextEncoder().encode(new TextDecoder().decode(bytes).replace("Cloud", "Cloudy"));
  });
  const error = await failureOf(load(address, options(once)));
  expect(served).toBeGreaterThan(1);
  expect([error?.code, error?.evidence.rewritten]).toEqual(["too-large", undefined]);
});
