import { sha256Hex, verifyNoticeEvidence, verifyReceipt, verifyStepReceipt, walkRoots } from "@trust-center/feed";
import { mockChange, mockContent } from "@trust-center/feed/mock";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { EvidenceFile } from "../operate/evidence.ts";
import { readAction } from "../settings/action.ts";
import { until } from "../testing/mailbox.ts";
import { look, startTestService, type TestService, terms } from "../testing/service.ts";
import { day } from "../time.ts";

let service: TestService;

beforeEach(async () => {
  service = await startTestService();
  await service.announce();
});

afterEach(() => service.close());

const team = (path: string, body?: string, type = "application/json") =>
  fetch(`${service.address}${path}`, {
    headers: { authorization: `Bearer ${service.operatorToken}`, "content-type": type },
    ...(body !== undefined && { method: "POST", body }),
  });

const read = async <T>(path: string) => (await (await team(path)).json()) as T;

const file = async (email: string, more: object = {}) => {
  expect((await service.object({ email, ...more })).status).toBe(201);
  const mail = await until(() => service.mailbox.to(email).find(({ text }) => text?.includes("objections/case")));
  const link = /objections\/case\?token=[\w-]+/.exec(mail.text ?? "")?.[0] ?? "";
  return { id: /^Number: (\S+)$/m.exec(mail.text ?? "")?.[1] ?? "", link };
};

const press = (link: string, action: string, seen: number) =>
  fetch(`${service.address}${link}`, { method: "POST", body: new URLSearchParams({ action, seen: `${seen}` }) });

/** As `trust-center-server objections …` does. */
const command = async (words: string, flags: Record<string, string | boolean> = {}) => {
  const { signer } = service.vendor;
  const place = service.settings.database;
  const given = { flags, database: place, secret: async () => service.settings.secret, signer: async () => signer };
  const { database: _place, ...action } = await readAction(["objections", ...words.split(" ").filter(Boolean)], given);
  return service.act(action as Parameters<TestService["act"]>[0]);
};

test("whoever objected in time did, confirmed late or never; who was silent counts as accepting, once the clock says so", async () => {
  await team("recipients", "customer,email\nOne,one@a.example\nTwo,two@a.example\nThree,three@a.example\n", "text/csv");
  const one = await file("one@a.example");
  const two = await file("two@a.example");
  await press(two.link, "withdrawn", 1);
  const standings = async () => {
    const { silence, customers } = await read<{ silence: string; customers: { customer: string; standing: string }[] }>(
      "standings?change=2.1",
    );
    return [silence, ...customers.map(({ customer, standing }) => `${customer} ${standing}`)];
  };
  expect(await standings()).toEqual(["accepts", "One objected", "Three open", "Two open"]);
  const before = await service.query("select * from cases");
  await service.moveClock({ ahead: 30 * day });
  expect(await standings()).toEqual(["accepts", "One objected", "Three accepted", "Two accepted"]);
  // Nobody wrote that down.
  expect(await service.query("select * from cases")).toEqual(before);
  expect((await press(one.link, "confirmed", 1)).status).toBe(200);
  const found = await read<{ filed: string; deadline: string; confirmed: boolean; late: boolean }>(
    `objections/${one.id}`,
  );
  expect(found).toMatchObject({ confirmed: true, late: true });
  expect(await service.health()).toMatchObject({ objections: { open: 1, late: 1 } });
  expect(Date.parse(found.filed)).toBeLessThan(Date.parse(found.deadline));
  await command(`review ${one.id}`);
  await command(`reject ${one.id}`, { text: "It stays in the EEA." });
  expect(await standings()).toEqual(["accepts", "One rejected", "Three accepted", "Two accepted"]);
  expect((await team("standings?change=9.9")).status).toBe(404);
});

