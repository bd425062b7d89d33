import { fromBase64url, type Root, readReceiptUnverified, verifyStepReceipt } from "@trust-center/feed";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { casePath, caseToken } from "./cases/party.ts";
import { createKeyed } from "./secret/keyed.ts";
import { until } from "./testing/mailbox.ts";
import { privacyMail, startTestService, type TestService } from "./testing/service.ts";

let service: TestService;

beforeAll(async () => {
  service = await startTestService({ rates: { stepsPerCase: { most: 12, span: 60_000 } } });
  await service.announce();
});

afterAll(() => service.close());

let persons = 0;
const person = () => `person-${persons++}@customer.example`;

const roots = (): Root[] => {
  const envelope = JSON.parse(new TextDecoder().decode(service.vendor.files.get("root/1.json")));
  return [JSON.parse(new TextDecoder().decode(fromBase64url(envelope.payload)))];
};

/** As the privacy team does. */
const team = (path: string, body?: object) =>
  fetch(`${service.address}${path}`, {
    headers: { authorization: `Bearer ${service.operatorToken}`, "content-type": "application/json" },
    ...(body && { method: "POST", body: JSON.stringify(body) }),
  });

interface Found {
  id: string;
  state: string;
  step: number;
  confirmed: boolean;
  texts: { id: string; grounds: string; confirmed: boolean; receipt: string }[];
  steps: { step: number; action: string; by: string; name?: string; text?: string; receipt?: string; to: string }[];
  sameMailbox: string[];
}

const found = async (id: string) => (await (await team(`objections/${id}`)).json()) as Found;

/** Files an objection; gives its case, and the link to its page, which stands in its mails. */
async function file(more: object = {}): Promise<{ id: string; link: string }> {
  const answer = await service.object({ email: person(), ...more });
  const { receipt } = (await answer.json()) as { receipt: string };
  const number = readReceiptUnverified(receipt).id;
  const [{ id } = { id: "" }] = await service.query<{ id: string }>(
    `select case_id as id from objections where id = '${number}'`,
  );
  return { id, link: `${casePath}?token=${caseToken(createKeyed(service.settings.secret), id)}` };
}

const linkOf = (text = "") => /objections\/case\?token=[\w-]+/.exec(text)?.[0] ?? "no link";

/** Uses a form of the page, as a browser does. */
async function press(link: string, action: string, more: Record<string, string> = {}): Promise<Response> {
  const page = await (await fetch(`${service.address}${link}`)).text();
  const seen = /name="seen" value="(\d+)"/.exec(page)?.[1] ?? "";
  return post(link, new URLSearchParams({ action, seen, ...more }));
}

const post = (link: string, body: URLSearchParams | FormData | string, headers: Record<string, string> = {}) =>
  fetch(`${service.address}${link}`, { method: "POST", body, headers });

/** What the privacy team was mailed of a case that was filed once. */
const teamMails = (id: string) => service.mailbox.to(privacyMail).filter(({ text }) => text?.includes(id));

const steps = async (id: string) => (await found(id)).steps.map(({ action, by, to }) => `${action} by ${by}: ${to}`);

test("filed, confirmed, under review, written about, rejected: each step is dated, mailed, receipted, and in the trail", async () => {
  const ada = person();
  const { id, link } = await file({ email: ada });
  expect(await (await press(link, "confirmed")).text()).toContain("Address confirmed");
  expect((await team(`objections/${id}/review`, { by: "Lucia Ferrer" })).status).toBe(200);
  expect((await press(link, "written", { text: "Is there another way?" })).status).toBe(200);
  expect(
    (await team(`objections/${id}/answer`, { by: "Lucia Ferrer", text: "None: see https://a.example/" })).status,
  ).toBe(200);
  const rejected = await team(`objections/${id}/reject`, { by: "Lucia Ferrer", text: "The data stays in the EEA." });
  expect(await rejected.json()).toMatchObject({ state: "rejected", step: 6, confirmed: true });
  expect(await steps(id)).toEqual([
    "filed by objector: filed",
    "confirmed by objector: filed",
    "reviewed by publisher: under-review",
    "written by objector: under-review",
    "answered by publisher: under-review",
    "rejected by publisher: rejected",
  ]);

  const toObjector = await until(() => service.mailbox.to(ada).length === 6 && service.mailbox.to(ada));
  const toTeam = await until(() => teamMails(id).length === 3 && teamMails(id));
  const numbers: number[] = [];
  // Mails of one moment come in any order.
  const [filed] = (await found(id)).texts;
  const receipts = toObjector.map(({ attachments }) => attachments[0]?.content.toString() ?? "");
  expect(receipts).toContain(filed?.receipt);
  for (const receipt of receipts.filter((one) => one !== filed?.receipt)) {
    const proved = await verifyStepReceipt(receipt, roots(), service.vendor.pin);
    expect(proved).toMatchObject({ type: "step", id, change: "2.1", feed: service.vendor.address });
    numbers.push(proved.step);
  }
  expect(numbers.sort()).toEqual([2, 3, 4, 5, 6]);
  const last = toObjector.find(({ text }) => text?.includes("The data stays in the EEA."));
  expect(last?.text).toContain("Rejected with reasons");
  for (const { text } of toObjector) expect(linkOf(text)).toBe(link);
  // Who it was of the team is the vendor's to know.
  for (const { text, html } of toObjector) expect(`${text}${html}`).not.toContain("Lucia");
  expect(toTeam.map(({ text }) => text).join()).toContain("Is there another way?");
  const { steps: trail } = await found(id);
  expect(trail.filter(({ by }) => by === "publisher").every(({ name }) => name === "Lucia Ferrer")).toBe(true);
  const page = await (await fetch(`${service.address}${link}`)).text();
  for (const text of ["No adequacy decision.", "Is there another way?", "None: see https://a.example/"])
    expect(page).toContain(text);
  expect(page).not.toContain("<a ");
});

