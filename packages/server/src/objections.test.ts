import { fromBase64url, type Root, verifyReceipt } from "@trust-center/feed";
import { mockChange, mockContent } from "@trust-center/feed/mock";
import { load, object, objectionText } from "@trust-center/sdk";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { openMailbox, until } from "./testing/mailbox.ts";
import { latestFeed, look, privacyMail, startTestService, type TestService, terms } from "./testing/service.ts";
import { hour } from "./time.ts";

let service: TestService;

beforeEach(async () => {
  service = await startTestService();
  await service.announce();
});

afterEach(() => service.close());

const roots = (): Root[] => {
  const envelope = JSON.parse(new TextDecoder().decode(service.vendor.files.get("root/1.json")));
  return [JSON.parse(new TextDecoder().decode(fromBase64url(envelope.payload)))];
};

const window = () => {
  const path = `feed/${latestFeed(service).sha256}.json`;
  const feed = JSON.parse(new TextDecoder().decode(service.vendor.files.get(path)));
  return feed.open[0].window as { deadline: string };
};

/** Publishes the list of {@link TestService.announce} with other facts of what it announced, seen by nobody yet. */
const publishUnseen = async (facts: object) => {
  const content = mockChange(terms);
  const subprocessors = content.subprocessors.map((entry) =>
    entry.id === "mail-two" ? { ...entry, ...facts } : entry,
  );
  await service.vendor.publish({ ...content, subprocessors }, Date.now());
};

const publishMailer = async (facts: object) => {
  await publishUnseen(facts);
  await look(service);
};

const count = async () => (await service.query<{ n: number }>("select count(*) as n from objections"))[0]?.n;

const refusal = async (answer: Response, status: number, code: string) => {
  const problem = await answer.json();
  expect(problem).toMatchObject({ status, code, title: expect.any(String) });
  expect(answer.status).toBe(status);
  expect(answer.headers.get("content-type")).toBe("application/problem+json");
  return problem;
};

test("an objection gives a receipt that verifies, and two mails that carry it", async () => {
  const body = await service.objection();
  const answer = await service.post("objections", body);
  expect(answer.status).toBe(201);
  const { receipt } = (await answer.json()) as { receipt: string };
  const proved = await verifyReceipt(receipt, roots(), service.vendor.pin);
  expect(proved.announced).toMatch(/^\d{4}-\d\d-\d\dT/);
  expect(proved).toMatchObject({
    action: "objection-filed",
    change: "2.1",
    subject: "mail-two",
    version: 2,
    deadline: window().deadline,
    log: { size: 2 },
  });
  const text = objectionText(body as unknown as Parameters<typeof objectionText>[0]);
  const hash = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  expect(proved.objection).toBe(Buffer.from(hash).toString("hex"));

  const [toObjector, toVendor] = await Promise.all([
    service.mailbox.next("ada@customer.example"),
    service.mailbox.next(privacyMail),
  ]);
  for (const mail of [toObjector, toVendor]) {
    expect(mail.attachments.map(({ content }) => content.toString())).toEqual([receipt]);
    expect(mail.text).toContain(proved.id);
  }
  expect(toVendor.text).toContain("No adequacy decision.");
  expect(toVendor.replyTo?.text).toBe("ada@customer.example");
  // The address is unproved: what the sender wrote must not be relayed to it.
  expect(toObjector.text).not.toContain("adequacy");
  // As a word: three letters in a row come about in a token too.
  expect(toObjector.text).not.toMatch(/\bAda\b/);
});

test("the SDK files one from end to end", async () => {
  const content = mockContent({ service: service.address, noticeTerms: { objectionPeriod: "P10D" } });
  await service.vendor.publish(
    { ...content, subprocessors: [...content.subprocessors, { id: "new", name: "New" }] },
    Date.now(),
  );
  await look(service);
  const center = await load(service.vendor.address, { pin: service.vendor.pin, strict: true });
  const change = center.feed.open?.find(({ subject }) => subject.id === "new")?.id ?? "";
  const filed = await object(center, {
    change,
    name: "Ada",
    email: "ada@customer.example",
    organisation: "Customer Ltd",
    grounds: "",
  });
  expect(filed.content.change).toBe(change);
  expect(await count()).toBe(1);
});

test("the deadline holds to the end of its second, and not a moment longer", async () => {
  const end = Date.parse(window().deadline) + 1000;
  await service.moveClock({ frozen: end - 1 });
  const [intime, late] = [await service.objection(), await service.objection()];
  expect((await service.post("objections", intime)).status).toBe(201);
  await service.moveClock({ frozen: end });
  const problem = await refusal(await service.post("objections", late), 409, "window-closed");
  expect(problem.deadline).toBe(window().deadline);
  expect(await count()).toBe(1);
});

