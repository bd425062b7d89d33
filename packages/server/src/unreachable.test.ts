import { mockChange } from "@trust-center/feed/mock";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { until } from "./testing/mailbox.ts";
import { look, privacyMail, startTestService, type TestService, terms } from "./testing/service.ts";

let service: TestService;

beforeEach(async () => {
  service = await startTestService({ bounceAddress: "bounces@acme.example" });
});

afterEach(() => service.close());

const one = "one@customer.example";
const self = "self@customer.example";
const gone = { at: "rcpt", reply: 550, status: "5.1.1" } as const;

const asOperator = (path: string, type: string, body: string) =>
  fetch(`${service.address}${path}`, {
    method: "POST",
    headers: { "content-type": type, authorization: `Bearer ${service.operatorToken}` },
    body,
  });

const name = (email = one) => asOperator("recipients?removeMissing=true", "text/csv", `customer,email\nOne,${email}\n`);

const tasks = async () => {
  const headers = { authorization: `Bearer ${service.operatorToken}` };
  return (await (await fetch(`${service.address}tasks`, { headers })).json()) as Record<string, unknown>[];
};

const publishMore = async () => {
  const content = mockChange(terms);
  const more = { id: "third", name: "Third" };
  await service.vendor.publish({ ...content, subprocessors: [...content.subprocessors, more] }, Date.now());
  await look(service);
  await service.settled();
};

const subscription = async () =>
  (await service.query<{ state: string; email: string | null }>("select * from subscriptions"))[0];

describe("a recipient of a contract that cannot be reached", () => {
  test.each([550, 554])(
    "by %i is a task with a deadline, counted in health, which ends once a notice gets there",
    async (reply) => {
      await name();
      service.mailbox.script = [{ at: "rcpt", reply }];
      await service.announce();
      await service.settled();
      const [task, ...more] = await tasks();
      expect(more).toEqual([]);
      expect(task).toMatchObject({
        kind: "unreachable",
        reason: `${reply}`,
        late: false,
        recipients: [{ customer: "One" }],
      });
      expect(Date.parse(`${task?.due}`) - Date.parse(`${task?.opened}`)).toBe(3 * 86_400_000);
      await until(async () => (await service.health()).tasks);
      await service.moveClock({ ahead: 3 * 86_400_000 + 60_000 });
      await until(async () => (((await service.health()).tasks ?? {}) as { late?: number }).late === 1);
      await service.moveClock({ ahead: 0 });
      await publishMore();
      expect(await tasks()).toEqual([]);
      const [mail = { text: "" }] = service.mailbox.to(one);
      expect(mail.text).toContain("Mail Two");
      expect(mail.text).toContain("Third");
    },
  );

  test("is mailed to the privacy team: new tasks alone, one mail a day", async () => {
    const told = () => service.mailbox.to(privacyMail).map(({ text = "" }) => text);
    const kept = async () => (await service.query("select 1 from deliveries where kind = 'unreachable'")).length;
    const bodies = ["one", "two", "three"].map((who) => `${who},${who}@customer.example\n`);
    await asOperator("recipients", "text/csv", `customer,email\n${bodies.slice(0, 2).join("")}`);
    service.mailbox.script = [gone, gone];
    await service.announce();
    await service.settled();
    expect([told(), await kept()]).toEqual([[], 1]);
    await service.moveClock({ ahead: 3_600_000 + 60_000 });
    await until(() => told().length === 1);
    expect(told()[0]).toContain("Organisation: one\nE-mail: one@customer.example (550 5.1.1)\nTo be told by: ");
    expect(told()[0]).toContain("two@customer.example");
    await until(
      async () =>
        (await service.query("select 1 from deliveries where kind = 'unreachable' and state = 'sent'")).length === 1,
    );
    await service.moveClock({ ahead: 2 * 3_600_000 });
    service.mailbox.script = [gone];
    await asOperator("recipients", "text/csv", `customer,email\n${bodies.join("")}`);
    await until(async () => (await tasks()).length === 3);
    await service.settled();
    expect([told().length, await kept()]).toEqual([1, 2]);
    await service.moveClock({ ahead: 26 * 3_600_000 });
    await until(() => told().length === 2);
    expect([told()[1]?.includes("three@"), told()[1]?.includes("one@")]).toEqual([true, false]);
  });

  test("because it was given up is one too", async () => {
    service.settings.retry = { first: 20, longest: 20, unsure: 20, giveUp: 100 };
    await service.restart();
    await name();
    service.mailbox.script = Array(100).fill(451);
    await service.announce();
    await service.settled();
    expect(await tasks()).toMatchObject([{ reason: "gave up: 451" }]);
  });

  test("is one task, however many notices it misses, and ends by hand or with a new address", async () => {
    await name();
    service.mailbox.script = [gone, gone];
    await service.announce();
    await service.settled();
    await publishMore();
    const [task, ...more] = await tasks();
    expect(more).toEqual([]);
    expect(await service.act({ name: "tasks", done: { id: `${task?.id}`, how: "called them" } })).toBe("Done.\n");
    await expect(service.act({ name: "tasks", done: { id: `${task?.id}`, how: "again" } })).rejects.toThrow(
      "open task",
    );
    expect(await tasks()).toEqual([]);
    await service.act({ name: "resend", delivery: undefined });
    service.mailbox.script = [gone];
    await until(async () => (await tasks()).length === 1);
    await name("new@customer.example");
    expect(await tasks()).toEqual([]);
    const { text = "" } = await service.mailbox.next("new@customer.example");
    expect([text.includes("Mail Two"), text.includes("Third")]).toEqual([true, true]);
  });
});