test("whoever holds the receipt learns where it stands, under the publisher's signature, and nothing else", async () => {
  const answer = await service.object({ email: person() });
  const { receipt } = (await answer.json()) as { receipt: string };
  const { id } = readReceiptUnverified(receipt);
  const standing = async (given = receipt) => {
    const told = await fetch(`${service.address}objections/standing`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ receipt: given }),
    });
    return { status: told.status, body: (await told.json()) as { step?: string } };
  };
  expect(await standing()).toEqual({ status: 200, body: {} });
  await team(`objections/${id}/review`, { by: "Lucia Ferrer" });
  const { body } = await standing();
  expect(Object.keys(body)).toEqual(["step"]);
  const step = await verifyStepReceipt(body.step ?? "", roots(), service.vendor.pin);
  const { filed } = readReceiptUnverified(receipt);
  expect(step).toMatchObject({ id, state: "under-review", action: "reviewed", filed });
  expect(Date.parse(step.at)).toBeGreaterThanOrEqual(Date.parse(filed));
  expect(body.step).not.toContain("Lucia");
  // Another's receipt, one that was changed, and none.
  const [head, payload, signature] = receipt.split(".");
  const named = JSON.stringify({ ...readReceiptUnverified(receipt), id: "\u0000" });
  const forged = [
    `${head}.${Buffer.from(named).toString("base64url")}.${signature}`,
    `${head}.${payload}.${signature?.split("").reverse().join("")}`,
    `${head}.${payload}`,
    "x",
    receipt.slice(1),
  ];
  for (const one of forged) expect((await standing(one)).status, one).toBe(404);
});

const html = async (answer: Response) => [answer.status, await answer.text()] as const;

test("the page is whoever's has the link; scanners that open it, with or without a token, change nothing", async () => {
  const { id, link } = await file();
  for (const method of ["GET", "HEAD"]) {
    const answer = await fetch(`${service.address}${link}`, { method });
    expect(answer.status).toBe(200);
    expect(answer.headers.get("content-security-policy")).toContain("default-src 'none'");
    expect(answer.headers.get("referrer-policy")).toBe("no-referrer");
    expect(answer.headers.get("cache-control")).toBe("no-store");
  }
  for (const token of ["", "x", link.slice(-43, -1), `${link.slice(-43)}x`, "%00", "x".repeat(5000)]) {
    const wrong = `objections/case?token=${token}`;
    expect((await fetch(`${service.address}${wrong}`)).status).toBe(404);
    expect((await post(wrong, new URLSearchParams({ action: "withdrawn", seen: "1" }))).status).toBe(404);
  }
  expect(await steps(id)).toEqual(["filed by objector: filed"]);
  // Of the token nothing is kept but its hash.
  const token = link.split("=")[1] ?? "";
  for (const table of ["cases", "deliveries", "steps"])
    expect(JSON.stringify(await service.query(`select * from ${table}`))).not.toContain(token);
  expect(service.logs.join()).not.toContain(token);
});

test("a form that is sent twice acts once, and one that has not seen the newest step keeps its text and says so", async () => {
  const { id, link } = await file();
  const form = new URLSearchParams({ action: "written", seen: "1", text: "Once & <b>only</b>" });
  const both = await Promise.all([post(link, form), post(link, form)]);
  expect(both.map((answer) => answer.status)).toEqual([200, 200]);
  expect(await steps(id)).toHaveLength(2);
  form.set("text", "Another & <b>more</b>");
  const [status, page] = await html(await post(link, form));
  expect([status, page.includes("Another &amp; &lt;b&gt;more&lt;/b&gt;</textarea>")]).toEqual([409, true]);
  expect(await steps(id)).toHaveLength(2);
  // Pressed again, a confirmation is one.
  await press(link, "confirmed");
  expect((await post(link, new URLSearchParams({ action: "confirmed", seen: "1" }))).status).toBe(200);
  expect((await steps(id)).filter((step) => step.startsWith("confirmed"))).toHaveLength(1);
  const withdrawal = new URLSearchParams({ action: "withdrawn", seen: "3" });
  const two = await Promise.all([post(link, withdrawal), post(link, withdrawal)]);
  expect(two.map((answer) => answer.status)).toEqual([200, 200]);
  expect(await steps(id)).toHaveLength(4);
});

