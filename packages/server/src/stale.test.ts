import { mockChange, mockContent } from "@trust-center/feed/mock";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startService } from "./service.ts";
import { until } from "./testing/mailbox.ts";
import { look, startTestService, type TestService, terms } from "./testing/service.ts";
import { serveVendor } from "./testing/vendor.ts";

let service: TestService;

beforeEach(async () => {
  service = await startTestService();
});

afterEach(() => service.close());

const readers = ["ada@customer.example", "bob@customer.example", "cyd@customer.example"];
const notices = (reader: string) => service.mailbox.to(reader).slice(1);
const waiting = async () =>
  (await service.query("select 1 from deliveries where kind = 'notice' and state in ('queued', 'leased', 'unknown')"))
    .length;

/** A mail server that refuses for now, until it is told otherwise. */
const refuseAll = () => {
  service.mailbox.script = Array(100_000).fill({ at: "rcpt", reply: 451 });
};
/** Takes mails again, once none of an older publish is under way: it would be taken too. */
const takeAll = async () => {
  const old = "event <> (select id from events order by log_size desc limit 1)";
  const underWay = `select 1 from deliveries where kind = 'notice' and state = 'leased' and ${old}`;
  await until(async () => (await service.query(underWay)).length === 0);
  service.mailbox.script = [];
};

test("a plan that is taken back before its readers were told is told as taken back, and never as a plan", async () => {
  for (const reader of readers) await service.subscribeAndConfirm(reader);
  refuseAll();
  await service.announce();
  await until(
    async () => (await service.query("select 1 from deliveries where outcome = '451'")).length === readers.length,
  );
  await service.vendor.publish(mockContent(terms), Date.now());
  await look(service);
  await until(
    async () => (await service.query("select 1 from deliveries where event = 'notice-3'")).length === readers.length,
  );
  await takeAll();
  await until(async () => readers.every((reader) => notices(reader).length === 1) && (await waiting()) === 0);
  for (const reader of readers) {
    const [mail] = notices(reader);
    expect(mail?.messageId).toContain("notice-3");
    expect(mail?.subject).toBe("Acme: Withdrawn: New: Mail Two");
    expect(mail?.text).toContain("Change: Withdrawn: New");
    expect(mail?.text).not.toContain("Objection deadline");
    expect(mail?.text).not.toContain("In effect");
  }
  expect(await service.query("select distinct state, outcome from deliveries where event = 'notice-2'")).toEqual([
    { state: "cancelled", outcome: "superseded" },
  ]);
});

test("who was told of a plan is told that it was taken back; who was not, gets all that is new in one mail", async () => {
  const [ada = "", bob = ""] = readers;
  await service.subscribeAndConfirm(ada);
  await service.announce();
  await until(async () => notices(ada).length === 1 && (await waiting()) === 0);
  await service.subscribeAndConfirm(bob);
  const more = { id: "third", name: "Third", locations: [{ country: "FR" }] };
  const plan = mockChange(terms);
  refuseAll();
  await service.vendor.publish({ ...plan, subprocessors: [...plan.subprocessors, more] }, Date.now());
  await look(service);
  await until(async () => (await service.query("select 1 from deliveries where outcome = '451'")).length === 2);
  await service.vendor.publish(
    { ...mockContent(terms), subprocessors: [...mockContent(terms).subprocessors, more] },
    Date.now(),
  );
  await look(service);
  await takeAll();
  await until(async () => notices(ada).length === 2 && notices(bob).length === 1 && (await waiting()) === 0);
  for (const text of [notices(ada)[1]?.text, notices(bob)[0]?.text]) {
    expect(text).toContain("Third");
    expect(text).toContain("Change: New");
    expect(text).toContain("Change: Withdrawn: New");
  }
});

test("what a reader's server refused for good is told again with the next publish", async () => {
  const [ada = ""] = readers;
  await service.subscribeAndConfirm(ada);
  service.mailbox.script = [550];
  await service.announce();
  await until(async () => (await service.query("select 1 from deliveries where state = 'failed'")).length === 1);
  const plan = mockChange(terms);
  await service.vendor.publish(
    { ...plan, subprocessors: [...plan.subprocessors, { id: "third", name: "Third" }] },
    Date.now(),
  );
  await look(service);
  await until(async () => notices(ada).length === 1 && (await waiting()) === 0);
  expect(notices(ada)[0]?.text).toContain("Mail Two");
  expect(notices(ada)[0]?.text).toContain("Third");
});

test("a database follows its feed where the old root named the new one, and nowhere else", async () => {
  const [ada = ""] = readers;
  await service.subscribeAndConfirm(ada);
  await service.announce();
  await until(async () => notices(ada).length === 1 && (await waiting()) === 0);
  const next = await serveVendor(Date.now(), service.vendor.signer);
  try {
    await next.publish(mockContent(terms), Date.now());
    const { feed, pin } = service.settings;
    Object.assign(service.settings, { feed: next.address, pin: next.pin });
    await service.restart(async () => {
      await expect(startService(service.settings)).rejects.toThrow("of its successor");
      const successor = JSON.stringify({ feed: next.address, pin: next.pin });
      await service.run(`update feed_state set successor = '${successor}'`);
    });
    expect(await service.query("select feed from feed_state")).toEqual([{ feed: next.address }]);
    await next.publish(mockChange(terms), Date.now());
    await fetch(`${service.address}hooks/published`, {
      method: "POST",
      headers: { authorization: `Bearer ${service.hookToken}` },
    });
    await until(() => notices(ada).length === 2);
    expect(notices(ada)[1]?.text).toContain(next.pin);
    Object.assign(service.settings, { feed, pin });
  } finally {
    await next.close();
  }
});