test("a request sent again gives the same receipt; with another content it is refused", async () => {
  const body = await service.objection();
  const first = await (await service.post("objections", body)).json();
  await service.moveClock({ ahead: 60 * 24 * 60 * 60 * 1000 });
  expect(await (await service.post("objections", body)).json()).toEqual(first);
  await refusal(await service.post("objections", { ...body, grounds: "other" }), 409, "invalid");
  await refusal(await service.post("objections", { ...body, segment: "eu" }), 409, "invalid");
  expect(await count()).toBe(1);
});

test("the same request, sent many times at once, is filed once", async () => {
  const body = await service.objection();
  const answers = await Promise.all(Array.from({ length: 8 }, () => service.post("objections", body)));
  const receipts = await Promise.all(answers.map((answer) => answer.json()));
  expect(new Set(receipts.map(({ receipt }) => receipt)).size).toBe(1);
  expect(await count()).toBe(1);
});

describe("what the feed must say", () => {
  test("an unknown change", async () => {
    await refusal(await service.object({ change: "9.9" }), 404, "unknown-change");
  });

  test("a version that never was, or has not the change", async () => {
    const { version } = latestFeed(service);
    await refusal(await service.object({ feed: { version, sha256: "0".repeat(64) } }), 409, "feed-changed");
    const first = (await service.query<{ sha256: string }>("select sha256 from log_entries where version = 1"))[0];
    await refusal(await service.object({ feed: { version: 1, sha256: first?.sha256 } }), 409, "feed-changed");
  });

  test("an earlier version that has the change will do", async () => {
    const read = latestFeed(service);
    const before = window().deadline;
    const noticeTerms = { noticePeriod: "P20D", objectionPeriod: "P5D" };
    await service.vendor.publish(mockChange({ title: "Other", noticeTerms }), Date.now());
    await look(service);
    expect(latestFeed(service).version).toBe(3);
    const answer = await service.object({ feed: read });
    const { receipt } = (await answer.json()) as { receipt: string };
    // Other terms close no window that is open.
    expect(await verifyReceipt(receipt, roots(), service.vendor.pin)).toMatchObject({ version: 2, deadline: before });
  });

  test("a version that its reader saw before the service did is looked at now", async () => {
    await publishUnseen({ purposes: ["sending e-mail."] });
    const answers = await Promise.all([service.object(), service.object(), service.object({ change: "2.1" })]);
    expect(answers.map(({ status }) => status)).toEqual([201, 201, 201]);
    const [receipt = ""] = await Promise.all(
      answers.map(async (answer) => ((await answer.json()) as { receipt: string }).receipt),
    );
    expect(await verifyReceipt(receipt, roots(), service.vendor.pin)).toMatchObject({ version: 3, log: { size: 3 } });
  });

  test("and so is the next, however soon it follows", async () => {
    await publishUnseen({ purposes: ["sending e-mail."] });
    expect((await service.object()).status).toBe(201);
    await publishUnseen({ purposes: ["Sending e-mail."] });
    expect((await service.object()).status).toBe(201);
  });

  test("who claims a version that never was makes the service look once in a while, not each time", async () => {
    const feed = { version: 1000, sha256: "0".repeat(64) };
    const bodies = await Promise.all(Array.from({ length: 12 }, () => service.objection({ feed })));
    const before = service.vendor.looks;
    for (const answer of await Promise.all(bodies.map((body) => service.post("objections", body))))
      await refusal(answer, 409, "feed-changed");
    expect(service.vendor.looks - before).toBeLessThan(6);
  });

  test("wording that was corrected since leaves the window as it is", async () => {
    const read = latestFeed(service);
    await publishMailer({ purposes: ["sending e-mail."] });
    expect((await service.object({ feed: read })).status).toBe(201);
  });

  test("a change that was announced otherwise: the new one is what is objected to", async () => {
    const read = latestFeed(service);
    await publishMailer({ locations: [{ country: "US" }, { country: "IN" }] });
    await refusal(await service.object({ feed: read }), 409, "feed-changed");
    expect((await service.object({ change: "3.1" })).status).toBe(201);
  });

  test("a change that was withdrawn", async () => {
    const read = latestFeed(service);
    await service.vendor.publish(mockContent({ noticeTerms: { objectionPeriod: "P10D" } }), Date.now());
    await look(service);
    await refusal(await service.object({ feed: read }), 409, "feed-changed");
  });

  test("a change without a window, and a segment that does not exist", async () => {
    await refusal(await service.object({ change: "1.0" }), 409, "window-closed");
    await service.vendor.publish(mockChange({ ...terms, title: "Other" }), Date.now());
    await look(service);
    await refusal(await service.object({ change: "3.1" }), 409, "window-closed");
    const problem = await refusal(await service.object({ segment: "enterprise" }), 422, "invalid");
    expect(problem.errors).toHaveProperty("segment");
  });
});

