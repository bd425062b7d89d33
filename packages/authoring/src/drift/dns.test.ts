import { TrustCenterError } from "@trust-center/feed";
import { expect, onTestFinished, test } from "vitest";
import { startDns, type Zone } from "../testing/dns-server.ts";
import { dnsOf } from "./dns.ts";

async function serving(zone: Zone, timeout = 20_000) {
  const server = await startDns(zone);
  onTestFinished(server.stop);
  const read = async (name: string, signal?: AbortSignal) =>
    (await dnsOf(name, { servers: [server.address], timeout }).read(signal)).map(
      ({ name: host, record }) => `${record}: ${host}`,
    );
  return { ...server, read };
}

const long = Array.from({ length: 30 }, (_, at) => `ip4:192.0.2.${at}`).join(" ");

test("servers of mail, senders of SPF and other names are what DNS says, and each is asked for", async () => {
  const { read, asked } = await serving({
    "acme.example": {
      MX: ["acme-example.mail.protection.outlook.com", "Backup.Acme.Example"],
      TXT: [
        `v=spf1 ${long} include:amazonses.com ?include:%{i}._spf.acme.example ~include:_spf.google.com redirect=spf.acme.example`,
        "google-site-verification include:notspf.example",
      ],
    },
    "s1._domainkey.acme.example": { CNAME: ["s1.domainkey.u1.wl.pigeon.example"] },
  });
  expect(await read("Acme.example.")).toEqual([
    "MX of acme.example: acme-example.mail.protection.outlook.com",
    "MX of acme.example: backup.acme.example",
    "SPF of acme.example: amazonses.com",
    "SPF of acme.example: _spf.google.com",
    "SPF of acme.example: spf.acme.example",
  ]);
  expect(asked.sort()).toEqual(["CNAME acme.example", "MX acme.example", "TXT acme.example"]);
  expect(await read("s1._domainkey.acme.example")).toEqual([
    "CNAME of s1._domainkey.acme.example: s1.domainkey.u1.wl.pigeon.example",
  ]);
});

const codeOf = (error: unknown) => (error instanceof TrustCenterError ? error.code : error);

test("a name that is not there, or cannot be, and a server that does not answer are told apart", async () => {
  const { read, asked } = await serving({ "quiet.example": "silent", "bare.example": {} }, 500);
  expect(await read("bare.example")).toEqual([]);
  expect(await read("gone.example").catch(codeOf)).toBe("malformed");
  expect(await read("quiet.example").catch(codeOf)).toBe("network");
  const before = asked.length;
  for (const name of ["", "acme", "127.0.0.1", "a b.example", `${"a".repeat(64)}.example`, "http://acme.example"])
    expect(await read(name).catch(codeOf), name).toBe("malformed");
  expect(asked.length).toBe(before);
  expect(
    await dnsOf("acme.example", { servers: ["acme.example"] })
      .read(undefined)
      .catch(codeOf),
  ).toBe("malformed");
});

test("who asks can end it", async () => {
  const { read } = await serving({ "quiet.example": "silent" });
  const reason = new Error("enough");
  const aborting = new AbortController();
  const answer = read("quiet.example", aborting.signal).catch((error: unknown) => error);
  aborting.abort(reason);
  expect(await answer).toBe(reason);
});
