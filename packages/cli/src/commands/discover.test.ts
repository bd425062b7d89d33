import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { authoringFolder, outIn, publishConfirmed, start, testList, write } from "@trust-center/authoring/testing";
import { expect, onTestFinished, test } from "vitest";
import { createServeHandler } from "../serve/handler.ts";
import { runIn } from "../testing/run.ts";

/** A vendor at its well-known address, with a security.txt. */
async function vendor() {
  let handle: ReturnType<typeof createServeHandler> | undefined;
  const site = { securityTxt: "" };
  const server = createServer((request, response) => {
    if (request.url !== "/.well-known/security.txt") return void handle?.(request, response);
    response.writeHead(site.securityTxt ? 200 : 404).end(site.securityTxt);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  onTestFinished(() => void server.close());
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const address = `${origin}/.well-known/trust-center/`;
  const folder = await authoringFolder({
    "trust-center.yaml": testList.replace("https://acme.example/.well-known/trust-center/", address),
  });
  const { pin } = await publishConfirmed(folder, { now: Date.parse(start) });
  handle = createServeHandler(outIn(folder), address);
  const say = (stated: string) => {
    site.securityTxt = `Contact: mailto:a@acme.example\nExpires: 2027-01-01T00:00:00Z\nTrust-Center: ${address} ${stated}\n`;
  };
  return { folder, address, origin, pin, say, run: (...more: string[]) => runIn(folder, [...more, "--now", start]) };
}

const other = `sha256-${"B".repeat(43)}`;

test("a host alone leads to the feed, its pin and what its security.txt says", async () => {
  const { run, origin, address, pin, say } = await vendor();
  const alone = await run("discover", origin);
  expect(alone).toMatchObject({ code: 0, stderr: "" });
  expect(alone.stdout).toContain(`✓ Feed: ${address}, version 1`);
  expect(alone.stdout).toContain(`– Pin: ${pin}, first seen here`);
  expect(alone.stdout).toContain("– security.txt");
  say(pin);
  expect((await run("discover", origin)).stdout).toContain("✓ security.txt");
  const json = JSON.parse((await run("discover", origin, "--json")).stdout);
  expect(json).toMatchObject({ address, pin, trust: "first-seen", sources: [{ outcome: "agrees" }] });
  say(other);
  const differs = await run("discover", origin);
  expect([differs.code, differs.stderr]).toEqual([1, expect.stringContaining(other)]);
});

test("a feed that has moved says where it is now", async () => {
  const { run, origin } = await vendor();
  const successor = { feed: "https://new.example/tc/", pin: other };
  expect((await run("keys", "move", successor.feed, ".", "--to-pin", other)).code).toBe(0);
  expect((await run("discover", origin)).stdout).toContain(`Moved: the feed says that it is at ${successor.feed} now`);
  expect(JSON.parse((await run("discover", origin, "--json")).stdout)).toMatchObject({ successor });
});

test("verify --cross-check fails on what differs, and makes nothing verified", async () => {
  const { run, address, pin, say } = await vendor();
  say(pin);
  const agrees = await run("verify", address, "--cross-check", "--json");
  expect([agrees.code, JSON.parse(agrees.stdout).trust]).toEqual([0, "first-seen"]);
  expect((await run("verify", address, "--pin", pin, "--cross-check")).stdout).toContain("✓ security.txt");
  say(other);
  const differs = await run("verify", address, "--pin", pin, "--cross-check", "--json");
  expect(differs.code).toBe(1);
  expect(JSON.parse(differs.stdout)).toMatchObject({ trust: "failed", problem: { code: "pin-mismatch" } });
  // Not asked, it says nothing.
  expect((await run("verify", address, "--pin", pin)).code).toBe(0);
});

test("--records prints what the vendor publishes, from the address and from the folder", async () => {
  const { run, address, pin, origin } = await vendor();
  for (const target of [origin, "."]) {
    const { code, stdout } = await run("discover", target, "--records");
    expect(code).toBe(0);
    expect(stdout).toContain(`_trust-center.127.0.0.1.  IN TXT  "v=tc1; feed=${address}; pin=${pin}"`);
    expect(stdout).toContain(`Trust-Center: ${address} ${pin}`);
  }
  expect((await run("discover", ".")).code).toBe(2);
});

test("watch --cross-check tells what differs as a failure, and what agrees not at all", async () => {
  const { run, folder, address, pin, say } = await vendor();
  await write(folder, { "feeds.txt": `${address} ${pin}\n` });
  say(pin);
  expect((await run("watch", "feeds.txt", "--once", "--cross-check")).code).toBe(0);
  say(other);
  const { code, stdout } = await run("watch", "feeds.txt", "--once", "--cross-check");
  expect([code, stdout]).toEqual([1, expect.stringContaining(other)]);
  expect((await run("watch", "feeds.txt", "--once")).stdout).toContain("Well again");
});
