import { writeFile } from "node:fs/promises";
import { mockContent } from "@trust-center/feed/mock";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { handover } from "./recipients/period.ts";
import { linkIn, look, press, privacyMail, startTestService, type TestService, terms } from "./testing/service.ts";

let service: TestService;

beforeEach(async () => {
  service = await startTestService();
  await service.vendor.publish(list(), Date.now());
  await look(service);
});

afterEach(() => service.close());

const services = [
  { id: "mail", name: "Mail" },
  { id: "store", name: "Store" },
];
const segments = [{ id: "bank", name: "Banks", noticePeriod: "P60D", objectionPeriod: "P60D" }];
const noticeTerms = { ...terms.noticeTerms, segments };

/** A type and no interface: it has to have an index. */
type Entry = {
  id: string;
  name: string;
  services?: string[];
};

const list = (...more: Entry[]) => {
  const { subprocessors, ...content } = mockContent({ noticeTerms, services });
  return { ...content, subprocessors: [...subprocessors, ...more] };
};

const importCsv = (lines: string[], query = "", headers: Record<string, string> = {}) =>
  fetch(`${service.address}recipients${query}`, {
    method: "POST",
    headers: { "content-type": "text/csv", authorization: `Bearer ${service.operatorToken}`, ...headers },
    body: lines.join("\n"),
  });

const publish = async (...more: Entry[]) => {
  await service.vendor.publish(list(...more), Date.now());
  await look(service);
};

const header = "customer,email,role,language,segment,services,contract,notice_period";