describe("hostile input", () => {
  let untouched: { id: string; link: string } | undefined;

  test("markup, line ends and turned text stay text, on the page and in both sides' mails", async () => {
    const email = person();
    const hostile =
      "<script>alert(1)</script>\r\nBcc: victim@victim.example\r\n\r\n\u202egnp.exe https://evil.example/";
    const { id, link } = await file({ email, grounds: hostile });
    expect((await press(link, "written", { text: hostile })).status).toBe(200);
    expect((await team(`objections/${id}/answer`, { text: hostile })).status).toBe(200);
    const page = await (await fetch(`${service.address}${link}`)).text();
    expect(page).not.toMatch(/<script|\u202e|<a /);
    const mails = [
      ...(await until(() => service.mailbox.to(email).length === 3 && service.mailbox.to(email))),
      ...(await until(() => teamMails(id).length === 2 && teamMails(id))),
    ];
    for (const mail of mails) {
      expect(mail.headers.has("bcc")).toBe(false);
      expect(`${mail.html}`).not.toMatch(/<script|\u202e/);
      expect(`${mail.text}`).not.toContain("\u202e");
    }
    expect(service.mailbox.to("victim@victim.example")).toEqual([]);
  });

  test.each([
    ["control characters", { text: "a\u0000b" }, 422],
    ["no text", { text: "  " }, 422],
    ["a text that is too long", { text: "x".repeat(5001) }, 422],
    ["another action", { action: "rejected", text: "x" }, 409],
    ["a step that never was", { text: "x", seen: "1e9" }, 409],
    ["no step", { text: "x", seen: "" }, 409],
  ])("%s changes nothing", async (_what, fields, status) => {
    untouched ??= await file();
    const { id, link } = untouched;
    expect((await post(link, new URLSearchParams({ action: "written", seen: "1", ...fields }))).status).toBe(status);
    expect(await steps(id)).toHaveLength(1);
  });

  test("files, other types and bodies that are too large are refused", async () => {
    const { id, link } = await file();
    const form = new FormData();
    form.append("action", "written");
    form.append("text", new Blob(["MZ"]), "invoice.exe");
    expect((await post(link, form)).status).toBe(415);
    expect((await post(link, "{}", { "content-type": "application/json" })).status).toBe(415);
    expect((await post(link, new URLSearchParams({ text: "x".repeat(70_000) }))).status).toBe(413);
    const huge = await team(`objections/${id}/answer`, { text: "x".repeat(20_000) });
    expect(huge.status).toBe(413);
    expect(await steps(id)).toHaveLength(1);
  });

  test("whoever writes on and on is held up; nobody else's case is", async () => {
    const { link } = await file();
    for (let at = 0; at < 12; at++) expect((await press(link, "written", { text: `${at}` })).status).toBe(200);
    const answer = await press(link, "written", { text: "more" });
    expect([answer.status, answer.headers.has("retry-after")]).toEqual([429, true]);
    expect((await press((await file()).link, "written", { text: "other" })).status).toBe(200);
  });
});

describe("what is not possible is refused, with what was expected and found", () => {
  const refused = async (answer: Response) => [answer.status, await answer.json()];

  test("a decision without review, twice, or of what was withdrawn", async () => {
    const { id, link } = await file();
    const early = await team(`objections/${id}/reject`, { text: "no" });
    expect(await refused(early)).toMatchObject([409, { code: "conflict", expected: "under-review", found: "filed" }]);
    await press(link, "withdrawn");
    const late = await team(`objections/${id}/review`, {});
    expect(await refused(late)).toMatchObject([409, { expected: "filed", found: "withdrawn" }]);
    expect((await press(link, "withdrawn")).status).toBe(409);
    expect(await steps(id)).toEqual(["filed by objector: filed", "withdrawn by objector: withdrawn"]);
  });

  test("a decision on what was not read, an outcome that is none, an unknown case, no token", async () => {
    const { id, link } = await file();
    await team(`objections/${id}/review`, { seen: 1 });
    await press(link, "written", { text: "wait" });
    const blind = await team(`objections/${id}/resolve`, { outcome: "cease-use", seen: 2 });
    expect(await refused(blind)).toMatchObject([409, { code: "conflict", expected: 2, found: 3 }]);
    for (const body of [
      {},
      { outcome: "reject" },
      { outcome: "cease-use", seen: 0 },
      { outcome: "cease-use", by: "a\r\nb" },
    ])
      expect((await team(`objections/${id}/resolve`, body)).status).toBe(422);
    expect((await team(`objections/${id}/answer`, { text: " \n" })).status).toBe(422);
    expect((await team("objections/nobody/review", {})).status).toBe(404);
    expect((await team("objections/nobody")).status).toBe(404);
    for (const path of ["objections", `objections/${id}`, "standings?change=2.1"])
      expect((await fetch(`${service.address}${path}`)).status).toBe(401);
    expect((await post(`objections/${id}/review`, "{}")).status).toBe(401);
    expect((await found(id)).state).toBe("under-review");
  });
});

