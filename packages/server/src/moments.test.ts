import { mockContent } from "@trust-center/feed/mock";
import { afterEach, beforeEach, expect, test } from "vitest";
import { until } from "./testing/mailbox.ts";
import { openReceiver, type Receiver } from "./testing/receiver.ts";
import { look, privacyMail, startTestService, type TestService, terms } from "./testing/service.ts";
import { day } from "./time.ts";

let service: TestService;
let receiver: Receiver;

beforeEach(async () => {
  service = await startTestService({ webhookTargets: "private" });
  receiver = await openReceiver();
});

afterEach(async () => {
  await service.close();
  await receiver.close();
});

const team = (path: string, body: string | object, type = "application/json") =>
  fetch(`${service.address}${path}`, {
    method: "POST",
    headers: { authorization: `Bearer ${service.operatorToken}`, "content-type": type },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

const name = (...emails: string[]) =>
  team(
    "recipients",
    `customer,email\n${emails.map((email) => `${email.split("@")[0]} Ltd,${email}\n`).join("")}`,
    "text/csv",
  );

/** Moves the clock, once what was due before went out, and waits until what is due by then has gone out. */
async function come(ahead: number): Promise<void> {
  await service.settled();
  await service.moveClock({ ahead });
  await service.settled();
}

const subjects = (email: string) => service.mailbox.to(email).map(({ subject }) => subject);

test("whoever was told is reminded unless it has answered, and told of the day; the privacy team of the outcome: each once", async () => {
  await name("quiet@one.example", "loud@two.example");
  const hook = await team("webhooks", { name: "Tickets", url: receiver.url });
  expect(hook.status).toBe(200);
  await service.announce();
  await service.mailbox.next("quiet@one.example");
  await service.mailbox.next("loud@two.example");
  expect((await service.object({ email: "loud@two.example" })).status).toBe(201);
  await service.mailbox.next(privacyMail);
  await service.settled();
  expect(await service.health()).toMatchObject({ outbox: { queued: 0 } });

  await come(8 * day);
  expect(subjects("quiet@one.example")).toEqual(["Acme: New: Mail Two", expect.stringMatching(/: object by .+ UTC$/)]);
  expect(subjects("loud@two.example").filter((one) => /object by/.test(one ?? ""))).toEqual([]);
  await service.restart();
  await come(12 * day);
  const outcome = service.mailbox.to(privacyMail).at(-1)?.text ?? "";
  for (const line of ["Objected, and wait for your answer: 1", "Accepted by silence: 1"]) {
    expect(outcome).toContain(line);
  }
  for (const email of ["quiet@one.example", "loud@two.example"]) {
    expect(subjects(email).filter((one) => /is in effect/.test(one ?? ""))).toHaveLength(1);
  }
  await service.restart();
  await come(40 * day);
  expect(subjects("quiet@one.example")).toHaveLength(3);
  expect(subjects("quiet@one.example").join("\n")).not.toMatch(/UTC UTC/);
  expect(subjects(privacyMail).filter((one) => /time to object is over/.test(one ?? ""))).toHaveLength(1);
  const types = receiver.received.map(({ body }) => (JSON.parse(body) as { type: string }).type);
  // The last two are due at once.
  expect(types.toSorted()).toEqual(["change.announced", "change.closed", "change.closing", "change.effective"]);
});

test("a change that was taken back is never said to be near, over or in effect", async () => {
  await name("quiet@one.example");
  await team("webhooks", { name: "Tickets", url: receiver.url });
  await service.announce();
  await service.mailbox.next("quiet@one.example");
  await service.vendor.publish(mockContent(terms), Date.now());
  await look(service);
  await until(() => subjects("quiet@one.example").length === 2);
  await come(8 * day);
  await come(40 * day);
  expect(subjects("quiet@one.example")).toHaveLength(2);
  expect(subjects(privacyMail)).toEqual([]);
  const types = receiver.received.map(({ body }) => (JSON.parse(body) as { type: string }).type);
  expect(types).toEqual(["change.announced", "change.withdrawn"]);
});

test("where nothing starts without approval, it is asked for by mail until it is noted, and its day is not said before it comes", async () => {
  await name("quiet@one.example", "kind@two.example");
  const refused = mockContent({ noticeTerms: { ...terms.noticeTerms, silence: "refused" } });
  await service.vendor.publish(refused, Date.now());
  await look(service);
  const third = { id: "third", name: "Third", purposes: ["Support"] };
  await service.vendor.publish({ ...refused, subprocessors: [...refused.subprocessors, third] }, Date.now());
  await look(service);
  await until(() => service.mailbox.to("kind@two.example").some(({ text }) => text?.includes("Third")));
  const [{ change } = { change: "" }] = await service.query<{ change: string }>(
    `select change from log_entries where entry like '%"third"%'`,
  );
  const how = "By telephone.";
  expect((await team("approvals", { change, customer: "kind Ltd", given: true, how })).status).toBe(200);
  await come(8 * day);
  const asked = service.mailbox.to("quiet@one.example").filter(({ text }) => text?.includes("only with your approval"));
  expect(asked).toHaveLength(1);
  expect(asked[0]?.replyTo?.text).toBe(privacyMail);
  expect(service.mailbox.to("kind@two.example").some(({ text }) => text?.includes("with your approval"))).toBe(false);
  await come(40 * day);
  expect(subjects("quiet@one.example").some((one) => /is in effect/.test(one ?? ""))).toBe(false);
  expect(service.mailbox.to(privacyMail).at(-1)?.text).toContain("Nothing starts without the approval of: quiet Ltd");
  const headers = { authorization: `Bearer ${service.operatorToken}` };
  const { changes } = (await (await fetch(`${service.address}changes`, { headers })).json()) as { changes: object[] };
  expect(changes[0]).toMatchObject({ id: change, starts: "Once it is approved" });
  const some = await fetch(`${service.address}standings?change=${change}&limit=1`, { headers });
  expect(await some.json()).toMatchObject({
    counts: { approved: 1, "approval-missing": 1 },
    customers: [{ customer: "quiet Ltd" }],
  });
});

/** Two customers, of whom a bank waits for its approval, are told of a newcomer. */
async function announceToBank() {
  const rows = "customer,email,segment\nquiet Ltd,quiet@one.example,bank\nother Ltd,other@two.example,\n";
  const bank = { when: { segment: ["bank"] }, objection: "P10D", authorisation: "specific" as const };
  const content = mockContent({ noticeTerms: { rules: [bank, { notice: "P10D", objection: "P10D" }] } });
  await service.vendor.publish(content, Date.now());
  await look(service);
  expect((await team("recipients", rows, "text/csv")).status).toBe(200);
  const third = { id: "third", name: "Third", purposes: ["Support"] };
  const announced = { ...content, subprocessors: [...content.subprocessors, third] };
  const feed = await service.vendor.publish(announced, Date.now());
  await look(service);
  return { announced, feed };
}

test("where a segment alone waits for approval, silence accepts for the others, and it is asked for by mail", async () => {
  await announceToBank();
  const headers = { authorization: `Bearer ${service.operatorToken}` };
  const { changes } = (await (await fetch(`${service.address}changes`, { headers })).json()) as {
    changes: { id: string; approval?: string }[];
  };
  const { id, approval } = changes[0] ?? { id: "" };
  expect(approval).toBe("some");
  await until(() => service.mailbox.to("quiet@one.example").some(({ text }) => text?.includes("Third")));
  await come(8 * day);
  const asked = (email: string) =>
    service.mailbox.to(email).some(({ text }) => text?.includes("only with your approval"));
  expect([asked("quiet@one.example"), asked("other@two.example")]).toEqual([true, false]);
  await come(40 * day);
  expect(subjects("other@two.example").some((one) => /is in effect/.test(one ?? ""))).toBe(true);
  expect(subjects("quiet@one.example").some((one) => /is in effect/.test(one ?? ""))).toBe(false);
  const standings = await fetch(`${service.address}standings?change=${id}`, { headers });
  expect(await standings.json()).toMatchObject({
    counts: { accepted: 1, "approval-missing": 1 },
    missing: ["quiet Ltd"],
  });
  expect(service.mailbox.to(privacyMail).at(-1)?.text).toMatch(/Nothing starts without the approval of: quiet Ltd$/m);
});

test("a segment that is started apart is told its day, and that it has come, and nobody else is", async () => {
  expect((await team("webhooks", { name: "Tickets", url: receiver.url })).status).toBe(200);
  const { announced, feed } = await announceToBank();
  for (const email of ["quiet@one.example", "other@two.example"])
    await until(() => service.mailbox.to(email).some(({ text }) => text?.includes("Third")));
  await come(15 * day);
  expect(subjects("other@two.example").some((one) => /is in effect/.test(one ?? ""))).toBe(true);
  const now = Date.now() + 15 * day;
  const effective = `${new Date(now + 5 * day).toISOString().slice(0, 10)}T00:00:00Z`;
  const start = { subject: "third", start: true, effective, audience: ["bank"], reason: "Signed by all banks." };
  await service.vendor.publish({ ...announced, announce: [start] }, now);
  await look(service);
  const of = (email: string) => service.mailbox.to(email).filter(({ text }) => text?.includes("Signed by all banks."));
  await until(() => of("quiet@one.example").length === 1);
  expect(of("quiet@one.example")[0]?.text).toMatch(/In effect: Once it is approved → .* UTC$/m);
  await come(21 * day);
  expect(subjects("quiet@one.example").filter((one) => /is in effect/.test(one ?? ""))).toHaveLength(1);
  expect(of("other@two.example")).toEqual([]);
  expect(subjects("other@two.example").filter((one) => /is in effect/.test(one ?? ""))).toHaveLength(1);
  const [{ id } = { id: "" }] = feed.open ?? [];
  const headers = { authorization: `Bearer ${service.operatorToken}` };
  const standings = await fetch(`${service.address}standings?change=${id}`, { headers });
  // Nobody noted that the bank approved: that it was started says nothing of its silence.
  expect(await standings.json()).toMatchObject({ counts: { accepted: 1, "approval-missing": 1 } });
  const told = receiver.received.map(({ body }) => JSON.parse(body)).find(({ type }) => type === "change.moved");
  expect(told.data.change).toMatchObject({
    effective: feed.open?.[0]?.effective,
    segments: [{ id: "bank", effective }],
  });
});
