import { afterEach, beforeEach, expect, test } from "vitest";
import { until } from "./testing/mailbox.ts";
import { prove } from "./testing/prove.ts";
import { linkIn, press, startTestService, type TestService } from "./testing/service.ts";

let service: TestService;

beforeEach(async () => {
  service = await startTestService();
});

afterEach(() => service.close());

const states = async () =>
  (await service.query<{ state: string }>("select state from subscriptions")).map(({ state }) => state);
const settled = () => until(async () => (await service.query("select 1 from intake")).length === 0);

test("double opt-in, a notice, and leaving", async () => {
  const answer = await service.subscribe("ada@customer.example");
  expect(answer.status).toBe(202);
  const mail = await service.mailbox.next("ada@customer.example");
  expect(mail.subject).toBe("Confirm: notices from Acme");
  expect(mail.headers.has("list-unsubscribe")).toBe(false);
  expect(await states()).toEqual(["pending"]);

  const link = linkIn(mail.text ?? "", "confirm");
  expect(mail.html).toContain(link);
  for (const method of ["GET", "HEAD", "GET"]) {
    expect((await fetch(`${service.address}${link}`, { method })).status).toBe(200);
  }
  expect(await states()).toEqual(["pending"]);
  expect(await (await press(service, link)).text()).toContain("You are subscribed");
  expect(await states()).toEqual(["confirmed"]);

  await service.announce();
  const notice = await service.mailbox.next("ada@customer.example", 2);
  expect(notice.subject).toBe("Acme: New: Mail Two");
  const leave = linkIn(notice.text ?? "", "leave");
  for (const method of ["GET", "HEAD"]) await fetch(`${service.address}${leave}`, { method });
  expect(await states()).toEqual(["confirmed"]);
  expect((await press(service, leave)).status).toBe(200);
  expect(await service.query("select state, email from subscriptions")).toEqual([{ state: "left", email: null }]);
  expect((await press(service, link)).status).toBe(404);
  expect(await states()).toEqual(["left"]);
});

test("the tokens of mails are kept nowhere", async () => {
  await service.subscribe("ada@customer.example");
  const mail = await service.mailbox.next("ada@customer.example");
  const token = linkIn(mail.text ?? "", "confirm").split("=")[1] as string;
  const dump = JSON.stringify([
    await service.query("select * from subscriptions"),
    await service.query("select * from deliveries"),
  ]);
  expect(dump).not.toContain(token);
  expect(Buffer.from(token, "base64url")).toHaveLength(32);
});

test("new, pending, known and suppressed addresses get the same answer, and one mail an hour at most", async () => {
  const answers: string[] = [];
  const ask = async (email: string) => {
    const answer = await service.subscribe(email);
    const headers = [...answer.headers].filter(([name]) => name !== "date");
    answers.push(JSON.stringify([answer.status, await answer.text(), headers]));
    await settled();
  };
  await ask("new@customer.example");
  const mail = await service.mailbox.next("new@customer.example");
  await ask("new@customer.example");
  await ask("NEW@customer.example");
  expect(service.mailbox.attempts).toBe(1);
  await service.moveClock({ ahead: 61 * 60 * 1000 });
  await ask("new@customer.example");
  await service.mailbox.next("new@customer.example", 2);
  await press(service, linkIn(mail.text ?? "", "confirm"));
  await service.moveClock({ ahead: 130 * 60 * 1000 });
  await ask("new@customer.example");
  await ask("other@customer.example");
  await press(service, linkIn((await service.mailbox.next("other@customer.example")).text ?? "", "leave"));
  await service.moveClock({ ahead: 30 * 24 * 60 * 60 * 1000 });
  await ask("other@customer.example");
  await until(
    async () => (await service.query("select 1 from deliveries where state in ('queued', 'leased')")).length === 0,
  );
  expect(new Set(answers).size).toBe(1);
  expect(service.mailbox.mails).toHaveLength(3);
});