describe("taking recipients over", () => {
  test("is atomic, idempotent, says what it does, and removes nobody silently", async () => {
    const first = [header, "One,dpo@one.example,privacy,de,bank,mail,C-1,P30D", "Two,josé@bücher.example,,,,,,"];
    const dry = (await (await importCsv(first, "?dryRun=true")).json()) as Record<string, unknown>;
    expect(dry).toMatchObject({ dryRun: true, added: [{ customer: "One" }, { customer: "Two" }], unchanged: 0 });
    expect(await service.query("select 1 from recipients")).toEqual([]);
    expect(await (await importCsv(first)).json()).toMatchObject({ added: [{}, {}], unchanged: 0 });
    expect(await (await importCsv(first)).json()).toMatchObject({ added: [], changed: [], unchanged: 2 });

    const second = [header, "Two,jose@xn--bcher-kva.example,,,,,,", "Two,JOSÉ@xn--bcher-kva.example,legal,,,,,"];
    const done = await (await importCsv(second)).json();
    expect(done).toMatchObject({
      added: [{ email: "jose@xn--bcher-kva.example" }],
      changed: [{ before: { email: "josé@bücher.example" }, after: { role: "legal" } }],
      removed: [],
      missing: [{ customer: "One" }],
    });
    expect(await service.query("select 1 from recipients")).toHaveLength(3);
    expect(await (await importCsv(second, "?removeMissing=true")).json()).toMatchObject({
      removed: [{ customer: "One" }],
    });
    expect(await service.query("select 1 from recipients")).toHaveLength(2);

    const bad = await importCsv([header, "Three,dpo@three.example,,,,,,", "Four,four,,,retail,,,"]);
    expect(bad.status).toBe(422);
    const { errors } = (await bad.json()) as { errors: Record<string, string> };
    expect(Object.values(errors).map((text) => text.split(":")[0])).toEqual(["Line 3, email", "Line 3, segment"]);
    expect(await service.query("select 1 from recipients")).toHaveLength(2);
  });

  test("a customer is found with blanks about its name, and who is near to a name is told", async () => {
    await importCsv([header, "Kind Ltd,dpo@kind.example,,,,,,"]);
    await publish({ id: "third", name: "Third" });
    const [{ change } = { change: "" }] = await service.query<{ change: string }>(
      `select change from log_entries where entry like '%"third"%'`,
    );
    const headers = { authorization: `Bearer ${service.operatorToken}` };
    const approve = (customer: string) =>
      service.post("approvals", { change, customer, given: true, how: "By telephone.", by: "Lucia" }, headers);
    expect((await approve(" Kind Ltd\u00a0")).status).toBe(200);
    expect(await (await approve("KIND")).json()).toMatchObject({
      status: 404,
      detail: expect.stringMatching(/found “KIND”\. Near to it: Kind Ltd\.$/),
    });
    const removed = await service.post("recipients/remove", { customer: "Kind Ltd " }, headers);
    expect(await removed.json()).toMatchObject({ removed: [{ customer: "Kind Ltd" }] });
  });

  test.each([
    ["UTF-16", Buffer.from("\ufeffcustomer\temail\nOne\tdpo@one.example\n", "utf16le")],
    ["a workbook", Buffer.from("PK\x03\x04\xff", "latin1")],
    ["another encoding", Buffer.from("customer,email\nSociété,dpo@one.example\n", "latin1")],
  ])("of bytes that are %s says so", async (found, bytes) => {
    const headers = { "content-type": "text/csv", authorization: `Bearer ${service.operatorToken}` };
    const body = new Uint8Array(bytes);
    const answer = await fetch(`${service.address}recipients`, { method: "POST", headers, body });
    expect(await answer.json()).toMatchObject({
      detail: "Expected another file: 1 problem. Nothing was taken over.",
      errors: { 1: `Line 1: expected text in UTF-8, found ${found}. Save the file as CSV UTF-8.` },
    });
  });

  test("needs the operator's token, text/csv, and a body under the cap", async () => {
    expect((await importCsv([header], "", { authorization: `Bearer ${service.hookToken}` })).status).toBe(401);
    expect((await fetch(`${service.address}recipients`)).status).toBe(401);
    expect((await fetch(`${service.address}tasks`)).status).toBe(401);
    expect((await importCsv([header], "", { "content-type": "text/plain" })).status).toBe(415);
    expect((await importCsv([header, "x".repeat(17 * 1024 * 1024)])).status).toBe(413);
  });

  test("the command does the same, and its export is taken over without a change", async () => {
    const file = `${service.folder}/customers.csv`;
    await writeFile(file, [header, 'One,dpo@one.example,privacy,de,bank,mail store,"C-1, 2",P10D business'].join("\n"));
    const secret = service.settings.secret;
    const command = { name: "import" as const, file, secret, isDryRun: false, removesMissing: false };
    expect(await service.act({ ...command, isDryRun: true })).toMatch(/^Would be: 1 added/);
    expect(await service.act(command)).toBe(
      "1 added, 0 changed, 0 removed, 0 as they were.\n+ One <dpo@one.example> (privacy)\n",
    );
    await writeFile(file, await service.act({ name: "export" }));
    expect(await service.act(command)).toBe("0 added, 0 changed, 0 removed, 1 as they were.\n");
    expect(JSON.parse(await service.act({ name: "list" }))).toMatchObject([
      { customer: "One", segment: "bank", services: ["mail", "store"], noticePeriod: "P10D business" },
    ]);
    await writeFile(file, header);
    expect(await service.act(command)).toContain("1 not in the file stay");
    expect(await service.act({ name: "remove", customer: undefined, email: "DPO@one.example" })).toContain("One");
    await expect(service.act({ name: "remove", customer: "One", email: undefined })).rejects.toThrow("found none");
    await writeFile(file, "customer,email\n,x\n");
    await expect(service.act(command)).rejects.toThrow(/Line 2, customer.*\nLine 2, email/);
  });
});

