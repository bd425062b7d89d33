import { Hono } from "hono";
import { expect, test } from "vitest";
import { clientNetwork } from "./client.ts";

const networkOf = async (remoteAddress: string, forwarded: string | undefined, trust: boolean) => {
  const app = new Hono();
  app.get("/", (context) => context.text(clientNetwork(context, trust)));
  const headers = forwarded === undefined ? {} : { "x-forwarded-for": forwarded };
  return (await app.request("/", { headers }, { incoming: { socket: { remoteAddress } } })).text();
};

test.each([
  ["192.0.2.7", "192.0.2.7"],
  ["::ffff:192.0.2.7", "192.0.2.7"],
  ["2001:db8:1:2:3:4:5:6", "2001:db8:1:2"],
  ["2001:DB8:1:2::9", "2001:db8:1:2"],
  ["2001:db8::9", "2001:db8:0:0"],
  ["fe80::1%eth0", "fe80:0:0:0"],
])("%s belongs to %s", async (address, network) => {
  expect(await networkOf(address, undefined, false)).toBe(network);
});

test("X-Forwarded-For counts from a trusted proxy alone, and only what it wrote itself", async () => {
  expect(await networkOf("192.0.2.7", "198.51.100.1", false)).toBe("192.0.2.7");
  expect(await networkOf("192.0.2.7", "203.0.113.1, 198.51.100.1", true)).toBe("198.51.100.1");
  expect(await networkOf("192.0.2.7", undefined, true)).toBe("192.0.2.7");
});
