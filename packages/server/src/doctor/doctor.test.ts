import { randomUUID } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSigner, generatePrivateKey } from "@trust-center/feed";
import { mockContent } from "@trust-center/feed/mock";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Names, startNameServer } from "../testing/name-server.ts";
import { startTestService, type TestService } from "../testing/service.ts";
import { examine } from "./examine.ts";
import { type Finding, findingsText } from "./finding.ts";
import { examineMailDomain } from "./mail-domain.ts";

let service: TestService;

beforeEach(async () => {
  service = await startTestService();
});
afterEach(() => service.close());

const sound: Names = {
  "acme.example": { txt: ["v=spf1 mx -all", "some-site-verification=1"], mx: ["mx.acme.example"] },
  "s1._domainkey.acme.example": { txt: ["v=DKIM1; p=abc"] },
  "_dmarc.acme.example": { txt: ["v=DMARC1; p=none; rua=mailto:d@acme.example"] },
};

async function mailDomain(names: Names, address = "notices@acme.example") {
  const server = await startNameServer(names);
  try {
    return await examineMailDomain(address, server.resolver);
  } finally {
    await server.close();
  }
}

const states = (all: readonly Finding[]) =>
  Object.fromEntries(all.map(({ what, state }) => [what.split(" ")[0], state]));

async function examined(change: Partial<TestService["settings"]> = {}) {
  const names = await startNameServer(sound);
  try {
    const publicAddress = service.address;
    return await examine({ ...service.settings, publicAddress, ...change }, names.resolver);
  } finally {
    await names.close();
  }
}

test("where everything works, it says what it found", async () => {
  const address = service.address;
  await service.vendor.publish(mockContent({ service: address }), Date.now());
  const found = await examined({ mailFrom: "notices@acme.example" });
  expect(found.filter(({ state }) => state !== "holds")).toEqual([]);
  expect(found.map(({ what }) => what.split(" ")[0])).toEqual([
    "Feed",
    "Receipt",
    "Service",
    "Database",
    "Mail",
    "Clock",
    "Public",
    "Replies",
    "SPF",
    "DKIM",
    "DMARC",
  ]);
  expect(findingsText(found)).toMatch(/^✓ Feed .+\n(?:✓ .+\n){10}\n11 hold, 0 to look at, 0 to mend\.\n$/);
});

test("each thing that is wrong is named, with what to do, and costs no other its answer", async () => {
  const other = await createSigner(await generatePrivateKey());
  const silent = createServer(() => {});
  await new Promise<void>((listening) => silent.listen(0, "127.0.0.1", listening));
  silent.close();
  const gone = `http://127.0.0.1:${(silent.address() as AddressInfo | null)?.port ?? 1}/`;
  const found = await examined({
    receiptSigner: other,
    smtp: gone.replace("http", "smtp").replace(/\/$/, ""),
    publicAddress: gone,
    database: "/nowhere/service.db",
  });
  expect(states(found)).toMatchObject({
    ...{ Feed: "holds", Receipt: "fails", Service: "mind", Database: "mind", Mail: "fails", Public: "mind" },
    ...{ Clock: "holds", SPF: "holds" },
  });
  for (const { state, mend } of found) expect(Boolean(mend)).toBe(state !== "holds");
  const damaged = join(tmpdir(), `damaged-${randomUUID()}.db`);
  await writeFile(damaged, "no database".repeat(1000));
  expect(states(await examined({ database: damaged })).Database).toBe("fails");
  await rm(damaged);
  const refused = await examined({ pin: `sha256-${"A".repeat(43)}` });
  expect(refused[0]).toMatchObject({ state: "fails", found: expect.stringMatching(/^pin/) });
});

test("what DNS says of mails: none, two, too wide, above the domain, in parts, no name server", async () => {
  expect(states(await mailDomain(sound))).toEqual({ Replies: "holds", SPF: "holds", DKIM: "holds", DMARC: "holds" });
  const nothing = { Replies: "mind", SPF: "mind", DKIM: "mind", DMARC: "mind" };
  expect(states(await mailDomain({}))).toEqual(nothing);
  const { "acme.example": own, "_dmarc.acme.example": above } = sound;
  expect(states(await mailDomain({ "acme.example": { mx: ["."], txt: ["v=spf1 +all"] } }))).toEqual(nothing);
  expect(states(await mailDomain({ "acme.example": { ...own, txt: ["v=spf1 mx", "v=spf1 a"] } })).SPF).toBe("fails");
  const twice = { "_dmarc.acme.example": { txt: ["v=DMARC1; p=none", "v=DMARC1; p=reject"] } };
  expect(states(await mailDomain({ ...sound, ...twice })).DMARC).toBe("fails");
  const below = { "mail.acme.example": own ?? {}, "_dmarc.acme.example": above ?? {} };
  expect(states(await mailDomain(below, "n@mail.acme.example"))).toMatchObject({
    SPF: "holds",
    DMARC: "holds",
    DKIM: "mind",
  });
  const long = `v=spf1 ${Array.from({ length: 12 }, (_, at) => `include:spf${at}.mail.example`).join(" ")} -all`;
  expect((await mailDomain({ "acme.example": { ...own, txt: [long] } }))[1]?.found).toBe(long);
  const names = await startNameServer({});
  await names.close();
  expect(states(await examineMailDomain("n@acme.example", names.resolver))).toEqual(nothing);
});
