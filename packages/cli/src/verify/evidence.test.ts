import { start, temporaryFolder, testKey, write } from "@trust-center/authoring/testing";
import {
  createSigner,
  fromPem,
  type NoticeEvidence,
  sha256Hex,
  signNoticeEvidence,
  signReceipt,
} from "@trust-center/feed";
import { expect, test } from "vitest";
import { publishedFeed } from "../testing/published.ts";
import { runIn } from "../testing/run.ts";

const hex = "ab".repeat(32);

/** Evidence of a published feed, as the service hands it out. */
async function held(more: Partial<NoticeEvidence> = {}) {
  const { folder, feed, pin, roots } = await publishedFeed();
  const text = "Alpha comes.";
  const evidence: NoticeEvidence = {
    type: "evidence",
    ...{ feed, pin, change: "2.1", announced: start, version: 2, sha256: hex, made: "2026-01-20T12:00:00Z" },
    log: { size: 2, root: hex },
    notices: [
      {
        recipient: "r1",
        contracts: [{ customer: "One", email: "one@customer.example" }],
        messageId: "<notice-2.r1@acme.example>",
        begun: start,
        settled: start,
        state: "sent",
        outcome: "250",
        text: await sha256Hex(new TextEncoder().encode(text)),
      },
    ],
    untold: [{ customer: "Two", email: "two@customer.example", why: "waiting" }],
    texts: [{ sha256: await sha256Hex(new TextEncoder().encode(text)), text }],
    ...more,
  };
  const signer = await createSigner(await fromPem(testKey));
  const elsewhere = await temporaryFolder();
  const verifyHeld = async (file: object, ...flags: string[]) => {
    await write(elsewhere, { "evidence.json": JSON.stringify(file) });
    return runIn(elsewhere, ["verify", "evidence.json", "--offline", "--now", "2036-01-01T00:00:00Z", ...flags]);
  };
  return { folder, pin, roots, signer, evidence, compact: await signNoticeEvidence(evidence, signer), verifyHeld };
}

test("verifies with nothing else at hand, long after the feed has expired, and says what it shows", async () => {
  const { pin, roots, compact, verifyHeld } = await held();
  const found = await verifyHeld({ evidence: compact, roots }, "--pin", pin);
  expect(found).toMatchObject({ code: 0, stderr: "" });
  expect(found.stdout).toContain("Notices: 1 taken, 0 without an answer, 0 refused or come back");
  expect(found.stdout).toContain("Not told: 1 whom contracts name, because: waiting");
  expect(found.stdout).toContain("✓ Texts: 1");
  expect((await verifyHeld({ evidence: compact, roots })).stdout).toContain("First seen");
});

test("fails under another pin, forged, as what it is not, with another text, or without roots", async () => {
  const { pin, roots, signer, evidence, compact, verifyHeld } = await held();
  expect((await verifyHeld({ evidence: compact, roots }, "--pin", `sha256-${"A".repeat(43)}`)).code).toBe(1);
  expect((await verifyHeld({ evidence: compact })).code).toBe(2);
  const [head, payload = "", signature] = compact.split(".");
  const forged = Buffer.from(Buffer.from(payload, "base64url").toString().replace("One", "Two")).toString("base64url");
  expect((await verifyHeld({ evidence: `${head}.${forged}.${signature}`, roots }, "--pin", pin)).code).toBe(1);
  for (const texts of [[], [{ sha256: evidence.texts[0]?.sha256 ?? "", text: "Alpha stays." }]]) {
    const other = await signNoticeEvidence({ ...evidence, texts }, signer);
    const found = await verifyHeld({ evidence: other, roots }, "--pin", pin);
    expect(found.code).toBe(1);
    expect(found.stderr).toContain("✗ Texts");
  }
  const receipt = await signReceipt(
    {
      type: "receipt",
      ...{ feed: evidence.feed, pin, id: "r", action: "objection-filed", change: "2.1", version: 2, sha256: hex },
      ...{ log: evidence.log, filed: start, deadline: start, objection: hex },
    },
    signer,
  );
  // A receipt's signature makes no evidence.
  const [receiptHead, , receiptSignature] = receipt.split(".");
  expect(
    (await verifyHeld({ evidence: `${receiptHead}.${payload}.${receiptSignature}`, roots }, "--pin", pin)).code,
  ).toBe(1);
  expect((await verifyHeld({ receipt: compact, roots }, "--pin", pin)).code).toBe(1);
});