describe("a notice that comes back", () => {
  /** A delivery status notification as Postfix writes it. */
  const notification = (to: string, original: string, { action = "failed", status = "5.1.1" } = {}) =>
    [
      ...["From: MAILER-DAEMON@mx.customer.example", `To: ${to}`, "Message-Id: <20260101000000.1@mx.customer.example>"],
      ...['Content-Type: multipart/report; report-type=delivery-status; boundary="x"', "", "--x", ""],
      ...["Sorry.", "--x", "Content-Type: message/delivery-status", "", "Reporting-MTA: dns; mx.customer.example", ""],
      ...["Final-Recipient: rfc822; one@customer.example", `Action: ${action}`, `Status: ${status}`, "", "--x"],
      ...["Content-Type: text/rfc822-headers", "", original, "--x--", ""],
    ].join("\r\n");

  const told = async (to: string) => {
    await service.announce();
    await service.settled();
    const mail = service.mailbox.to(to).at(-1);
    return { messageId: mail?.messageId ?? "", returnPath: service.mailbox.returnPaths.at(-1) ?? "" };
  };
  const hand = async (text: string) => (await (await asOperator("bounces", "message/rfc822", text)).json()) as unknown;

  test("by its Message-ID: its reader counts as not told, and is the privacy team's task", async () => {
    await name();
    const { messageId } = await told(one);
    const report = notification("notices@acme.example", `Message-ID:\r\n ${messageId}`);
    expect(
      await hand(
        notification("notices@acme.example", `Message-ID: ${messageId}`, { action: "delayed", status: "4.4.1" }),
      ),
    ).toEqual({
      outcome: "not-final",
    });
    expect(await tasks()).toEqual([]);
    expect(await hand(report)).toEqual({ outcome: "recorded" });
    expect(await hand(report)).toEqual({ outcome: "unknown-mail" });
    expect(await tasks()).toMatchObject([{ kind: "unreachable", reason: "bounced 5.1.1" }]);
    expect(await service.query("select state, outcome from told")).toEqual([
      { state: "failed", outcome: "bounced 5.1.1" },
    ]);
    await publishMore();
    expect(service.mailbox.to(one).at(-1)?.text).toContain("Mail Two");
  });

  test("by its return path alone, which nobody else can make", async () => {
    await name();
    const { returnPath } = await told(one);
    expect(returnPath).toMatch(/^bounces\+[0-9a-f]{48}@acme\.example$/);
    const forged = returnPath.replace(/.(?=@)/, (digit) => (digit === "0" ? "1" : "0"));
    expect(await hand(notification(forged, ""))).toEqual({ outcome: "unknown-mail" });
    expect(await hand(notification(returnPath, "", { status: "4.4.7" }))).toEqual({ outcome: "recorded" });
    expect(await tasks()).toMatchObject([{ reason: "bounced 4.4.7" }]);
  });

  test("by a webhook; without the token, or of no notice, nothing comes of it", async () => {
    await name();
    const { messageId } = await told(one);
    expect((await service.post("bounces", { messageId })).status).toBe(401);
    expect((await asOperator("bounces", "application/json", JSON.stringify({ messageId: "x" }))).status).toBe(422);
    const other = JSON.stringify({ messageId: "<notice-2.00000000-0000-0000-0000-000000000000@acme.example>" });
    expect(await (await asOperator("bounces", "application/json", other)).json()).toEqual({ outcome: "unknown-mail" });
    const known = JSON.stringify({ messageId, status: "5.2.2" });
    expect(await (await asOperator("bounces", "application/json", known)).json()).toEqual({ outcome: "recorded" });
  });
});

