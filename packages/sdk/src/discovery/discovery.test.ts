import { createServer, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { startDns, type Zone } from "../testing/dns-server.ts";
import { feedAddress } from "./address.ts";
import { checkDns } from "./dns.ts";
import { contradictions, crossCheckPin, recordText, securityTxtLine } from "./index.ts";
import { dnsResolver } from "./resolver.ts";

const pin = `sha256-${"A".repeat(43)}`;
const other = `sha256-${"B".repeat(43)}`;
const feed = "https://acme.example/.well-known/trust-center/";
const now = Date.parse("2026-01-10T12:00:00Z");

test.each([
  ["acme.example", feed],
  ["https://acme.example", feed],
  ["https://acme.example/", feed],
  ["ACME.example", feed],
  ["acme.example:8443", "https://acme.example:8443/.well-known/trust-center/"],
  ["https://acme.example/trust", "https://acme.example/trust/"],
  ["acme.example/trust/", "https://acme.example/trust/"],
  ["http://localhost:3000", "http://localhost:3000/.well-known/trust-center/"],
])("%s means %s", (typed, address) => {
  expect(feedAddress(typed)).toBe(address);
});

test.each(["http://acme.example", "", "acme example", "https://u:p@acme.example", "ftp://acme.example"])(
  "“%s” is no address",
  (typed) => {
    expect(() => feedAddress(typed)).toThrow(expect.objectContaining({ code: "malformed" }));
  },
);

describe("DNS", () => {
  async function ask(zone: Zone[string] | undefined, claim = { feed, pin }) {
    const dns = await startDns(zone === undefined ? {} : { "_trust-center.acme.example": zone });
    onTestFinished(() => dns.close());
    const resolve = dnsResolver([dns.server], 200);
    const found = await checkDns("acme.example", claim, resolve, AbortSignal.timeout(60_000));
    expect(dns.asked).toContain("_trust-center.acme.example");
    return found;
  }
  const text = recordText({ feed, pin });

  test.each<[string, Zone[string] | undefined, string]>([
    ["the record", [[text]], "agrees"],
    ["its strings joined", [[text.slice(0, 20), text.slice(20)]], "agrees"],
    ["members in another order, with new ones", [[`v=tc1;pin=${pin};note=x;feed=${feed}`]], "agrees"],
    ["other records beside it", [["v=spf1 -all"], [text]], "agrees"],
    ["another feed beside it", [[text], [recordText({ feed: "https://acme.example/other/", pin: other })]], "agrees"],
    ["another pin", [[recordText({ feed, pin: other })]], "differs"],
    ["another pin beside it", [[text], [recordText({ feed, pin: other })]], "differs"],
    ["another feed alone", [[recordText({ feed: "https://evil.example/trust/", pin })]], "differs"],
    ["a member twice", [[`${text}; pin=${other}`]], "differs"],
    ["a pin that is none", [["v=tc1; feed=acme.example; pin=abc"]], "differs"],
    ["no member", [["v=tc1"]], "differs"],
    ["another version", [["v=tc2; pin=x"]], "absent"],
    ["no such name", undefined, "absent"],
    ["no record", [], "absent"],
    ["a server that fails", "broken", "unreachable"],
    ["a server that is silent", "silent", "unreachable"],
  ])("with %s: %s", async (_what, zone, outcome) => {
    expect((await ask(zone)).outcome).toBe(outcome);
  });

  test("says both pins", async () => {
    expect((await ask([[recordText({ feed, pin: other })]])).found).toEqual([{ feed, pin: other }]);
  });
});

describe("security.txt", () => {
  let server: Server;
  let origin: string;
  let respond: (response: ServerResponse) => void;
  beforeEach(async () => {
    server = createServer((request, response) => {
      if (request.url === "/.well-known/security.txt") return respond(response);
      response.writeHead(404).end();
    });
    await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    server.closeAllConnections();
    return new Promise((closed) => server.close(closed));
  });

  const ask = async (text: string | ((response: ServerResponse) => void), more: object = {}) => {
    respond = typeof text === "string" ? (response) => void response.writeHead(200).end(text) : text;
    const checks = await crossCheckPin(origin, { pin, now: () => now, timeout: 60_000, ...more });
    expect(checks.map(({ source }) => source)).toEqual(["security.txt"]);
    return checks[0];
  };
  const line = (stated = pin) => securityTxtLine({ feed: `${origin}/.well-known/trust-center/`, pin: stated });
  const later = "Contact: mailto:a@acme.example\nExpires: 2027-01-01T00:00:00Z\n";

  test("agrees, differs, is absent", async () => {
    expect(await ask(`${later}${line()}\n`)).toMatchObject({ outcome: "agrees" });
    expect(await ask(`# hello\r\n${later}trust-CENTER:\t${origin}  ${pin} \r\n`)).toMatchObject({ outcome: "agrees" });
    const differs = await ask(`${later}${line(other)}`);
    expect(differs).toMatchObject({ outcome: "differs", found: [{ pin: other }] });
    expect(contradictions(differs ? [differs] : [])).toHaveLength(1);
    expect(await ask(`${later}Trust-Center: nonsense`)).toMatchObject({ outcome: "differs", found: ["nonsense"] });
    expect(await ask(later)).toMatchObject({ outcome: "absent" });
    expect(await ask((response) => response.writeHead(404).end())).toMatchObject({ outcome: "absent" });
  });

  test("without a pin only the address is compared", async () => {
    expect(await ask(`${later}${line(other)}`, { pin: undefined })).toMatchObject({ outcome: "agrees" });
  });

  test("past its date it says nothing", async () => {
    expect(await ask(`Expires: 2026-01-01T00:00:00Z\n${line()}`)).toMatchObject({ outcome: "expired" });
    expect(await ask(`Expires: soon\n${line(other)}`)).toMatchObject({ outcome: "expired" });
  });

  test("a second date does not bring it back", async () => {
    const past = "Expires: 2026-01-01T00:00:00Z\n";
    expect(await ask(`${past}${later}${line()}`)).toMatchObject({ outcome: "expired" });
  });

  test("a line with more than an address and a pin states nothing", async () => {
    const more = `${line()} ${other}`;
    expect(await ask(`${later}${more}`)).toMatchObject({
      outcome: "differs",
      found: [more.slice("Trust-Center: ".length)],
    });
  });

  test("of a signed text only the body counts", async () => {
    const signed = (body: string) =>
      `-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\nTrust-Center: x\n\n${body}\n-----BEGIN PGP SIGNATURE-----\n\n${line(other)}\n-----END PGP SIGNATURE-----\n`;
    expect(await ask(signed(`${later}- ${line()}`))).toMatchObject({ outcome: "agrees", found: [{ pin }] });
  });

  test("that is endless, slow, no text or elsewhere is unreachable", async () => {
    expect(await ask("x".repeat(65 * 1024))).toMatchObject({ outcome: "unreachable" });
    expect(await ask(() => {}, { timeout: 500 })).toMatchObject({ outcome: "unreachable" });
    expect(await ask((response) => response.writeHead(302, { location: "/x" }).end())).toMatchObject({
      outcome: "unreachable",
    });
    expect(await ask((response) => response.writeHead(200).end(Buffer.from([0xff, 0xfe])))).toMatchObject({
      outcome: "unreachable",
    });
  });

  test("the caller can end it", async () => {
    const controller = new AbortController();
    respond = () => controller.abort();
    await expect(crossCheckPin(origin, { signal: controller.signal })).rejects.toMatchObject({ code: "aborted" });
  });

  test("a name is asked for in DNS too", async () => {
    const zone: Zone = { "_trust-center.localhost": [[recordText({ feed: `${origin}/`, pin })]] };
    const dns = await startDns(zone);
    onTestFinished(() => dns.close());
    const named = origin.replace("127.0.0.1", "localhost");
    respond = (response) => response.writeHead(404).end();
    const checks = await crossCheckPin(named, { pin, resolver: dnsResolver([dns.server]), timeout: 60_000 });
    // It names the address with the number: another feed.
    expect(checks.map(({ source, outcome }) => [source, outcome])).toEqual([
      ["dns", "differs"],
      ["security.txt", "absent"],
    ]);
  });
});
