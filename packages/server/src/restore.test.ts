import { copyFile, rm } from "node:fs/promises";
import { mockChange } from "@trust-center/feed/mock";
import { afterEach, beforeEach, expect, test } from "vitest";
import { until } from "./testing/mailbox.ts";
import { linkIn, look, press, startTestService, type TestService, terms } from "./testing/service.ts";

let service: TestService;

beforeEach(async () => {
  service = await startTestService();
});

afterEach(() => service.close());

const [ada, bob, cyd] = ["ada@customer.example", "bob@customer.example", "cyd@customer.example"] as const;
/** Time in which whatever may go out would: several looks at the outbox. */
const quiet = () => new Promise((resolve) => setTimeout(resolve, 5 * (service.settings.lookInterval ?? 0)));
const publishThird = async () => {
  const plan = mockChange(terms);
  await service.vendor.publish(
    { ...plan, subprocessors: [...plan.subprocessors, { id: "third", name: "Third" }] },
    Date.now(),
  );
  await look(service);
};

/** Puts a backup in the place of the database, as `cp` would. */
const restore = async (backup: string) => {
  for (const suffix of ["-wal", "-shm"]) await rm(`${service.database}${suffix}`, { force: true });
  await copyFile(backup, service.database);
};

test("a restored backup mails nobody until its operator has chosen, and contradicts nothing that was said since", async () => {
  for (const reader of [ada, bob, cyd]) await service.subscribeAndConfirm(reader);
  await service.settled();
  const backup = `${service.database}.backup`;
  await service.query(`vacuum into '${backup}'`);

  await service.announce();
  const notice = await service.mailbox.next(cyd, 2);
  await press(service, linkIn(notice.text ?? "", "leave"));
  const objection = await service.objection({ email: "dora@customer.example" });
  const { receipt } = (await (await service.post("objections", objection)).json()) as { receipt: string };
  await service.settled();
  await quiet();
  const before = service.mailbox.mails.length;

  await service.restart(() => restore(backup));
  await look(service);
  await quiet();
  expect(service.mailbox.mails).toHaveLength(before);
  expect(await service.health()).toMatchObject({ held: { reason: "restored" } });
  expect(JSON.parse(await service.act({ name: "status" }))).toMatchObject({
    held: { reason: "restored" },
    receiptsWithoutText: [{ change: "2.1" }],
  });
  // The same request has the same receipt, and another text under its name is refused.
  expect(await (await service.post("objections", objection)).json()).toEqual({ receipt });
  expect((await service.post("objections", { ...objection, grounds: "other" })).status).toBe(409);
  expect(await service.query("select 1 from objections")).toHaveLength(1);
  expect(await service.query("select email from subscriptions where state = 'left'")).toEqual([{ email: null }]);

  const said = await service.act({ name: "release", unsent: "drop" });
  expect(said).toMatch(/^Released/);
  // Of what was told since the backup nobody is reminded: whoever releases is told so, with the dates.
  expect(said).toMatch(
    /Nobody is reminded of them[\s\S]*\n {2}2\.1: 2 addresses; objections until \S+Z; in effect on \S+Z\n$/,
  );
  await quiet();
  expect(service.mailbox.mails).toHaveLength(before);
  await service.moveClock({ ahead: 8 * 86_400_000 });
  await quiet();
  expect(service.mailbox.mails).toHaveLength(before);
  await service.moveClock({});
  await publishThird();
  await until(() => [ada, bob].every((reader) => service.mailbox.to(reader).length === 3));
  await service.settled();
  expect(service.mailbox.to(cyd)).toHaveLength(2);
});