describe("notices", () => {
  test("go to whom contracts name, unasked, of what concerns them alone, with their own deadline", async () => {
    await importCsv([
      header,
      "One,one@customer.example,,,bank,mail,,",
      "Two,two@customer.example,,de,,store,,P90D",
      "Three,three@customer.example,,,,,,",
    ]);
    await service.subscribeAndConfirm("self@customer.example");
    await publish({ id: "a", name: "Alpha", services: ["mail"] }, { id: "b", name: "Beta", services: ["store"] });
    await service.settled();
    const mails = (name: string) => service.mailbox.to(`${name}@customer.example`).map(({ text = "" }) => text);
    const [one = "", ...none] = mails("one");
    expect(none).toEqual([]);
    expect([one.includes("Alpha"), one.includes("Beta")]).toEqual([true, false]);
    expect(one).toContain("a contract with Acme names this address");
    const [two = ""] = mails("two");
    expect([two.includes("Alpha"), two.includes("Beta")]).toEqual([false, true]);
    for (const text of [mails("three")[0], mails("self")[1]]) {
      expect([text?.includes("Alpha"), text?.includes("Beta")]).toEqual([true, true]);
    }
    const deadlines = await service.query<{ contracts: string; changes: string; told_at: number }>(
      "select contracts, changes, told_at from told",
    );
    const days = (customer: string, within = 0) => {
      const row = deadlines.find(({ contracts }) => contracts.includes(`"${customer}"`));
      const [told] = JSON.parse(row?.changes ?? "[]") as { deadline: string }[];
      return Math.floor((Date.parse(told?.deadline ?? "") - (row?.told_at ?? 0) - within) / 86_400_000);
    };
    expect([days("One"), days("Two", handover), days("Three")]).toEqual([60, 90, 10]);
  });

  test("who has nothing of a publish gets no mail, and is told later of what came since alone", async () => {
    await importCsv([header, "One,one@customer.example,,,,mail,,"]);
    await publish({ id: "b", name: "Beta", services: ["store"] });
    await service.settled();
    expect(service.mailbox.to("one@customer.example")).toEqual([]);
    await publish({ id: "b", name: "Beta", services: ["store"] }, { id: "a", name: "Alpha", services: ["mail"] });
    const { text = "" } = await service.mailbox.next("one@customer.example");
    expect([text.includes("Alpha"), text.includes("Beta")]).toEqual([true, false]);
  });

  test("one address is told once, whoever wants it told", async () => {
    const address = "both@customer.example";
    await service.subscribeAndConfirm(address);
    await importCsv([header, `One,${address},,,,mail,,`, `Two,${address.toUpperCase()},,,,store,,`]);
    await publish({ id: "a", name: "Alpha", services: ["mail"] }, { id: "b", name: "Beta", services: ["store"] });
    await service.settled();
    expect(await service.query("select 1 from deliveries where kind = 'notice'")).toHaveLength(1);
    expect(service.mailbox.to(address)).toHaveLength(2);
  });

  test("what one address of a customer was not told, the one that takes its place is", async () => {
    await importCsv([header, "One,old@customer.example,,,,,,"]);
    service.mailbox.script = [550];
    await publish({ id: "a", name: "Alpha" });
    await service.settled();
    await importCsv([header, "One,new@customer.example,,,,,,"], "?removeMissing=1");
    expect((await service.mailbox.next("new@customer.example")).text).toContain("Alpha");
    await service.settled();
  });

  test("whoever comes to a contract is told at once of what is open, once, with a deadline of its own", async () => {
    await publish({ id: "a", name: "Alpha", services: ["mail"] }, { id: "b", name: "Beta", services: ["store"] });
    await importCsv([header, "One,one@customer.example,,,,mail,,P90D"]);
    await importCsv([header, "One,one@customer.example,,,,mail,,P90D", "One,two@customer.example,,,,,,"]);
    const [one, two] = [
      await service.mailbox.next("one@customer.example"),
      await service.mailbox.next("two@customer.example"),
    ];
    expect([one.text?.includes("Alpha"), one.text?.includes("Beta")]).toEqual([true, false]);
    expect([two.text?.includes("Alpha"), two.text?.includes("Beta")]).toEqual([true, true]);
    await service.settled();
    const [told] = await service.query<{ changes: string; told_at: number }>(
      "select changes, told_at from told where contracts like '%one@%'",
    );
    const [{ deadline = "" } = {}] = JSON.parse(told?.changes ?? "[]") as { deadline?: string }[];
    expect(Math.floor((Date.parse(deadline) - (told?.told_at ?? 0) - handover) / 86_400_000)).toBe(90);
    // What it uses from now on is open too.
    await importCsv([header, "One,one@customer.example,,,,mail store,,P90D"]);
    const { text = "" } = await service.mailbox.next("one@customer.example", 2);
    expect([text.includes("Alpha"), text.includes("Beta")]).toEqual([false, true]);
    await importCsv([header, "One,one@customer.example,legal,,,mail store,,P90D"]);
    await service.settled();
    expect(service.mailbox.to("one@customer.example")).toHaveLength(2);
  });

  test("what was open before the service first saw the feed is told to a new customer; what is over is not", async () => {
    await publish({ id: "a", name: "Alpha" });
    // As a database is that has not seen any feed.
    await service.restart(() => service.run("delete from events; delete from log_entries; delete from feed_state"));
    await importCsv([header, "One,one@customer.example,,,,,,"]);
    expect((await service.mailbox.next("one@customer.example")).text).toContain("Alpha");
    await service.moveClock({ ahead: 100 * 86_400_000 });
    await importCsv([header, "Late,late@customer.example,,,,,,"]);
    await service.settled();
    expect(service.mailbox.to("late@customer.example")).toEqual([]);
  });
});

