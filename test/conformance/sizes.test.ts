import { verify } from "@trust-center/feed";
import { mockContent, mockVendor } from "@trust-center/feed/mock";
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
