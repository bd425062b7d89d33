import { gzipSync } from "node:zlib";
import { isAlarm, TrustCenterError } from "@trust-center/feed";
import { type MockVendor, mockChange, mockContent, mockVendor } from "@trust-center/feed/mock";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { listOfVersion } from "../history/list.ts";
import { memoryStore } from "../store/memory.ts";
import { transportReason } from "../watch/reason.ts";
import { load } from "./load.ts";
import { loadPolicy } from "./policy.ts";

const start = Date.parse("2026-01-10T12:00:00Z");
const address = "https://acme.example/.well-known/trust-center/";
const policy = JSON.stringify({ type: "policy", id: "p", language: "de", body: { type: "root", children: [] } });
let vendor: MockVendor;

beforeAll(async () => {
  vendor = await mockVendor(address, start);
  const text = new TextEncoder().encode(policy);
  await vendor.publish(mockContent(), start, [text]);
  await vendor.publish(mockChange(), start + 1_000, [text]);
});

type Answer = (bytes: Uint8Array<ArrayBuffer>) => Uint8Array<ArrayBuffer> | string | Response;

const serving =
  (folder: string, answer: Answer, { files } = vendor): typeof fetch =>
  async (url) => {
    const path = String(url instanceof Request ? url.url : url).slice(address.length);
    const bytes = files.get(path);
    if (!bytes) return new Response(null, { status: 404 });
    const given = path.startsWith(folder) ? answer(bytes as Uint8Array<ArrayBuffer>) : bytes;
    return given instanceof Response ? given : new Response(given as BodyInit);
  };

const options = (fetch: typeof globalThis.fetch, { pin } = vendor) => ({ pin, now: () => start + 5_000, fetch });

/** Whoever reads a folder: what it says once something else answers there. */
const readers: Readonly<Record<string, (answer: Answer) => Promise<unknown>>> = {
  "feed/": (answer) => load(address, options(serving("feed/", answer))),
  "history/": (answer) => load(address, { ...options(serving("history/", answer)), strict: true }),
  "policies/": async (answer) => {
    const center = await load(address, options(serving("policies/", answer)));
    return loadPolicy(center, center.head.manifest.files.policies[0]?.sha256 ?? "");
  },
  "an earlier list": async (answer) => {
    let now: Answer = (bytes) => bytes;
    const center = await load(address, options(serving("feed/", (bytes) => now(bytes))));
    now = answer;
    return listOfVersion(center, 1);
  },
};

const failureOf = async (work: Promise<unknown>): Promise<TrustCenterError> => {
  const error = await work.then(
    () => undefined,
    (error: unknown) => error,
  );
  expect(error).toBeInstanceOf(TrustCenterError);
  return error as TrustCenterError;
};

/** What answers in the place of a file, and is none. */
const answers: Readonly<Record<string, Answer>> = {
  "the page of a sign-in": () => "<!doctype html><title>Log in</title>",
  "a long page": () => `<!doctype html>${"<p>Acme</p>".repeat(5_000)}`,
  nothing: () => "",
  "no content": () => new Response(null, { status: 204 }),
  "what a gateway says in JSON": () => `{"error":"blocked"}`,
  "what says nothing in JSON": () => "null",
  "the head": () => new TextDecoder().decode(vendor.files.get("head.json")),
  "bytes that nobody unpacked": (bytes) => new Uint8Array(gzipSync(bytes)),
  "its beginning": (bytes) => bytes.slice(0, bytes.length / 2),
  "a part of it": (bytes) => new Response(bytes.slice(10, 90), { status: 206 }),
};

test.each(Object.keys(answers).flatMap((name) => Object.keys(readers).map((reader) => [name, reader] as const)))(
  "%s in the place of %s is no attack: nothing is forged",
  async (name, reader) => {
    const error = await failureOf((readers[reader] as (typeof readers)[string])(answers[name] as Answer));
    expect([error.evidence.elsewhere, isAlarm(error)]).toEqual([true, false]);
    expect(transportReason(error)).toBe("no-feed");
  },
);

test("nor is a page in the place of the log's hashes, to who has seen the log before", async () => {
  const own = await mockVendor(address, start);
  await own.publish(mockContent(), start);
  const store = memoryStore();
  await load(address, {
    ...options(
      serving("", (bytes) => bytes, own),
      own,
    ),
    store,
  });
  await own.publish(mockChange(), start + 1_000);
  const error = await failureOf(
    load(address, {
      ...options(
        serving("log/", () => "<title>Acme</title>", own),
        own,
      ),
      store,
    }),
  );
  expect([error.code, isAlarm(error), transportReason(error)]).toEqual(["malformed", false, "no-feed"]);
});

test("law: what says that it is the file, and is another one, is an alarm: in any encoding, and also once it is no JSON", async () => {
  const byte = fc.record({
    at: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
    by: fc.integer({ min: 1, max: 127 }),
    mark: fc.constantFrom("", "\uFEFF"),
  });
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...Object.keys(readers)), byte, async (reader, { at, by, mark }) => {
      const changed: Answer = (signed) => {
        const bytes = signed.slice();
        // Its first and its last one make it an object: without them nobody takes it for one.
        const place = 1 + Math.floor(at * (new TextDecoder().decode(bytes).trimEnd().length - 2));
        bytes[place] = (bytes[place] as number) ^ by;
        return `${mark}${new TextDecoder().decode(bytes)}`;
      };
      const error = await failureOf((readers[reader] as (typeof readers)[string])(changed));
      expect([error.evidence.elsewhere, isAlarm(error)]).toEqual([undefined, true]);
    }),
    { numRuns: 200 },
  );
});

test("who forges a file at first, and then answers with a page, is not taken for a portal", async () => {
  let asked = 0;
  const answer: Answer = (bytes) =>
    asked++ === 0 ? new TextDecoder().decode(bytes).replace("Cloud", "Clout") : "<title>Log in</title>";
  const error = await failureOf(load(address, options(serving("feed/", answer))));
  expect([error.code, isAlarm(error)]).toEqual(["hash-mismatch", true]);
});
