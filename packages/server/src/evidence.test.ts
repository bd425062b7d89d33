import { fromBase64url, type NoticeEvidence, sha256Hex, verifyNoticeEvidence, walkRoots } from "@trust-center/feed";
import { mockChange } from "@trust-center/feed/mock";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { EvidenceFile } from "./operate/evidence.ts";
import { look, startTestService, type TestService, terms } from "./testing/service.ts";

let service: TestService;

beforeEach(async () => {
  service = await startTestService();
});

afterEach(() => service.close());

const importCsv = (...lines: string[]) =>
  fetch(`${service.address}recipients?removeMissing=true`, {
    method: "POST",
    headers: { "content-type": "text/csv", authorization: `Bearer ${service.operatorToken}` },
    body: ["customer,email,role,contract,notice_period", ...lines].join("\n"),
  });

/** Evidence as the service hands it out, verified offline. */
async function evidenceOf(change: string): Promise<NoticeEvidence> {
  const headers = { authorization: `Bearer ${service.operatorToken}` };
  const response = await fetch(`${service.address}evidence?change=${change}`, { headers });
  const file = (await response.json()) as EvidenceFile;
  const { feed, pin } = service.settings;
  const { roots } = await walkRoots([...(file.roots ?? [])], { feed, pin, now: 0 });
  return verifyNoticeEvidence(file.evidence, roots, pin);
}

test("says who was told of a change, when, by which mail, what, of which version, and with what outcome", async () => {
  await importCsv("One,one@customer.example,privacy,C-1,P30D", "Two,two@customer.example,,,");
  await service.subscribeAndConfirm("self@customer.example");
  service.mailbox.script = [];
  await service.announce();
  await service.settled();
  const evidence = await evidenceOf("2.1");
  const sha256 = (await service.query<{ sha256: string }>("select sha256 from feed_state"))[0]?.sha256 ?? "";
  expect(evidence).toMatchObject({ type: "evidence", change: "2.1", version: 2, sha256, untold: [] });
  expect(evidence.notices).toHaveLength(3);
  const one = evidence.notices.find(({ contracts }) => contracts[0]?.customer === "One");
  expect(one).toMatchObject({
    contracts: [{ customer: "One", email: "one@customer.example", role: "privacy", contract: "C-1" }],
    ...{ state: "sent", outcome: "250", version: 2, sha256 },
  });
  const [mail] = service.mailbox.to("one@customer.example");
  expect(one?.messageId).toBe(mail?.messageId);
  const { text = "" } = evidence.texts.find(({ sha256 }) => sha256 === one?.text) ?? {};
  expect(await sha256Hex(new TextEncoder().encode(text))).toBe(one?.text);
  // The recipient's own mail shows the same hash, once the token of its link is taken out.
  const own = (mail?.text ?? "").replace(/([?&]token=)[\w-]+/g, "$1");
  expect(own.trim()).toBe(text.trim());
  expect(Date.parse(one?.deadline ?? "")).toBeGreaterThan(Date.parse(evidence.announced) + 29 * 86_400_000);
  const self = evidence.notices.find(({ contracts }) => contracts.length === 0);
  expect(JSON.stringify(self)).not.toContain("self@");
  expect(text).not.toMatch(/token=[\w-]/);
});

test("says who was not told, and why", async () => {
  await importCsv("One,one@customer.example,,,", "Two,two@customer.example,,,");
  service.mailbox.script = [{ at: "rcpt", reply: 550 }];
  await service.announce();
  await service.settled();
  const { notices, untold } = await evidenceOf("2.1");
  expect(notices.map(({ state, outcome }) => `${state} ${outcome}`).sort()).toEqual(["failed 550", "sent 250"]);
  expect(untold.filter(({ why }) => why === "failed")).toHaveLength(1);
  const more = mockChange(terms);
  await service.vendor.publish({ ...more, subprocessors: [...more.subprocessors, { id: "x", name: "X" }] }, Date.now());
  await look(service);
  await service.settled();
  const after = await evidenceOf("2.1");
  expect(after.untold.filter(({ why }) => why === "failed")).toEqual([]);
  expect(after.notices.filter(({ state }) => state === "sent")).toHaveLength(2);
  await service.moveClock({ ahead: 100 * 86_400_000 });
  await importCsv("Later,later@customer.example,,,");
  expect((await evidenceOf("2.1")).untold).toMatchObject([{ customer: "Later", why: "named-later" }]);
});

test("is the operator's alone, by a key of the feed, of changes that the feed has", async () => {
  expect((await fetch(`${service.address}evidence?change=1.1`)).status).toBe(401);
  const headers = { authorization: `Bearer ${service.operatorToken}` };
  expect((await fetch(`${service.address}evidence?change=9.9`, { headers })).status).toBe(404);
  await service.announce();
  const file = JSON.parse(
    await service.act({ name: "evidence", change: "2.1", signer: service.vendor.signer }),
  ) as EvidenceFile;
  const header = new TextDecoder().decode(fromBase64url(file.evidence.split(".")[0] ?? ""));
  expect(JSON.parse(header)).toMatchObject({ typ: "trust-center-evidence+jwt" });
  await expect(service.act({ name: "evidence", change: "9.9", signer: service.vendor.signer })).rejects.toThrow("9.9");
});