describe("whoever a contract names and wants no more", () => {
  const address = "one@customer.example";
  const leave = async () => {
    await publish({ id: "a", name: "Alpha" });
    const link = linkIn((await service.mailbox.next(address)).text ?? "", "leave");
    await service.settled();
    const page = await (await fetch(`${service.address}${link}`)).text();
    expect(page).toContain("A contract asks for these notices");
    expect(await service.query("select 1 from recipients where left_at is not null")).toEqual([]);
    expect(await (await press(service, link)).text()).toContain("Your wish is recorded");
    await press(service, link, "List-Unsubscribe=One-Click");
    return link;
  };

  test("is noted, the vendor is told once, and notices go on", async () => {
    await importCsv([header, `One,${address},,,,,,`]);
    await leave();
    const told = await service.mailbox.next(privacyMail);
    expect(told.text).toContain(`Organisation: One\nE-mail: ${address}`);
    expect(told.text).toContain("Notices to it go on");
    await publish({ id: "a", name: "Alpha" }, { id: "b", name: "Beta" });
    await service.mailbox.next(address, 2);
    await service.settled();
    expect(service.mailbox.to(privacyMail)).toHaveLength(1);
    expect(JSON.parse(await service.act({ name: "tasks", done: undefined }))).toMatchObject([
      { kind: "left", reason: "go-on", late: false, recipients: [{ customer: "One" }] },
    ]);
  });

  test("gets no more where the settings say so, also after the same file was taken over again", async () => {
    service.settings.contractLeave = "stop";
    await service.restart();
    const lines = [header, `One,${address},,,,,,`];
    await importCsv(lines);
    await leave();
    expect((await service.mailbox.next(privacyMail)).text).toContain("Notices to it have stopped");
    expect(await (await importCsv(lines)).json()).toMatchObject({ unchanged: 1 });
    await publish({ id: "a", name: "Alpha" }, { id: "b", name: "Beta" });
    await service.settled();
    expect(service.mailbox.to(address)).toHaveLength(1);
  });

  test("loses its own subscription alone where it had one", async () => {
    await service.subscribeAndConfirm(address);
    await importCsv([header, `One,${address},,,,,,`]);
    await publish({ id: "a", name: "Alpha" });
    await press(service, linkIn((await service.mailbox.next(address, 2)).text ?? "", "leave"));
    expect(await service.query("select state, email, contract_email from subscriptions")).toEqual([
      { state: "left", email: null, contract_email: address },
    ]);
    await publish({ id: "a", name: "Alpha" }, { id: "b", name: "Beta" });
    expect((await service.mailbox.next(address, 3)).text).toContain("a contract with Acme names this address");
  });
});

test("the deadline that a notice named holds, for whom it named it to alone, until the change is taken back", async () => {
  await importCsv([header, "One,one@customer.example,,,,,,P90D"]);
  await service.subscribeAndConfirm("self@customer.example");
  await publish({ id: "a", name: "Alpha" });
  await service.mailbox.next("one@customer.example");
  await service.settled();
  const change = (await service.query<{ change: string }>("select change from log_entries order by position desc"))[0]
    ?.change;
  const day = 86_400_000;
  const object = (email: string) => service.object({ change, email });
  await service.moveClock({ ahead: 11 * day });
  await service.vendor.refresh(Date.now() + 11 * day);
  expect((await object("self@customer.example")).status).toBe(409);
  expect((await object("one@customer.example")).status).toBe(201);
  await service.moveClock({ ahead: 89 * day });
  const late = await object("ONE@customer.example");
  expect(late.status).toBe(201);
  await service.moveClock({ ahead: 92 * day });
  expect((await object("one@customer.example")).status).toBe(409);
});

test("a deadline that a notice named is of no use once the change was taken back", async () => {
  await importCsv([header, "One,one@customer.example,,,,,,P90D"]);
  await publish({ id: "a", name: "Alpha" });
  await service.mailbox.next("one@customer.example");
  await service.settled();
  const change = (await service.query<{ change: string }>("select change from log_entries order by position desc"))[0]
    ?.change;
  await publish();
  await service.moveClock({ ahead: 11 * 86_400_000 });
  const late = await service.object({ change, email: "one@customer.example" });
  expect([late.status, ((await late.json()) as { code: string }).code]).toEqual([409, "feed-changed"]);
});
