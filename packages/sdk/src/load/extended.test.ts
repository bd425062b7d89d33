import { mockChange, mockContent, mockVendor } from "@trust-center/feed/mock";
import { afterEach, expect, test } from "vitest";
import { memoryStore } from "../store/memory.ts";
import { load } from "./load.ts";

const start = Date.parse("2026-01-10T12:00:00Z");
const address = "https://acme.example/feed/";
const given = Object.prototype as Record<string, unknown>;

afterEach(() => {
  delete given.extra;
  delete given.note;
});

/** What libraries of before 2010 bring along: what every object has, and `for … in` tells of. */
test("a list is the same where a page's libraries have given every object members", async () => {
  const vendor = await mockVendor(address, start);
  await vendor.publish(mockContent(), start);
  const fetch = async (url: string | URL | Request) => {
    const bytes = vendor.files.get(String(url instanceof Request ? url.url : url).slice(address.length));
    return bytes ? new Response(bytes.slice()) : new Response(null, { status: 404 });
  };
  const options = { pin: vendor.pin, fetch, now: () => start + 1000, store: memoryStore(), strict: true };
  const plain = JSON.stringify((await load(address, options)).feed);
  await vendor.publish(mockChange(), start + 1000);
  const changed = JSON.stringify((await load(address, { ...options, store: memoryStore() })).feed);
  given.extra = () => 1;
  given.note = "of a library";
  const again = await load(address, options);
  const anew = await load(address, { ...options, store: memoryStore() });
  delete given.extra;
  delete given.note;
  for (const { feed, freshness } of [again, anew]) {
    expect(freshness).toBe("fresh");
    expect(JSON.stringify(feed)).toBe(changed);
    expect(changed).not.toBe(plain);
  }
});