test("to what was taken back or announced anew nobody is open, and nobody accepts it by silence; what was said of it stays", async () => {
  await team("recipients", "customer,email\nOne,one@a.example\nTwo,two@a.example\nThree,three@a.example\n", "text/csv");
  await file("one@a.example");
  const approval = { customer: "Two", given: true, how: "By mail." };
  await team("approvals", JSON.stringify({ change: "2.1", ...approval }));
  const standings = async (change: string) => {
    const { counts, customers } = await read<{
      counts: object;
      customers: { standing: string; deadline?: string }[];
    }>(`standings?change=${change}`);
    return { counts, dated: customers.filter(({ deadline }) => deadline !== undefined).length };
  };
  expect(await standings("2.1")).toEqual({ counts: { objected: 1, open: 1, approved: 1 }, dated: 3 });
  const publish = async (content: Parameters<typeof service.vendor.publish>[0]) => {
    await service.vendor.publish(content, Date.now());
    await look(service);
  };
  await publish(mockContent(terms));
  expect(await standings("2.1")).toEqual({ counts: { objected: 1, void: 1, approved: 1 }, dated: 0 });
  // What was said of it can be taken back, and said no more.
  const said = async (change: string, word: object) => {
    const answer = await team("approvals", JSON.stringify({ change, ...approval, ...word }));
    return [answer.status, ((await answer.json()) as { code?: string }).code];
  };
  expect(await said("2.1", { given: false })).toEqual([200, undefined]);
  expect(await standings("2.1")).toEqual({ counts: { objected: 1, void: 2 }, dated: 0 });
  for (const change of ["2.1", "3.1"]) expect(await said(change, {})).toEqual([409, "feed-changed"]);
  // What says that it is taken back asks for nothing either.
  expect(await standings("3.1")).toMatchObject({ counts: { void: 3 } });
  await publish(mockChange(terms));
  await team("approvals", JSON.stringify({ change: "4.1", ...approval }));
  const anew = mockChange(terms);
  const [mailer] = anew.subprocessors.slice(-1);
  const elsewhere = { ...mailer, locations: [{ country: "IN" }] } as (typeof anew.subprocessors)[number];
  await publish({ ...anew, subprocessors: [...anew.subprocessors.slice(0, -1), elsewhere] });
  expect(await standings("4.1")).toEqual({ counts: { void: 2, approved: 1 }, dated: 0 });
  // It asks again.
  expect(await standings("5.1")).toEqual({ counts: { open: 3 }, dated: 3 });
  await service.moveClock({ ahead: 30 * day });
  expect(await standings("2.1")).toEqual({ counts: { objected: 1, void: 2 }, dated: 0 });
  expect(await standings("4.1")).toEqual({ counts: { void: 2, approved: 1 }, dated: 0 });
  expect(await standings("5.1")).toEqual({ counts: { accepted: 3 }, dated: 3 });
});

test("of what was taken back or announced anew the objector's page and mails say that, and name no deadline of it", async () => {
  const { id, link } = await file("ada@customer.example");
  const page = async (of = link) => (await fetch(`${service.address}${of}`)).text();
  const newest = (count: number) =>
    until(() => {
      const found = service.mailbox.to("ada@customer.example");
      return found.length === count && found.at(-1)?.text;
    });
  expect(await page()).toContain("<dt>Objection deadline</dt>");
  const elsewhere = mockChange(terms).subprocessors.map((one) =>
    one.id === "mail-two" ? { ...one, locations: [{ country: "IN" }] } : one,
  );
  await service.vendor.publish({ ...mockChange(terms), subprocessors: elsewhere }, Date.now());
  await look(service);
  const anew = [/Change<\/dt><dd><bdi>2\.1 — New: Mail Two</, /<bdi>3\.1 — Announced differently: New: Mail Two</];
  for (const said of anew) expect(await page()).toMatch(said);
  expect(await page()).not.toContain("Objection deadline");
  await command(`review ${id}`);
  expect(await newest(2)).toMatch(
    /^Change: 2\.1 — New: Mail Two\nChange: 3\.1 — Announced differently: New: Mail Two$/m,
  );
  const bo = await file("bo@customer.example", { change: "3.1" });
  expect(await page(bo.link)).toContain("<dt>Objection deadline</dt>");
  await service.vendor.publish(mockContent(terms), Date.now());
  await look(service);
  expect(await page(bo.link)).toMatch(/<bdi>3\.1 — .*New: Mail Two<.*<bdi>4\.1 — Withdrawn: New: Mail Two</);
  expect(await page(bo.link)).not.toContain("Objection deadline");
  for (const said of anew) expect(await page()).toMatch(said);
});

test("commands do what the addresses do, and say what was expected; evidence names what became of it", async () => {
  const { id } = await file("ada@customer.example");
  expect(await command("")).toMatch(
    new RegExp(`${id}  change 2.1  Ada Objector, Customer Ltd  filed  address not confirmed`),
  );
  expect(JSON.parse(await command("", { json: true }))).toMatchObject([{ id, state: "filed" }]);
  await expect(command(`resolve ${id}`, { outcome: "cease-use" })).rejects.toThrow(
    "Expected an objection that is under-review, found one that is filed.",
  );
  expect(await command(`review ${id}`, { by: "Lucia" })).toContain("Step 2: under-review");
  await expect(command(`answer ${id}`)).rejects.toThrow("--text");
  await expect(command(`resolve ${id}`)).rejects.toThrow("--outcome");
  await expect(command(`answer ${id}`, { text: "x", seen: "1" })).rejects.toThrow("found step 2");
  await expect(command("close x")).rejects.toThrow("show|review|answer|resolve|reject|erase");
  await expect(command("show x")).rejects.toThrow('found "x"');
  expect(await command(`resolve ${id}`, { outcome: "cease-service", text: "As agreed." })).toContain("(cease-service)");
  // The service, which runs beside, sends it.
  const mails = await until(() => {
    const found = service.mailbox.to("ada@customer.example");
    return found.length === 3 && found;
  });
  expect(mails.some(({ text }) => text?.includes("The service that is affected ends"))).toBe(true);
  expect(JSON.parse(await command(`show ${id}`))).toMatchObject({
    state: "resolved",
    steps: [{}, { name: "Lucia" }, {}],
  });
  expect(await command("")).toBe("None.\n");
  expect(await command("", { all: true, change: "2.1" })).toContain("resolved (cease-service)");

  const held = await read<EvidenceFile>("evidence?change=2.1");
  const { feed, pin } = service.settings;
  const { roots } = await walkRoots([...(held.roots ?? [])], { feed, pin, now: 0 });
  const { objections = [] } = await verifyNoticeEvidence(held.evidence, roots, pin);
  expect(objections).toMatchObject([{ id, state: "resolved", outcome: "cease-service", confirmed: false }]);
  const [filed = "", ...steps] = objections[0]?.receipts ?? [];
  expect(await verifyReceipt(filed, roots, pin)).toMatchObject({ id, action: "objection-filed" });
  const proved = await Promise.all(steps.map((receipt) => verifyStepReceipt(receipt, roots, pin)));
  expect(proved.map(({ step, action }) => `${step} ${action}`)).toEqual(["2 reviewed", "3 resolved"]);
  expect(proved.at(-1)?.text).toBe(await sha256Hex(new TextEncoder().encode("As agreed.")));
  expect(JSON.stringify(objections)).not.toMatch(/ada@|\bAda\b|agreed/);
});