test("addresses of any script can sign up, and the two spellings of a domain are one", async () => {
  const names = ["ada@xn--bcher-kva.example", "ada@bücher.example", "ada@customer.xn--p1ai", "jörg@bücher.example"];
  for (const email of names) expect((await service.subscribe(email)).status, email).toBe(202);
  await settled();
  expect(await states()).toHaveLength(3);
  await until(() => service.mailbox.mails.length >= 2);
  for (const email of ["ada@1.2.3.4", "ada@a b.example", "ada@b\u200bc.example", "a@b"]) {
    expect((await service.subscribe(email)).status, email).toBe(422);
  }
});

test("one mailbox under many tags gets one confirmation an hour", async () => {
  for (const tag of ["", "+a", "+b", "+A+c"]) await service.subscribe(`ada${tag}@customer.example`);
  await settled();
  await service.mailbox.next("ada@customer.example");
  expect(await service.query("select 1 from deliveries where kind = 'confirmation'")).toHaveLength(1);
});

test("who left can come back, by the link of a new mail and not of an old one", async () => {
  await service.subscribeAndConfirm("ada@customer.example");
  const confirmation = await service.mailbox.next("ada@customer.example", 1);
  await service.announce();
  const notice = await service.mailbox.next("ada@customer.example", 2);
  await press(service, linkIn(notice.text ?? "", "leave"));
  await service.moveClock({ ahead: 2 * 60 * 60 * 1000 });
  await service.subscribe("ada@customer.example");
  const mail = await service.mailbox.next("ada@customer.example", 3);
  expect((await press(service, linkIn(confirmation.text ?? "", "confirm"))).status).toBe(404);
  expect(await states()).toEqual(["pending"]);
  await press(service, linkIn(mail.text ?? "", "confirm"));
  expect(await states()).toEqual(["confirmed"]);
});

test("one-click leave acts at once (RFC 8058)", async () => {
  await service.subscribeAndConfirm("ada@customer.example");
  await service.announce();
  const notice = await service.mailbox.next("ada@customer.example", 2);
  const list = notice.headers.get("list") as unknown as { unsubscribe: { url: string }; "unsubscribe-post": unknown };
  expect(list["unsubscribe-post"]).toMatchObject({ name: "List-Unsubscribe=One-Click" });
  const link = linkIn(list.unsubscribe.url, "leave");
  expect((await press(service, link, "List-Unsubscribe=One-Click")).status).toBe(200);
  expect(await states()).toEqual(["left"]);
});

test("a link that is not valid says so, whatever it holds", async () => {
  for (const token of ["", "x", "%3Cscript%3Ealert(1)%3C/script%3E", "A".repeat(5000)]) {
    const page = await fetch(`${service.address}subscriptions/leave?token=${token}`);
    expect(page.status).toBe(404);
    expect(await page.text()).not.toContain("<script");
    expect((await press(service, `subscriptions/confirm?token=${token}`)).status).toBe(404);
  }
});

test("pages speak the subscriber's language, and nothing can run in them", async () => {
  await service.subscribe("ada@customer.example", { language: "es-AR" });
  const mail = await service.mailbox.next("ada@customer.example");
  expect(mail.subject).toBe("Confirme: avisos de Acme");
  const page = await fetch(`${service.address}${linkIn(mail.text ?? "", "confirm")}`, {
    headers: { "accept-language": "en" },
  });
  expect(page.headers.get("content-security-policy")).toMatch(
    /^default-src 'none'; style-src 'sha256-[\w+/=]+'; img-src data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'$/,
  );
  expect(page.headers.get("referrer-policy")).toBe("no-referrer");
  const html = await page.text();
  expect(html).toContain('<html lang="es" dir="ltr">');
  expect(html).toContain("Confirme su suscripción");
});

test("an unconfirmed address is erased after seven days, and not written to for a while", async () => {
  await service.subscribe("ada@customer.example");
  await service.mailbox.next("ada@customer.example");
  await service.moveClock({ ahead: 7 * 24 * 60 * 60 * 1000 + 60_000 });
  await service.restart();
  await until(async () => (await states()).length === 0);
  expect(await service.query("select reason from suppressions")).toEqual([{ reason: "unanswered" }]);
  expect(JSON.stringify(await service.query("select * from suppressions"))).not.toContain("customer.example");
  await service.subscribe("ada@customer.example");
  await settled();
  expect(await states()).toEqual([]);
});