describe("a subscriber", () => {
  test("whose address is gone is erased", async () => {
    await service.subscribeAndConfirm(self);
    service.mailbox.script = [gone];
    await service.announce();
    await service.settled();
    expect(await subscription()).toMatchObject({ state: "left", email: null });
    expect(await tasks()).toEqual([]);
    await publishMore();
    expect(service.mailbox.to(self)).toHaveLength(1);
  });

  test("whose server turns this service away is told by the next notice", async () => {
    await service.subscribeAndConfirm(self);
    service.mailbox.script = [{ at: "rcpt", reply: 550, status: "5.7.1" }];
    await service.announce();
    await service.settled();
    expect(await subscription()).toMatchObject({ state: "confirmed" });
    await publishMore();
    expect(service.mailbox.to(self).at(-1)?.text).toContain("Mail Two");
  });

  test("whom a contract names too is kept: the contract's task comes first", async () => {
    await service.subscribeAndConfirm(self);
    await name(self);
    service.mailbox.script = [gone];
    await service.announce();
    await service.settled();
    expect(await subscription()).toMatchObject({ state: "confirmed", email: self });
    expect(await tasks()).toHaveLength(1);
  });
});

describe("a reader who complains", () => {
  /** A feedback report (RFC 5965), with what names the mail. */
  const complaint = (original: string, { type = "abuse", to = self } = {}) =>
    [
      ...[
        "From: feedback@provider.example",
        'Content-Type: multipart/report; report-type=feedback-report; boundary="x"',
      ],
      ...["", "--x", "Content-Type: message/feedback-report", "", `Feedback-Type: ${type}`, "Version: 1"],
      ...[`Original-Rcpt-To: <${to}>`, "", "--x", "Content-Type: text/rfc822-headers", "", original, "--x--", ""],
    ].join("\r\n");
  const hand = async (text: string) => (await (await asOperator("bounces", "message/rfc822", text)).json()) as unknown;
  const recorded = { outcome: "recorded" };

  test("has left, whatever it said: nothing more goes there, nor a mail to confirm", async () => {
    await service.subscribeAndConfirm(self);
    await service.announce();
    await service.settled();
    const { messageId = "" } = service.mailbox.to(self).at(-1) ?? {};
    // An address proves nothing.
    expect(await hand(complaint(`To: ${self}`))).toEqual({ outcome: "unknown-mail" });
    expect(await hand(complaint(`Message-ID: ${messageId}`, { type: "not-spam" }))).toEqual({
      outcome: "no-complaint",
    });
    expect(await subscription()).toMatchObject({ state: "confirmed" });
    expect(await hand(complaint(`Message-ID: ${messageId}`, { to: one }))).toEqual(recorded);
    expect(await hand(complaint(`Message-ID: ${messageId}`))).toEqual({ outcome: "unknown-mail" });
    expect(await subscription()).toMatchObject({ state: "left", email: null });
    expect(await service.query("select outcome from told")).toEqual([
      { outcome: expect.stringMatching(/^250.* complained$/) },
    ]);
    expect(await tasks()).toEqual([]);
    const before = service.mailbox.to(self).length;
    await publishMore();
    await service.subscribe(self);
    await until(async () => (await service.query("select 1 from intake")).length === 0);
    await service.settled();
    expect(service.mailbox.to(self)).toHaveLength(before);
  });

  test("of the mail that asks for a confirmation refuses it", async () => {
    await service.subscribe(self);
    const { messageId } = await service.mailbox.next(self);
    await service.settled();
    const body = JSON.stringify({ messageId, feedback: "abuse" });
    expect(await (await asOperator("bounces", "application/json", body)).json()).toEqual(recorded);
    expect(await subscription()).toMatchObject({ state: "left", email: null });
    expect(await service.query("select reason, until from suppressions")).toMatchObject([{ until: null }]);
  });

  test.each(["go-on", "stop"] as const)(
    "and whom a contract names is a task with a deadline; its notices %s",
    async (policy) => {
      service.settings.contractLeave = policy;
      await service.restart();
      await name();
      await service.announce();
      await service.settled();
      const returnPath = service.mailbox.returnPaths.at(-1) ?? "";
      expect(await hand(complaint(`Return-Path: <${returnPath}>`))).toEqual(recorded);
      const open = await tasks();
      expect(open).toMatchObject([
        { kind: "left", reason: `complaint ${policy}`, late: false, recipients: [{ email: one }] },
      ]);
      const { text = "" } = await service.mailbox.next(privacyMail);
      expect(text).toContain("reported a notice as spam");
      expect(text.includes("have stopped")).toBe(policy === "stop");
      await publishMore();
      expect(service.mailbox.to(one)).toHaveLength(policy === "stop" ? 1 : 2);
      if (policy === "stop") return;
      // The next complaint is to be seen to again, once the first was.
      await service.act({ name: "tasks", done: { id: `${open[0]?.id}`, how: "asked for another address" } });
      expect(await hand(complaint(`Return-Path: <${service.mailbox.returnPaths.at(-1)}>`))).toEqual(recorded);
      expect(await tasks()).toHaveLength(1);
    },
  );

  test("cannot be made up: what strangers hand in changes nothing", async () => {
    await service.subscribeAndConfirm(self);
    await name();
    await service.announce();
    await service.settled();
    const tables = ["subscriptions", "deliveries", "told", "tasks", "suppressions"];
    const state = () => Promise.all(tables.map((table) => service.query(`select * from ${table} order by 1`)));
    const before = await state();
    const [{ id = "" } = {}] = await service.query<{ id: string }>("select id from deliveries where kind = 'notice'");
    const made = `${id.replaceAll("-", "")}${"0".repeat(16)}`;
    for (const original of [
      `Message-ID: <notice-9.${id}@acme.example>`,
      `Return-Path: <bounces+${made}@acme.example>`,
      `List-Unsubscribe: <${service.address}subscriptions/leave?token=${made}>`,
      `To: ${self}\r\nX-Original: ${one}`,
      "\u0000\u00ff",
    ])
      expect(await hand(complaint(original))).toEqual({ outcome: "unknown-mail" });
    expect((await asOperator("bounces", "message/rfc822", "a".repeat(2 ** 20 + 1))).status).toBe(413);
    expect(await state()).toEqual(before);
  });
});