test("a segment has its own deadline", async () => {
  const noticeTerms = {
    objectionPeriod: "P10D",
    segments: [{ id: "enterprise", name: "Enterprise", objectionPeriod: "P30D" }],
  };
  const content = mockChange({ noticeTerms });
  const third = { id: "third", name: "Third" };
  // The terms in effect date a change, not those that come with it.
  await service.vendor.publish(content, Date.now());
  await service.vendor.publish({ ...content, subprocessors: [...content.subprocessors, third] }, Date.now());
  await look(service);
  const [{ change } = { change: "" }] = await service.query<{ change: string }>(
    "select change from log_entries where entry like '%\"third\"%' and entry like '%\"added\"%'",
  );
  await service.moveClock({ ahead: 15 * 24 * 60 * 60 * 1000 });
  await refusal(await service.object({ change }), 409, "window-closed");
  const answer = await service.object({ change, segment: "enterprise" });
  expect(answer.status).toBe(201);
  const { receipt } = (await answer.json()) as { receipt: string };
  const { filed, deadline } = await verifyReceipt(receipt, roots(), service.vendor.pin);
  expect(Date.parse(deadline) - Date.parse(filed)).toBeGreaterThan(14 * 24 * 60 * 60 * 1000);
});

test("a proof counts once, and only for objections", async () => {
  const body = await service.objection();
  expect((await service.post("objections", body)).status).toBe(201);
  await refusal(await service.object({ proof: body.proof }), 403, "proof");
  expect(await count()).toBe(1);
});

test("a mail server that is down never blocks an objection; its mails go out later", async () => {
  await service.mailbox.close();
  const body = await service.objection();
  const answer = await service.post("objections", body);
  expect(answer.status).toBe(201);
  await until(() => service.logs.some((line) => line.includes("mail-queued")));
  expect(await service.query("select 1 from deliveries where state in ('sent', 'failed', 'unknown')")).toEqual([]);
  service.mailbox = await openMailbox(service.mailbox.port);
  await service.mailbox.next("ada@customer.example");
  await service.mailbox.next(privacyMail);
});

test("a vendor's site that is down never blocks an objection, not even after a restart", async () => {
  service.vendor.down = true;
  await service.restart();
  expect((await service.object()).status).toBe(201);
});

describe("many objections", () => {
  const objectAgain = async (more: object = {}) => service.post("objections", await service.objection(more));

  test("are never refused for their number: from one network they cost more work each", async () => {
    await service.close();
    service = await startTestService({ rates: { objectionsPerNetwork: { most: 1, span: hour } } });
    await service.announce();
    const cheap = await service.objection();
    for (let sent = 0; sent < 2; sent++) expect((await objectAgain()).status).toBe(201);
    await refusal(await service.post("objections", cheap), 403, "proof");
    const challenge = (await (await fetch(`${service.address}challenge?for=objection`)).json()) as {
      parameters: { cost: number };
    };
    expect(challenge.parameters.cost).toBe(16_000);
    const other = (await (await fetch(`${service.address}challenge?for=subscription`)).json()) as typeof challenge;
    expect(other.parameters.cost).toBe(1000);
    expect((await objectAgain()).status).toBe(201);
    expect(await count()).toBe(3);
  });

  test("of several who file at once through the SDK, each gets a receipt", async () => {
    await service.close();
    service = await startTestService({ rates: { objectionsPerNetwork: { most: 1, span: hour } } });
    const content = mockChange({ ...terms, service: service.address });
    await service.vendor.publish(content, Date.now());
    await look(service);
    const center = await load(service.vendor.address, { pin: service.vendor.pin, strict: true });
    const said = { change: "2.1", name: "Ada", email: "ada@customer.example", organisation: "C", grounds: "" };
    const filed = await Promise.all(Array.from({ length: 4 }, () => object(center, said)));
    expect(new Set(filed.map(({ content }) => content.id)).size).toBe(4);
  });

  test("in one mailbox's name lock nobody out: the last receipts are given, and not mailed", async () => {
    await service.close();
    service = await startTestService({ rates: { objectionsPerAddress: { most: 2, span: hour } } });
    await service.announce();
    for (const tag of ["", "+1", "+2"]) {
      const answer = await objectAgain({ email: `ada${tag}@customer.example` });
      expect(answer.status).toBe(201);
      expect(await answer.json()).toMatchObject({ receipt: expect.any(String) });
    }
    await until(() => service.mailbox.to(privacyMail).length === 3);
    const kinds = (await service.query<{ kind: string }>("select kind from deliveries")).map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === "objection-receipt")).toHaveLength(2);
    expect(kinds.filter((kind) => kind === "objection-vendor")).toHaveLength(3);
  });
});

test("text that turns around stays in its line of the vendor's mail", async () => {
  const turned = "Ada \u202emoc.live@ada\u2066 Objector";
  const answer = await service.post(
    "objections",
    await service.objection({ name: turned, grounds: `No\u202e.\nSecond line.` }),
  );
  expect(answer.status).toBe(201);
  const mail = await service.mailbox.next(privacyMail);
  for (const part of [mail.text, mail.html, mail.subject])
    expect(String(part)).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
  expect(mail.text).toContain("Second line.");
});