test("a proof that was replayed, has expired or is for another action is refused", async () => {
  const proof = await prove(service.address, "subscription");
  const email = "ada@customer.example";
  expect((await service.post("subscriptions", { email, proof })).status).toBe(202);
  const refuse = async (answer: Response) => {
    expect(answer.status).toBe(403);
    expect(answer.headers.get("content-type")).toBe("application/problem+json");
    expect(await answer.json()).toMatchObject({ code: "proof", status: 403 });
  };
  await refuse(await service.post("subscriptions", { email, proof }));
  await refuse(await service.subscribe(email, { proof: await prove(service.address, "objection") }));
  const late = await prove(service.address, "subscription");
  await service.moveClock({ ahead: 11 * 60 * 1000 });
  await refuse(await service.post("subscriptions", { email, proof: late }));
  for (const forged of [btoa("{}"), "AAAA", tampered(await prove(service.address, "subscription"))]) {
    await refuse(await service.post("subscriptions", { email, proof: forged }));
  }
});

function tampered(proof: string): string {
  const payload = JSON.parse(atob(proof));
  payload.challenge.parameters.expiresAt += 1000;
  return btoa(JSON.stringify(payload));
}

test("one network can ask so often and no more", async () => {
  await service.close();
  service = await startTestService({ rates: { subscriptionsPerNetwork: { most: 2, span: 60_000 } } });
  const frozen = Date.now();
  await service.moveClock({ frozen });
  expect((await service.subscribe("a@customer.example")).status).toBe(202);
  expect((await service.subscribe("b@customer.example")).status).toBe(202);
  const answer = await service.subscribe("c@customer.example");
  expect(answer.status).toBe(429);
  expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(50);
  expect(await answer.json()).toMatchObject({ code: "rate", retryAfter: expect.any(Number) });
  await service.moveClock({ frozen: frozen + 61_000 });
  expect((await service.subscribe("c@customer.example")).status).toBe(202);
});

test("no log line holds an address, a token or a query", async () => {
  await service.subscribeAndConfirm("ada@customer.example");
  service.mailbox.script = [550];
  await service.announce();
  await until(() => service.logs.some((line) => line.includes("mail-failed")));
  const text = service.logs.join("");
  expect(text).not.toMatch(/@|token|\?/);
});

test("whoever asks for one topic is told of no other; the mail to confirm says so in the vendor's words alone", async () => {
  expect((await service.subscribe("bea@customer.example", { topics: [] })).status).toBe(422);
  expect((await service.subscribe("bea@customer.example", { topics: ["weather"] })).status).toBe(422);
  const wish = { topics: ["policies"], services: ["BUY https://evil.example"] };
  expect((await service.subscribe("bea@customer.example", wish)).status).toBe(202);
  const mail = await service.mailbox.next("bea@customer.example");
  expect(mail.text).toContain("Topics: Policies");
  expect(`${mail.text} ${mail.html}`).not.toContain("evil");
  await press(service, linkIn(mail.text ?? "", "confirm"));
  await service.subscribeAndConfirm("ada@customer.example");

  await service.announce();
  await service.mailbox.next("ada@customer.example", 2);
  await until(
    async () => (await service.query("select 1 from deliveries where outcome = 'not concerned'")).length === 1,
  );
  expect(service.mailbox.to("bea@customer.example")).toHaveLength(1);
  // It counts as told: the next notice does not begin here again.
  await until(async () => (await service.query("select distinct cursor from subscriptions")).length === 1);
});

test("a link confirms what its own mail says, and nothing that was asked for in its place since", async () => {
  await service.subscribe("ada@customer.example");
  const first = linkIn((await service.mailbox.next("ada@customer.example")).text ?? "", "confirm");
  await settled();
  // Somebody else enters the address, for less.
  await service.moveClock({ ahead: 61 * 60 * 1000 });
  await service.subscribe("ada@customer.example", { topics: ["policies"] });
  const { text = "" } = await service.mailbox.next("ada@customer.example", 2);
  expect(text).toContain("Topics: Policies");
  expect((await press(service, first)).status).toBe(404);
  expect(await states()).toEqual(["pending"]);
  await press(service, linkIn(text, "confirm"));
  expect(await service.query("select state, wish from subscriptions")).toEqual([
    { state: "confirmed", wish: '{"topics":["policies"]}' },
  ]);
});