test("whoever objected and cannot be reached is a task too, by mail as well, until an answer gets there", async () => {
  await service.announce();
  const ada = "ada@customer.example";
  const filed = await service.objection();
  service.mailbox.script = [];
  expect((await service.object(filed)).status).toBe(201);
  await service.mailbox.next(ada);
  await service.settled();
  const path = service.mailbox.returnPaths.find((one) => one.startsWith("bounces+")) ?? "";
  const report = `Return-Path: <${path}>\r\nAction: failed\r\nStatus: 5.1.1`;
  expect(await (await asOperator("bounces", "message/rfc822", report)).json()).toEqual({ outcome: "recorded" });
  const [task] = await tasks();
  expect(task).toMatchObject({
    ...{ kind: "unreachable", reason: "bounced 5.1.1", late: false },
    recipients: [{ customer: "Customer Ltd", email: ada }],
  });
  await service.moveClock({ ahead: 3_600_000 + 60_000 });
  const about = await until(() =>
    service.mailbox.to(privacyMail).find(({ text = "" }) => text.includes("To be told by")),
  );
  expect(about.text).toContain(`Organisation: Customer Ltd\nE-mail: ${ada} (bounced 5.1.1)`);
  expect(about.text).toContain("Objection to change 2.1");
  expect(about.text).not.toContain("Contracts name them");
  expect([about.subject, about.text]).toEqual([
    "Objectors whom no mail reaches",
    expect.stringContaining("tell whoever filed them another way"),
  ]);
  const id = `${task?.objection}`;
  expect((await asOperator(`objections/${id}/review`, "application/json", "{}")).status).toBe(200);
  await until(async () => (await tasks()).length === 0);
});

test("a reminder has a return path of its own too", async () => {
  await name();
  await service.announce();
  await service.settled();
  await service.moveClock({ ahead: 8 * 86_400_000 });
  await until(() => service.mailbox.to(one).length === 2);
  const paths = service.mailbox.returnPaths.filter((path) => path.startsWith("bounces+"));
  expect(new Set(paths).size).toBe(2);
  const report = `Return-Path: <${paths.at(-1)}>\r\nAction: failed\r\nStatus: 5.1.1`;
  const recorded = () => asOperator("bounces", "message/rfc822", report).then((answer) => answer.json());
  await until(async () => ((await recorded()) as { outcome: string }).outcome === "recorded");
  expect(await tasks()).toMatchObject([{ kind: "unreachable", reason: "bounced 5.1.1" }]);
});
