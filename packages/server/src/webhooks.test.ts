import { createPublicKey, verify } from "node:crypto";
import { mockChange, mockContent } from "@trust-center/feed/mock";
import { type ChangeEvent, webhookEventSchema } from "@trust-center/sdk";
import { Webhook } from "standardwebhooks";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { until } from "./testing/mailbox.ts";
import { openReceiver, type Received, type Receiver } from "./testing/receiver.ts";
import { look, privacyMail, startTestService, type TestService, terms } from "./testing/service.ts";

let service: TestService;
let receiver: Receiver;

beforeEach(async () => {
  receiver = await openReceiver();
  service = await startTestService({ webhookTargets: "private", webhookDelays: [20] });
});

afterEach(async () => {
  // First: what is unanswered then ends, and is not waited for.
  await receiver.close();
  await service.close();
});

interface Listed {
  id: string;
  state: string;
  key?: string;
  behind: number;
  failures: number;
  newest?: { outcome: string };
  [member: string]: unknown;
}

const headers = () => ({ authorization: `Bearer ${service.operatorToken}` });
const team = async (path: string, body: object = {}): Promise<Listed> => {
  const answer = await service.post(path, body, headers());
  expect([path, answer.status]).toEqual([path, 200]);
  return answer.json();
};
const register = (more: object = {}) => team("webhooks", { url: receiver.url, name: "Tickets", ...more });
const listed = async (id: string): Promise<Listed> => {
  const { webhooks } = await (await fetch(`${service.address}webhooks`, { headers: headers() })).json();
  return webhooks.find((one: Listed) => one.id === id);
};
const came = (count: number) => until(() => receiver.received.length >= count && receiver.received);
const event = ({ body }: Received) => JSON.parse(body) as ChangeEvent;
const positions = () => receiver.received.map((one) => event(one).data.position);
const publish = async (title: string, content = mockChange(terms)) => {
  await service.vendor.publish({ ...content, title }, Date.now());
  await look(service);
};
const verified = (key: string | undefined, { headers, body }: Received) =>
  new Webhook(key ?? "").verify(body, headers as Record<string, string>);

test("an entry of the log is posted, signed so that another library verifies it, and says what the feed says", async () => {
  const { key, id } = await register();
  expect(key).toMatch(/^whsec_/);
  await service.announce();
  const [first] = await came(1);
  const told = webhookEventSchema.parse(verified(key, first as Received)) as ChangeEvent;
  const [row] = await service.query<{ version: number; sha256: string }>("select version, sha256 from feed_state");
  expect(told).toMatchObject({
    type: "change.announced",
    data: {
      ...{ feed: service.vendor.address, pin: service.vendor.pin, position: 1, list: row },
      change: { id: "2.1", kind: "added", title: "New: Mail Two", deadline: expect.any(String) },
      url: "https://acme.example/trust#tc=c/2.1",
    },
  });
  expect(first?.headers).toMatchObject({ "content-type": "application/json" });
  expect(first?.headers["webhook-id"]).toMatch(/^msg_[0-9a-f]{32}$/);
  expect(await until(async () => ((await listed(id)).newest ? listed(id) : false))).toMatchObject({
    ...{ state: "enabled", behind: 0, failures: 0, newest: { outcome: "204" } },
  });
  // Neither a key nor what is told by an address with a query gets into lists, the database or the log.
  const kept = JSON.stringify([await service.query("select * from webhooks"), await listed(id), service.logs]);
  expect(kept).not.toContain(key?.slice("whsec_".length));
  expect(service.logs.join("")).not.toContain("token=secret");
});

test("a restart sends nothing twice, and what was published while the service was away once, in its order", async () => {
  await register();
  await service.announce();
  await came(1);
  await until(async () => (await service.query("select 1 from webhooks where cursor = 2")).length > 0);
  await service.vendor.publish({ ...mockChange(terms), title: "One" }, Date.now());
  await service.vendor.publish({ ...mockChange(terms), title: "Two" }, Date.now());
  await service.restart();
  await service.restart();
  await came(3);
  await service.restart();
  expect(positions()).toEqual([1, 2, 3]);
  expect(new Set(receiver.received.map((one) => one.headers["webhook-id"])).size).toBe(3);
});

test("an asymmetric key verifies; a new key signs beside the old until its time, and at once where that got out", async () => {
  const { id, key: old } = await register();
  const { key } = await team(`webhooks/${id}/rotate`, { signature: "v1a" });
  expect(key).toMatch(/^whpk_/);
  expect(await listed(id)).toMatchObject({ key, oldKeyUntil: expect.any(String) });
  await service.announce();
  const [first] = (await came(1)) as [Received];
  verified(old, first);
  const [asymmetric = ""] = String(first.headers["webhook-signature"]).split(" ");
  const x = Buffer.from(key?.slice("whpk_".length) ?? "", "base64").toString("base64url");
  const publicKey = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  const signed = `${first.headers["webhook-id"]}.${first.headers["webhook-timestamp"]}.${first.body}`;
  expect(asymmetric).toMatch(/^v1a,/);
  expect(verify(null, Buffer.from(signed), publicKey, Buffer.from(asymmetric.slice(4), "base64"))).toBe(true);
  const { key: next } = await team(`webhooks/${id}/rotate`, { signature: "v1", overlap: 0 });
  await publish("Renamed");
  const [, second] = (await came(2)) as [Received, Received];
  verified(next, second);
  expect(() => verified(old, second)).toThrow();
  expect(second.headers["webhook-signature"]).not.toContain(" ");
});

