import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createSigner, generatePrivateKey, toPem } from "@trust-center/feed";
import { mockChange, mockContent } from "@trust-center/feed/mock";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Mailbox, openMailbox, until } from "./testing/mailbox.ts";
import { type RunningProcess, runMain } from "./testing/process.ts";
import { prove } from "./testing/prove.ts";
import { openTestDatabase } from "./testing/service.ts";
import type { TestDatabase } from "./testing/test-database.ts";
import { type ServedVendor, serveVendor } from "./testing/vendor.ts";

let folder: string;
let vendor: ServedVendor;
let mailbox: Mailbox;
let database: TestDatabase;
let args: string[];
const running: RunningProcess[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "trust-center-killed-"));
  const key = await generatePrivateKey();
  const keyFile = join(folder, "receipt.pem");
  await writeFile(keyFile, await toPem(key));
  vendor = await serveVendor(Date.now(), await createSigner(key));
  await vendor.publish(mockContent(), Date.now());
  await vendor.publish(mockChange(), Date.now());
  mailbox = await openMailbox();
  database = await openTestDatabase(folder);
  args = [
    ...["--feed", vendor.address, "--pin", vendor.pin, "--port", "0", "--public-address", "http://localhost:8787/"],
    ...["--smtp", mailbox.url, "--smtp-tls", "none", "--receipt-key", keyFile, ...database.flags, "--trust-proxy"],
    ...["--mail-from", "notices@acme.example", "--privacy-mail", "privacy@acme.example"],
  ];
});

afterEach(async () => {
  for (const child of running) child.kill("SIGKILL");
  await Promise.all(running.splice(0).map(({ ended }) => ended));
  await vendor.close();
  await mailbox.close();
  await database.close();
  await rm(folder, { recursive: true, force: true });
});

const start = () => {
  const child = runMain(args, { ...database.env, TRUST_CENTER_SECRET: "x".repeat(40) });
  running.push(child);
  return child;
};

test("kill -9 while objections come in loses none that was acknowledged", async () => {
  const sha256 = [...vendor.files.keys()]
    .filter((path) => path.startsWith("feed/"))
    .at(-1)
    ?.slice(5, -5);
  const acknowledged: string[] = [];
  let sent = 0;
  for (let round = 0; round < 3; round++) {
    const child = start();
    const address = await child.listening;
    const proofs = await Promise.all(Array.from({ length: 12 }, () => prove(address, "objection")));
    const before = acknowledged.length;
    const filing = async (proof: string) => {
      const at = sent++;
      const answer = await fetch(`${address}objections`, {
        method: "POST",
        headers: { "content-type": "application/json", "x-forwarded-for": `198.51.100.${at}` },
        body: JSON.stringify({
          request: `killed-request-${at}`,
          change: "2.1",
          feed: { version: 2, sha256 },
          name: "Ada",
          email: `ada${at}@customer.example`,
          organisation: "Customer",
          grounds: "",
          proof,
        }),
      });
      const { receipt } = (await answer.json()) as { receipt: string };
      if (answer.status === 201) acknowledged.push(receipt);
      if (acknowledged.length >= before + 2 + round * 2) child.kill("SIGKILL");
    };
    // Four at once: whenever it is killed, some are under way and some not sent.
    for (let at = 0; at < proofs.length; at += 4) await Promise.allSettled(proofs.slice(at, at + 4).map(filing));
    child.kill("SIGKILL");
    await child.ended;
    expect(acknowledged.length).toBeGreaterThan(before);
  }
  const last = start();
  await last.listening;
  const kept = new Set(
    (await database.query<{ receipt: string }>("select receipt from objections")).map(({ receipt }) => receipt),
  );
  expect(acknowledged.filter((receipt) => !kept.has(receipt))).toEqual([]);
  expect(acknowledged.length).toBeLessThan(sent);
  // Mails that were under way are leased to who was killed: a minute is not waited for.
  await database.run("update deliveries set leased_until = 0 where state = 'leased'");
  // Objection, receipt and outbox rows are one: every one that was kept is also mailed.
  await until(() => mailbox.mails.length >= kept.size * 2);
});
