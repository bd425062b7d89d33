import { mockChange, mockContent } from "@trust-center/feed/mock";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Behaviour, until } from "./testing/mailbox.ts";
import { linkIn, look, press, startTestService, type TestService, terms } from "./testing/service.ts";

let service: TestService;

beforeEach(async () => {
  service = await startTestService();
});

afterEach(() => service.close());

const ada = "ada@customer.example";
const deliveries = async () =>
  await service.query<{ state: string; fence: number; outcome: string | null }>(
    "select state, fence, outcome from deliveries where kind = 'notice'",
  );
const settled = () =>
  until(
    async () =>
      // Asked first: those of a publish that is through are there by then.
      (await service.query("select 1 from events where fanned_to is not null")).length === 0 &&
      (await deliveries()).every(({ state }) => !["queued", "leased", "unknown"].includes(state)) &&
      (await deliveries()),
  );

describe("notices", () => {
  test("each subscriber gets one mail a publish, with all that it changed", async () => {
    await service.subscribeAndConfirm(ada);
    await service.subscribeAndConfirm("bob@customer.example", { language: "es" });
    await service.subscribe("pending@customer.example");
    await service.mailbox.next("pending@customer.example");
    const content = mockChange(terms);
    const data = [{ items: ["E-mail addresses", { text: "Names", items: ["First", "Last"] }] }];
    const third = { id: "third", name: "Third <b>Party</b>", dataCategories: data };
    await service.vendor.publish({ ...content, subprocessors: [...content.subprocessors, third] }, Date.now());
    await Promise.all([look(service), look(service), look(service)]);
    await service.settled();
    await look(service);
    await service.restart();
    expect(service.mailbox.to(ada)).toHaveLength(2);
    expect(service.mailbox.to("bob@customer.example")).toHaveLength(2);
    expect(service.mailbox.to("pending@customer.example")).toHaveLength(1);

    const mail = service.mailbox.to(ada)[1];
    expect(mail?.subject).toBe("Acme: 2 changes to the list of sub-processors");
    const text = mail?.text ?? "";
    for (const fact of [
      "Mail Two",
      "Location: United States",
      "Transfer mechanism: Data Privacy Framework; SCC (modules 2, 3) as fallback",
      "Data: E-mail addresses; Names (First, Last)",
      "Objection deadline: ",
      "Silence until the deadline: counts as acceptance",
      "In effect: ",
      "https://acme.example/trust",
      (await service.query<{ sha256: string }>("select sha256 from feed_state"))[0]?.sha256 ?? "none",
    ]) {
      expect(text).toContain(fact);
    }
    expect(mail?.html).toContain("Third &lt;b&gt;Party&lt;/b&gt;");
    expect(mail?.html).not.toContain("<b>Party");
    expect(mail?.messageId).toMatch(/^<notice-3\.[0-9a-f-]{36}@acme\.example>$/);
    expect(service.mailbox.to("bob@customer.example")[1]?.subject).toBe("Acme: 2 cambios en la lista de subencargados");
    expect(await service.query("select distinct cursor from subscriptions where state = 'confirmed'")).toEqual([
      { cursor: 3 },
    ]);
  });

  test("a first start tells nobody of the past", async () => {
    expect(await service.query("select 1 from events where fanned_to is not null")).toEqual([]);
    expect(await service.query("select log_size from feed_state")).toEqual([{ log_size: 1 }]);
    await service.subscribeAndConfirm(ada);
    await look(service);
    expect(await deliveries()).toEqual([]);
  });

  test("what was published while the service was away is told when it is back", async () => {
    await service.subscribeAndConfirm(ada);
    await service.vendor.publish(mockContent({ title: "Renamed" }), Date.now());
    await service.vendor.publish(mockChange({ title: "Renamed" }), Date.now());
    await service.restart();
    const mail = await service.mailbox.next(ada, 2);
    expect(mail.text).toContain("Mail Two");
    expect(await deliveries()).toHaveLength(1);
  });

  test("a feed that does not verify is told to nobody", async () => {
    await service.subscribeAndConfirm(ada);
    await service.vendor.publish(mockChange(), Date.now());
    const path = [...service.vendor.files.keys()].filter((path) => path.startsWith("feed/")).at(-1) ?? "";
    const bytes = service.vendor.files.get(path) as Uint8Array<ArrayBuffer>;
    bytes[50] = (bytes[50] ?? 0) ^ 1;
    await fetch(`${service.address}hooks/published`, {
      method: "POST",
      headers: { authorization: `Bearer ${service.hookToken}` },
    });
    await until(() => service.logs.some((line) => line.includes("hash-mismatch")));
    expect(await deliveries()).toEqual([]);
  });

  test("who leaves between queue and sending gets none", async () => {
    await service.subscribeAndConfirm(ada);
    service.mailbox.script = [{ at: "rcpt", reply: 451 }];
    service.settings.retry = { first: 60_000, longest: 60_000, unsure: 60_000, giveUp: 1e9 };
    await service.restart();
    await service.announce();
    await until(async () => (await deliveries())[0]?.outcome);
    expect(await deliveries()).toMatchObject([{ state: "queued", outcome: "451" }]);
    const id = (await service.query<{ id: string }>("select id from subscriptions"))[0]?.id ?? "";
    const { createKeyed } = await import("./secret/keyed.ts");
    const token = createKeyed(service.settings.secret).token("leave", id);
    await press(service, `subscriptions/leave?token=${token}`, "List-Unsubscribe=One-Click");
    expect(await deliveries()).toMatchObject([{ state: "cancelled", outcome: "left" }]);
    // A mail that was under way when its reader left comes back to the queue: it is asked again when it is sent.
    await service.run("update deliveries set state = 'queued', due_at = 0 where kind = 'notice'");
    await until(async () => (await deliveries())[0]?.state === "cancelled");
    expect(await deliveries()).toMatchObject([{ outcome: "not wanted" }]);
    expect(service.mailbox.attempts).toBe(2);
    expect(service.mailbox.to(ada)).toHaveLength(1);
  });
});