describe("what an endpoint answers", () => {
  test("a failure is tried again, the same to the byte under the same id, and told what comes next after it", async () => {
    const { id, key } = await register();
    receiver.script = [302];
    await service.announce();
    await publish("Renamed");
    await came(3);
    expect(positions()).toEqual([1, 1, 2]);
    const [first, second] = receiver.received as [Received, Received];
    expect([second.body, second.headers["webhook-id"]]).toEqual([first.body, first.headers["webhook-id"]]);
    for (const one of receiver.received) verified(key, one);
    expect(await until(async () => ((await listed(id)).behind === 0 ? listed(id) : false))).toMatchObject({
      failures: 0,
      state: "enabled",
    });
  });

  test.each([
    ["goes on failing", [404, 500], "500", undefined, privacyMail],
    ["answers 410", [410], "410", "ops@customer.example", "ops@customer.example"],
  ] as const)(
    "one that %s is disabled, and its owner told; enabled, it is told of all that it missed",
    async (...row) => {
      const [, script, outcome, contact, owner] = row;
      const { id } = await register({ contact });
      receiver.script = [...script];
      await service.announce();
      const mail = await service.mailbox.next(owner);
      expect(mail.subject).toBe("Webhook disabled: Tickets");
      expect(mail.text).toContain(`Newest answer: ${outcome}`);
      expect(mail.text).not.toContain("token=secret");
      expect(await listed(id)).toMatchObject({ state: "disabled", behind: 1, newest: { outcome } });
      await publish("Renamed");
      await service.restart();
      expect(receiver.received).toHaveLength(script.length);
      expect((await service.health()).webhooks).toEqual({ enabled: 0, failing: 0, disabled: 1 });
      await team(`webhooks/${id}/enable`);
      await came(script.length + 2);
      expect(positions().slice(script.length - 1)).toEqual([1, 1, 2]);
      const ids = receiver.received.map((one) => one.headers["webhook-id"]);
      expect(ids[script.length]).toBe(ids[0]);
      expect(await listed(id)).toMatchObject({ state: "enabled" });
    },
  );

  test("one that is down holds up no other", async () => {
    const other = await openReceiver();
    service.settings.webhookDelays = [60_000];
    await service.restart();
    await register();
    await register({ url: other.url });
    receiver.script = ["silence"];
    await service.announce();
    await publish("Renamed");
    await until(() => other.received.length === 2);
    await receiver.close();
    expect(receiver.received).toHaveLength(1);
    await other.close();
  });
});

test("it is told what it wants to be told of, as subscribers are", async () => {
  await register({ topics: ["policies"] });
  await register({ topics: ["subprocessors"], services: ["mail"] });
  await service.vendor.publish({ ...mockContent(terms), title: "Renamed" }, Date.now());
  await look(service);
  await came(2);
  expect(positions()).toEqual([1, 1]);
  await service.announce();
  await came(3);
  await until(async () => (await service.query("select 1 from webhooks where cursor < 4")).length === 0);
  const told = receiver.received.map((one) => event(one).data.change.subject.type);
  expect(told.filter((type) => type === "subprocessor")).toHaveLength(1);
});

test("an event for trying out goes to one that is disabled too, once, and changes nothing of its state", async () => {
  const { id, key } = await register();
  receiver.script = [410];
  await service.announce();
  await until(async () => (await listed(id)).state === "disabled");
  await until(async () => (await listed(id)).newest);
  receiver.script = [404];
  await team(`webhooks/${id}/test`);
  await until(async () => (await listed(id)).newest?.outcome === "404");
  await team(`webhooks/${id}/test`);
  await until(async () => (await listed(id)).newest?.outcome === "204");
  expect(await listed(id)).toMatchObject({ state: "disabled", behind: 1 });
  expect(receiver.received).toHaveLength(3);
  expect(webhookEventSchema.parse(verified(key, receiver.received[2] as Received))).toMatchObject({
    type: "webhook.test",
    data: { feed: service.vendor.address },
  });
});

test("whoever is removed gets nothing more, and mails that are held hold webhooks too", async () => {
  const { id } = await register();
  await service.act({ name: "hold" });
  await service.announce();
  await until(async () => (await service.query("select 1 from deliveries where channel = 'webhook'")).length > 0);
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(receiver.received).toEqual([]);
  await team(`webhooks/${id}/remove`);
  await service.act({ name: "release", unsent: "send" });
  await service.restart();
  expect(await service.query("select state, outcome from deliveries where channel = 'webhook'")).toEqual([
    { state: "cancelled", outcome: "left" },
  ]);
  expect(receiver.received).toEqual([]);
  expect(await listed(id)).toBeUndefined();
  for (const verb of ["remove", "enable", "rotate", "test"])
    expect((await service.post(`webhooks/${id}/${verb}`, {}, headers())).status).toBe(404);
});

test("what is dropped after a restore is not told, what comes after it is", async () => {
  await register();
  await service.act({ name: "hold" });
  await service.announce();
  await until(async () => (await service.query("select 1 from deliveries where channel = 'webhook'")).length > 0);
  await service.act({ name: "release", unsent: "drop" });
  await publish("Renamed");
  await came(1);
  expect(positions()).toEqual([2]);
});

test("an address that cannot be an endpoint's is refused, and says why", async () => {
  service.settings.webhookTargets = "public";
  await service.restart();
  for (const [url, why] of [
    ["http://hooks.customer.example/", "https:"],
    [receiver.url.replace("http:", "https:"), "public internet"],
    ["https://u:p@hooks.customer.example/", "without name and password"],
  ]) {
    const answer = await service.post("webhooks", { url, name: "x" }, headers());
    expect(answer.status).toBe(422);
    expect((await answer.json()).errors.url).toContain(why);
  }
});