test("erasing leaves states, dates and receipts; after ten years nothing is left", async () => {
  const { id, link } = await file("ada@customer.example");
  await command(`review ${id}`);
  await command(`answer ${id}`, { text: "Whose data is it?" });
  expect(await command(`erase ${id}`)).toContain("Erased");
  const tables = ["objections", "steps", "step_texts", "cases"];
  const all = async () =>
    JSON.stringify(await Promise.all(tables.map((table) => service.query(`select * from ${table}`))));
  expect(await all()).not.toMatch(/ada@|Ada Objector|Customer Ltd|adequacy|Whose data/);
  expect(JSON.parse(await command(`show ${id}`)).steps.map(({ receipt }: { receipt?: string }) => !!receipt)).toEqual([
    ...[false, true, true],
  ]);
  await expect(command(`answer ${id}`, { text: "x" })).rejects.toThrow("erased");
  expect((await fetch(`${service.address}${link}`)).status).toBe(200);
  // Whoever objects again has an address again.
  await file("bo@customer.example");
  await service.moveClock({ ahead: 11 * 366 * day });
  await service.restart();
  await until(async () => (await service.query("select 1 from cases")).length === 0);
  for (const table of tables) expect(await service.query(`select * from ${table}`)).toEqual([]);
  expect(await service.query("select kind from deliveries where kind <> 'outcome'")).toEqual([]);
});

test("objections that are older than cases come into theirs at the next start", async () => {
  const { id, link } = await file("ada@customer.example");
  await service.object({ email: "ada@customer.example", grounds: "Second." });
  await service.restart(async () => {
    await service.run("delete from cases");
    await service.run("delete from steps");
    await service.run("update objections set case_id = null");
  });
  expect(await read(`objections/${id}`)).toMatchObject({
    state: "filed",
    step: 2,
    texts: [{ id }, { grounds: "Second." }],
  });
  expect((await fetch(`${service.address}${link}`)).status).toBe(200);
});

test("under specific authorisation nothing is accepted by silence: what is missing is shown, and approvals are noted", async () => {
  const terms = { noticeTerms: { noticePeriod: "P10D", objectionPeriod: "P10D", silence: "refused" as const } };
  const content = mockChange(terms);
  await service.vendor.publish(content, Date.now());
  const more = { ...content, subprocessors: [...content.subprocessors, { id: "third", name: "Third" }] };
  await service.vendor.publish(more, Date.now());
  await look(service);
  await team("recipients", "customer,email\nOne,one@a.example\nTwo,two@a.example\n", "text/csv");
  const [{ change } = { change: "" }] = await service.query<{ change: string }>(
    "select change from log_entries where entry like '%\"third\"%' and entry like '%\"added\"%'",
  );
  await service.moveClock({ ahead: 30 * day });
  const standings = () => read<{ approval?: string; missing?: string[] }>(`standings?change=${change}`);
  expect(await standings()).toMatchObject({ silence: "refuses", approval: "required", missing: ["One", "Two"] });
  const note = (customer: string, given: boolean) =>
    team("approvals", JSON.stringify({ change, customer, given, how: "Letter of 3 May.", by: "Lucia" }));
  expect((await note("One", true)).status).toBe(200);
  expect((await note("Nobody", true)).status).toBe(404);
  const words = { database: service.settings.database, secret: async () => service.settings.secret };
  const signer = async () => service.vendor.signer;
  const act = async (flags: Record<string, string>) => {
    const { database: _place, ...action } = await readAction(["standings", change], { ...words, signer, flags });
    return JSON.parse(await service.act(action as Parameters<TestService["act"]>[0]));
  };
  await expect(act({ approve: "Two" })).rejects.toThrow("--how");
  expect(await act({ approve: "Two", how: "By mail." })).toMatchObject({
    missing: [],
    customers: [{ standing: "approved", approval: { given: true, how: "Letter of 3 May.", notedBy: "Lucia" } }, {}],
  });
  expect(await act({ revoke: "Two", how: "By mail." })).toMatchObject({
    missing: ["Two"],
    customers: [{}, { standing: "approval-missing", approval: { given: false } }],
  });
});