test("a restored backup knows each step that was receipted, contradicts none, and what was erased stays so", async () => {
  const headers = { authorization: `Bearer ${service.operatorToken}`, "content-type": "application/json" };
  const team = async (path: string, body?: object) =>
    (await (
      await fetch(`${service.address}${path}`, { headers, ...(body && { method: "POST", body: JSON.stringify(body) }) })
    ).json()) as {
      id: string;
      state: string;
      step: number;
      code?: string;
      found?: string;
      steps: { receipt: string }[];
    };
  const listed = async () =>
    (await team("objections?state=all")) as unknown as {
      objections: { id: string; name: string; email: string; state: string }[];
    };
  await service.announce();
  await service.object({ email: ada });
  await service.object({ email: bob });
  const open = (await listed()).objections;
  const [one, two] = [ada, bob].map((of) => open.find(({ email }) => email === of)?.id);
  await team(`objections/${one}/review`, {});
  await service.settled();
  const backup = `${service.database}.backup`;
  await service.query(`vacuum into '${backup}'`);

  const after = await team(`objections/${one}/reject`, { text: "It stays in the EEA." });
  await team(`objections/${two}/erase`, {});
  await service.object({ email: cyd });
  await service.settled();
  const before = service.mailbox.mails.length;
  await service.restart(() => restore(backup));
  await look(service);

  const found = await team(`objections/${one}`);
  expect(found).toMatchObject({ state: "rejected", step: 3 });
  expect(found.steps.map(({ receipt }) => receipt)).toEqual(after.steps.map(({ receipt }) => receipt));
  // Another decision would be a second receipt of one number, or of another state.
  expect(await team(`objections/${one}/resolve`, { outcome: "cease-use" })).toMatchObject({
    ...{ code: "conflict", found: "rejected" },
  });
  const { objections } = await listed();
  expect(objections.map(({ name, state }) => `${name} ${state}`.trim()).sort()).toEqual([
    ...["Ada Objector rejected", "filed", "filed"],
  ]);
  expect(JSON.stringify(await service.query("select * from objections"))).not.toContain(bob);
  await quiet();
  expect(service.mailbox.mails).toHaveLength(before);
});

test("dropping what a backup would send waits until the feed was seen; sending does not", async () => {
  await service.subscribeAndConfirm(ada);
  await service.settled();
  const backup = `${service.database}.backup`;
  await service.query(`vacuum into '${backup}'`);
  await service.announce();
  await service.mailbox.next(ada, 2);
  await service.settled();
  await service.restart(async () => {
    await restore(backup);
    service.vendor.down = true;
  });
  await expect(service.act({ name: "release", unsent: "drop" })).rejects.toThrow("seen its feed");
  service.vendor.down = false;
  await look(service);
  expect(await service.act({ name: "release", unsent: "send" })).toBe("Released.\n");
  // The same mail, by its name too: what its reader's server has, it can drop.
  const again = await service.mailbox.next(ada, 3);
  expect(again.messageId).toBe(service.mailbox.to(ada)[1]?.messageId);
  // It is known to have told now: its reader is reminded.
  await service.settled();
  await service.moveClock({ ahead: 8 * 86_400_000 });
  expect((await service.mailbox.next(ada, 4)).subject).toMatch(/object by/);
});

test("a database without what was kept apart from it may be a backup: its mails are held", async () => {
  await service.subscribeAndConfirm(ada);
  await service.settled();
  await service.restart(() => rm(`${service.database}-kept`));
  expect(await service.health()).toMatchObject({ held: { reason: "kept-missing" } });
  await service.announce();
  await quiet();
  expect(service.mailbox.to(ada)).toHaveLength(1);
  await service.act({ name: "release", unsent: "send" });
  await service.mailbox.next(ada, 2);
});

test("an ordinary restart holds nothing, and neither does a crash between database and what is kept apart", async () => {
  await service.subscribeAndConfirm(ada);
  await service.announce();
  await service.mailbox.next(ada, 2);
  await service.settled();
  await service.restart();
  expect(await service.health()).toMatchObject({ held: false });
});

test("the operator can hold mails, and send again what failed", async () => {
  await service.subscribeAndConfirm(ada);
  service.mailbox.script = [550];
  await service.announce();
  await until(async () => (await service.query("select 1 from deliveries where state = 'failed'")).length === 1);
  const { failed } = JSON.parse(await service.act({ name: "status" }));
  expect(failed).toMatchObject([{ kind: "notice", outcome: "550", attempts: 1 }]);
  expect(JSON.stringify(failed)).not.toContain("@");
  await expect(service.act({ name: "resend", delivery: "nothing" })).rejects.toThrow("nothing");
  await service.act({ name: "hold" });
  expect(await service.act({ name: "resend", delivery: failed[0].id })).toBe("1 to be sent again.\n");
  await quiet();
  expect(service.mailbox.to(ada)).toHaveLength(1);
  await service.act({ name: "release", unsent: "send" });
  await service.mailbox.next(ada, 2);
});