describe("what the mail server does", () => {
  const once = async (...script: Behaviour[]) => {
    await service.subscribeAndConfirm(ada);
    service.mailbox.attempts = 0;
    service.mailbox.script = script;
    await service.announce();
    await until(async () => (await deliveries()).length === 1);
    const [delivery] = await settled();
    return { ...delivery, attempts: service.mailbox.attempts, received: service.mailbox.to(ada).length - 1 };
  };

  test.each([421, 451, 452])("%i after the message is tried again", async (code) => {
    expect(await once(code, code)).toMatchObject({ state: "sent", fence: 3, received: 1 });
  });

  test.each([421, 450])("%i to the recipient is tried again", async (reply) => {
    expect(await once({ at: "rcpt", reply })).toMatchObject({ state: "sent", attempts: 2, received: 1 });
  });

  test.each([550, 554])("%i stops it", async (code) => {
    expect(await once(code)).toMatchObject({ state: "failed", attempts: 1, received: 0, outcome: `${code}` });
  });

  test("550 to the recipient stops it", async () => {
    expect(await once({ at: "rcpt", reply: 550 })).toMatchObject({ state: "failed", attempts: 1, received: 0 });
  });

  test("a connection lost before the message is tried again", async () => {
    expect(await once("drop at rcpt")).toMatchObject({ state: "sent", received: 1 });
  });

  test("no answer after the message: it may have arrived, and goes out again later, the same to the byte", async () => {
    const raw: string[] = [];
    service.mailbox.onRaw = (text) => void raw.push(text);
    expect(await once("drop after dot", "drop after dot")).toMatchObject({ state: "sent", fence: 3, received: 3 });
    const notices = raw.filter((text) => text.includes("List-Unsubscribe"));
    expect(notices).toHaveLength(3);
    expect(new Set(notices).size).toBe(1);
  });

  test("what was sent without an answer is said to be so until it goes out again", async () => {
    service.settings.retry = { first: 20, longest: 20, unsure: 60_000, giveUp: 1e9 };
    await service.restart();
    await service.subscribeAndConfirm(ada);
    service.mailbox.script = ["drop after dot"];
    await service.announce();
    await until(async () => (await deliveries())[0]?.state === "unknown");
    await until(async () => (await service.health()).outbox.unknown === 1);
    await service.moveClock({ ahead: 61_000 });
    await service.mailbox.next(ada, 3);
    await settled();
    await until(async () => (await service.health()).outbox.unknown === 0);
  });

  test("a message that no server takes is given up in the end", async () => {
    service.settings.retry = { first: 20, longest: 20, unsure: 20, giveUp: 200 };
    await service.restart();
    const found = await once(...Array<Behaviour>(200).fill(451));
    expect(found).toMatchObject({ state: "failed", outcome: "gave up: 451" });
    await until(async () => (await service.health()).outbox.failed === 1);
  });
});

test("mails name the link of the public address", async () => {
  await service.subscribe(ada);
  const mail = await service.mailbox.next(ada);
  expect(mail.text).toContain(`http://127.0.0.1/service/${linkIn(mail.text ?? "", "confirm")}`);
});
