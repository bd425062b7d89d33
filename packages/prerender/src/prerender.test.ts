import { mockChange, mockContent, mockVendor } from "@trust-center/feed/mock";
import { expect, test } from "vitest";
import { prerender } from "./prerender.ts";

const now = Date.parse("2026-01-12T12:00:00Z");
const vendor = await mockVendor("https://acme.example/tc/", now);
await vendor.publish(mockContent(), now);
await vendor.publish(mockChange(), now);
const { pin, files } = vendor;
const wanted = { feed: "/tc/", pin, page: "https://acme.example/trust", files, now };

test("the same list at the same time is the same markup", async () => {
  const [one, other] = await Promise.all([prerender(wanted), prerender(wanted)]);
  expect(one).toEqual(other);
  expect(one.version).toBe(2);
  expect(one.html).toMatch(/^<trust-center feed="\/tc\/" pin="sha256-[\w-]+"><template shadowrootmode="open">/);
  expect(one.html).toContain("Cloud One");
});

test("it speaks the page's language, and leaves the tag to follow the page", async () => {
  const { html } = await prerender({ ...wanted, lang: "de" });
  expect(html).toContain('lang="de" dir="ltr"');
  expect(html).toMatch(/^<trust-center feed="\/tc\/" pin="[^"]+">/);
});

test("nothing is rendered of what does not verify, has expired, or lacks a part", async () => {
  const wrong = `sha256-${"A".repeat(43)}`;
  await expect(prerender({ ...wanted, pin: wrong })).rejects.toMatchObject({ code: "pin-mismatch" });
  await expect(prerender({ ...wanted, now: Date.parse("2028-01-01") })).rejects.toMatchObject({ code: "expired" });
  const without = new Map([...files].filter(([path]) => !path.startsWith("history")));
  await expect(prerender({ ...wanted, files: without })).rejects.toMatchObject({ code: "network" });
});

test("ends where it is told to", async () => {
  await expect(prerender({ ...wanted, signal: AbortSignal.abort(new Error("enough")) })).rejects.toThrow("enough");
  await expect(prerender({ ...wanted, signal: AbortSignal.timeout(50) })).rejects.toThrow(/time/);
});
