import { verify } from "@trust-center/feed";
import { mockContent, mockVendor } from "@trust-center/feed/mock";
import { load, proveAsOf, verifyAsOf } from "@trust-center/sdk";
import { expect, test } from "vitest";

const address = "https://vendor.example/feed/";
const now = Date.parse("2026-05-04T10:00:00Z");

test.each([0, 1, 44, 200, 10_000])("a list of %i publishes, changes and verifies", async (size) => {
  const entry = (at: number) => ({
    id: `entry-${at}`,
    name: `Company ${at}`,
    purposes: [`Purpose ${at % 17}`],
    locations: [{ country: at % 2 ? "DE" : "US" }],
    transferMechanisms: [{ type: "scc" as const, modules: [2] }],
    retention: "As long as the account",
  });
  const list = Array.from({ length: size }, (_, at) => entry(at));
  const vendor = await mockVendor(address, now);
  await vendor.publish(mockContent({ subprocessors: list }), now);
  const first = await verify(vendor.read, { feed: address, pin: vendor.pin, now, strict: true });
  expect(first.feed.subprocessors).toHaveLength(size);
  await vendor.publish(mockContent({ subprocessors: [...list.slice(1), entry(size + 1)] }), now + 1000);
  const second = await verify(vendor.read, {
    feed: address,
    pin: vendor.pin,
    now: now + 1000,
    remembered: first.next,
    strict: true,
  });
  const kinds = second.history?.map(({ change }) => change.kind);
  expect(kinds).toEqual(size > 0 ? ["initial", "added", "removed"] : ["initial", "added"]);
});

test("a proof of a list of more than 9 MB is made, and verified offline", async () => {
  const vendor = await mockVendor(address, now);
  const description = "x".repeat(1000);
  const subprocessors = Array.from({ length: 8_500 }, (_, at) => ({
    id: `s${at}`,
    name: `Company ${at}`,
    description,
  }));
  await vendor.publish(mockContent({ subprocessors }), now);
  const fetch = async (input: RequestInfo | URL) => {
    const url = input instanceof Request ? input.url : String(input);
    return new Response(vendor.files.get(url.slice(address.length)), { status: 200 });
  };
  const { pin } = vendor;
  const center = await load(address, { pin, strict: true, fetch, now: () => now + 1000 });
  const bundle = JSON.stringify(await proveAsOf(center, "2026-05-04T10:00:00Z"));
  expect(bundle.length).toBeGreaterThan(9_000_000);
  expect(await verifyAsOf(bundle, { pin, now: now + 1000 })).toMatchObject({ trust: "verified" });
}, 120_000);