test("the same address objects again: one case with one text more, each with its receipt; it is opened anew after an answer", async () => {
  const email = person();
  const { id, link } = await file({ email, grounds: "First." });
  await press(link, "confirmed");
  await team(`objections/${id}/review`, {});
  await team(`objections/${id}/resolve`, { outcome: "corrective-action", text: "Names are removed." });
  const again = await file({ email: email.replace("person", "Person"), grounds: "Second." });
  expect([again.id, again.link]).toEqual([id, link]);
  const now = await found(id);
  expect(now).toMatchObject({ state: "filed", step: 5, confirmed: false });
  expect(now.texts.map(({ grounds, confirmed }) => [grounds, confirmed])).toEqual([
    ["First.", true],
    ["Second.", false],
  ]);
  expect(new Set(now.texts.map(({ receipt }) => receipt)).size).toBe(2);
  await until(() => service.mailbox.to(privacyMail).some(({ text }) => text?.includes("Second.")));
  const told = service.mailbox.to(privacyMail).find(({ text }) => text?.includes("Second."));
  expect(told?.text).toContain("a further text of the same case");
  // Where a server knows no subaddresses it is somebody else: told to the team, and no way into the other's case.
  const other = await file({ email: email.replace("@", "+legal@") });
  expect(other.id).not.toBe(id);
  expect((await found(other.id)).sameMailbox).toEqual([id]);
});

test("a list has the nearest deadline first, page by page, of what is open or all", async () => {
  const { id, link } = await file();
  await press(link, "withdrawn");
  await file();
  await file();
  const pages: { id: string; deadline: string }[][] = [];
  let after = "";
  do {
    const page = (await (await team(`objections?state=all&limit=2${after}`)).json()) as {
      objections: { id: string; deadline: string }[];
      next?: string;
    };
    pages.push(page.objections);
    after = page.next ? `&after=${page.next}` : "";
  } while (after !== "");
  const all = pages.flat();
  expect(pages.slice(0, -1).every((page) => page.length === 2)).toBe(true);
  expect(new Set(all.map((one) => one.id)).size).toBe(all.length);
  expect(all.length).toBe((await service.query("select 1 from cases")).length);
  expect(all.map(({ deadline }) => deadline)).toEqual(all.map(({ deadline }) => deadline).sort());
  const { objections } = (await (await team("objections?limit=500")).json()) as { objections: { id: string }[] };
  expect(objections.some((one) => one.id === id)).toBe(false);
  expect((await team("objections?change=9.9")).status).toBe(200);
  for (const query of ["after=x", "limit=0", "state=other", "limit=1e3"])
    expect((await team(`objections?${query}`)).status).toBe(422);
});

test("steps are never written over, and go with their case alone", async () => {
  const { id } = await file();
  for (const statement of ["update steps set at = 0", `delete from steps where case_id = '${id}'`])
    await expect(service.run(statement)).rejects.toThrow("append-only");
});

test("the OpenAPI document describes what routes and checks", async () => {
  const { paths } = (await (await fetch(`${service.address}openapi.json`)).json()) as {
    paths: Record<
      string,
      Record<string, { requestBody: { content: Record<string, { schema: { required?: string[] } }> } }>
    >;
  };
  const { post: filing, get } = paths["/objections"] ?? {};
  expect([filing, get].every(Boolean)).toBe(true);
  const bodyOf = (verb: string) =>
    paths[`/objections/{id}/${verb}`]?.post?.requestBody.content["application/json"]?.schema;
  expect(bodyOf("resolve")).toMatchObject({
    required: ["outcome"],
    properties: { outcome: { enum: ["cease-use", "corrective-action", "cease-service"] }, text: { maxLength: 5000 } },
  });
  expect(bodyOf("reject")?.required).toEqual(["text"]);
  expect(paths["/objections/{id}"]?.get).toMatchObject({
    security: [{ operator: [] }, { token: [] }, { session: [] }],
    parameters: [{ name: "id", in: "path", required: true }],
  });
});
