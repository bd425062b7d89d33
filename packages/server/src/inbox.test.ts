import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { sessionCookie } from "./inbox/address.ts";
import { isEnough, type Role, roles } from "./inbox/people.ts";
import { isRole } from "./routes/access.ts";
import { endpoints } from "./routes/endpoints.ts";
import { retention } from "./store/purge.ts";
import { sessionSpan } from "./store/sessions.ts";
import { linkSpan } from "./store/sign-ins.ts";
import { until } from "./testing/mailbox.ts";
import { startTestService, type TestService } from "./testing/service.ts";
import { day, hour } from "./time.ts";

let service: TestService;

const inboxPeople = roles.map((role) => [`${role}@acme.example`, role] as const);
const own = { "sec-fetch-site": "same-origin", origin: "http://127.0.0.1" };

beforeAll(async () => {
  const many = { most: 1000, span: hour };
  service = await startTestService({ inboxPeople, rates: { signInsPerNetwork: many, signInsPerAddress: many } });
  await service.announce();
});

afterAll(() => service.close());

const ask = (email: string, headers: Record<string, string> = own) => service.post("inbox/links", { email }, headers);

/** Asks for a link, and takes it out of the mail. */
async function linkFor(email: string): Promise<string> {
  const before = service.mailbox.to(email).length;
  expect((await ask(email)).status).toBe(202);
  const { text = "" } = await service.mailbox.next(email, before + 1);
  return /inbox\/sign-in\?token=[\w-]+/.exec(text)?.[0] ?? "";
}

const press = (link: string, headers: Record<string, string> = own) =>
  fetch(`${service.address}${link}`, {
    method: "POST",
    redirect: "manual",
    headers: { ...headers, "content-type": "application/x-www-form-urlencoded" },
  });

/** Signs in by a mailed link; gives the cookie. */
async function signIn(email: string): Promise<string> {
  const answer = await press(await linkFor(email));
  expect(answer.status).toBe(303);
  return /^[^;]+/.exec(answer.headers.get("set-cookie") ?? "")?.[0] ?? "";
}

const get = (path: string, cookie: string, headers: Record<string, string> = own) =>
  fetch(`${service.address}${path}`, { headers: { ...headers, cookie } });

const post = (path: string, cookie: string, body: unknown, headers: Record<string, string> = own) =>
  service.post(path, body, { ...headers, cookie });

const file = async (email: string): Promise<string> => {
  expect((await service.object({ email })).status).toBe(201);
  const mail = await until(() => service.mailbox.to(email).find(({ text }) => text?.includes("objections/case")));
  return /^Number: (\S+)$/m.exec(mail.text ?? "")?.[1] ?? "";
};

describe("a mailed link", () => {
  test("is shown to a scanner as often as it likes, and signs in once", async () => {
    const link = await linkFor("handler@acme.example");
    for (const method of ["GET", "HEAD", "GET"]) {
      const shown = await fetch(`${service.address}${link}`, { method });
      expect(shown.status).toBe(200);
      expect(shown.headers.get("set-cookie")).toBeNull();
      expect(shown.headers.get("content-security-policy")).toContain("default-src 'none'");
    }
    const at = await Promise.all([press(link), press(link), press(link)]);
    expect(at.map(({ status }) => status).toSorted()).toEqual([303, 404, 404]);
    const cookie = at.find(({ status }) => status === 303)?.headers.get("set-cookie") ?? "";
    expect(cookie).toMatch(
      new RegExp(`^${sessionCookie}=[\\w-]{43}; Path=/; Secure; HttpOnly; SameSite=Strict; Max-Age=43200$`),
    );
    expect((await fetch(`${service.address}${link}`)).status).toBe(404);
  });

  test("is over after a quarter of an hour, and with the next that is spent", async () => {
    const [first, second] = [await linkFor("reader@acme.example"), await linkFor("reader@acme.example")];
    expect((await press(second)).status).toBe(303);
    expect((await press(first)).status).toBe(404);
    const third = await linkFor("reader@acme.example");
    await service.moveClock({ ahead: linkSpan + 1000 });
    expect((await fetch(`${service.address}${third}`)).status).toBe(404);
    expect((await press(third)).status).toBe(404);
    await service.moveClock({ ahead: 0 });
  });

  test("is asked for alike whoever asks, and mailed to those alone who may sign in", async () => {
    const [known, unknown] = [await ask("admin@acme.example"), await ask("mallory@evil.example")];
    expect([unknown.status, await unknown.text()]).toEqual([known.status, await known.text()]);
    expect([...unknown.headers.keys()]).toEqual([...known.headers.keys()]);
    await service.mailbox.next("admin@acme.example");
    await until(async () => {
      const found = await service.query<{ state: string }>("select state from deliveries where kind = 'sign-in'");
      return found.every(({ state }) => state === "sent" || state === "cancelled");
    });
    expect(service.mailbox.to("mallory@evil.example")).toEqual([]);
    expect(service.logs.join("")).not.toMatch(/mallory|admin@|sign-in\?/);
    // And leaves nothing behind.
    await service.moveClock({ ahead: day });
    await service.restart();
    await until(async () => (await service.query("select 1 from sign_ins")).length === 0);
    expect(await service.query("select 1 from deliveries where kind = 'sign-in'")).toEqual([]);
    await service.moveClock({ ahead: 0 });
  });

  test("is neither asked for nor spent by another site's page", async () => {
    const elsewhere = { "sec-fetch-site": "cross-site", origin: "https://evil.example" };
    expect((await ask("admin@acme.example", elsewhere)).status).toBe(403);
    const link = await linkFor("admin@acme.example");
    for (const headers of [
      elsewhere,
      { "sec-fetch-site": "same-site", origin: "https://other.acme.example" },
      { "sec-fetch-site": "none" },
      { origin: "null" },
      {},
    ] as Record<string, string>[])
      expect((await press(link, headers)).status).toBe(403);
    // As a page that sends no referrer has it.
    expect((await press(link, { "sec-fetch-site": "same-origin", origin: "null" })).status).toBe(303);
  });
});

describe("a session", () => {
  test("is kept as a hash, ends with its time, and when its holder signs out", async () => {
    const cookie = await signIn("reader@acme.example");
    const token = cookie.split("=")[1] ?? "";
    expect(JSON.stringify(await service.query("select * from sessions"))).not.toContain(token);
    expect(await (await get("inbox/session", cookie)).json()).toMatchObject({
      email: "reader@acme.example",
      role: "reader",
    });
    const next = await signIn("reader@acme.example");
    const out = await post("inbox/sign-out", next, {});
    expect(out.headers.get("set-cookie")).toContain("Max-Age=0");
    expect((await get("inbox/session", next)).status).toBe(401);
    await service.moveClock({ ahead: sessionSpan + 1000 });
    expect((await get("inbox/session", cookie)).status).toBe(401);
    await service.moveClock({ ahead: 0 });
  });

  test("that somebody made up, or whose holder may no more, is none", async () => {
    for (const forged of ["x", "A".repeat(43), "A".repeat(9000)])
      expect((await get("objections", `${sessionCookie}=${forged}`)).status).not.toBe(200);
    await service.run(`insert into sessions values ('${"0".repeat(64)}', 'gone@acme.example', 1, 99999999999999)`);
    expect((await get("objections", `${sessionCookie}=${"0".repeat(64)}`)).status).toBe(401);
  });

  test("does nothing for another site's page, whatever its method", async () => {
    const cookie = await signIn("admin@acme.example");
    const id = await file("csrf@customer.example");
    for (const headers of [
      { "sec-fetch-site": "cross-site", origin: "https://evil.example" },
      { "sec-fetch-site": "cross-site", origin: "http://127.0.0.1" },
      { "sec-fetch-site": "same-origin", origin: "https://evil.example" },
      { origin: "https://evil.example" },
      {},
    ] as Record<string, string>[]) {
      expect((await post(`objections/${id}/review`, cookie, {}, headers)).status).toBe(403);
      if (headers["sec-fetch-site"] === "cross-site")
        expect((await get("objections", cookie, headers)).status).toBe(403);
    }
    // What a form can send without a preflight is no JSON.
    for (const type of ["text/plain", "application/x-www-form-urlencoded"])
      expect((await post(`objections/${id}/review`, cookie, {}, { ...own, "content-type": type })).status).toBe(415);
    expect(await (await get(`objections/${id}`, cookie)).json()).toMatchObject({ state: "filed" });
  });

  test("names who takes a step, whatever its request says", async () => {
    const cookie = await signIn("handler@acme.example");
    const id = await file("named@customer.example");
    const answer = await post(`objections/${id}/review`, cookie, { by: "admin@acme.example", seen: 1 });
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ steps: [{}, { name: "handler@acme.example" }] });
    expect((await post(`objections/${id}/answer`, cookie, { text: "Hello", seen: 1 })).status).toBe(409);
  });
});

describe("roles", () => {
  let cookies: Record<Role, string>;

  beforeAll(async () => {
    const found: [string, string][] = [];
    for (const role of roles) found.push([role, await signIn(`${role}@acme.example`)]);
    cookies = Object.fromEntries(found) as Record<Role, string>;
  });

  const byRole = endpoints.flatMap(({ method, path, who }) => (isRole(who) ? [{ method, path, role: who }] : []));

  test.each(byRole.filter(({ path }) => path !== "/inbox/sign-out"))(
    "$method $path is for $role and above, as its description says",
    async ({ method, path, role }) => {
      const { paths } = await (await fetch(`${service.address}openapi.json`)).json();
      expect(paths[path][method.toLowerCase()].description).toContain(`Role: ${role}`);
      const at = path.replace("{id}", "none").slice(1);
      expect((await fetch(`${service.address}${at}`, { method })).status).toBe(401);
      for (const has of roles) {
        const answer = await (method === "GET" ? get(at, cookies[has]) : post(at, cookies[has], {}));
        expect([has, answer.status === 403]).toEqual([has, !isEnough(has, role)]);
      }
    },
  );
});

describe("what the page shows", () => {
  let admin: string;
  const json = async <T>(path: string) => (await (await get(path, admin)).json()) as T;

  beforeAll(async () => {
    admin = await signIn("admin@acme.example");
    const headers = { authorization: `Bearer ${service.operatorToken}`, "content-type": "text/csv" };
    const body = "customer,email\nÄltwerk GmbH,one@alt.example\nBanco,two@banco.example\nBanco,three@banco.example\n";
    await fetch(`${service.address}recipients`, { method: "POST", headers, body });
    await until(() => service.mailbox.to("three@banco.example").length > 0 && service.mailbox.to("one@alt.example")[0]);
  });

  test("changes come with their dates, objections and who was told", async () => {
    await file("counted@customer.example");
    const { list, changes } = await json<{ list: object; changes: { id: string; objections: { open: number } }[] }>(
      "changes",
    );
    expect(list).toMatchObject({ version: 2 });
    expect(changes).toMatchObject([{ id: "2.1", title: "New: Mail Two", open: true, deadline: expect.any(String) }]);
    const listed = await json<{ objections: { state: string }[] }>("objections");
    expect(changes[0]?.objections.open).toBe(listed.objections.length);
    const told = await until(async () => {
      const found = await json<{ notices: { sent: number } }>("changes/2.1/told");
      return found.notices.sent === 3 && found;
    });
    expect(told).toMatchObject({ notices: { unknown: 0, failed: 0 }, untold: [] });
    expect((await get("changes/9.9/told", admin)).status).toBe(404);
  });

  test("an objection is to be answered by its deadline, or within what is promised, until it is", async () => {
    const id = await file("due@customer.example");
    type Dated = { id: string; filed: string; deadline: string; answerDue?: string; late: boolean };
    const open = await json<Dated>(`objections/${id}`);
    expect([open.answerDue, open.late]).toEqual([open.deadline.replace(/\.000Z$/, "Z"), false]);
    service.settings.answerWithin = "P2D";
    await service.restart();
    const listed = (await json<{ objections: Dated[] }>("objections")).objections.find((one) => one.id === id);
    const last = new Date(Date.parse(open.filed) + 2 * 86_400_000).toISOString().slice(0, 10);
    expect(listed).toMatchObject({ answerDue: `${last}T23:59:59Z`, late: false });
    expect(await json(`objections/${id}`)).toMatchObject({ answerDue: listed?.answerDue });
    for (const [verb, body] of [
      ["review", {}],
      ["reject", { text: "It stays in the EEA." }],
    ] as const)
      expect((await post(`objections/${id}/${verb}`, admin, body)).status).toBe(200);
    expect((await json<Dated>(`objections/${id}`)).answerDue).toBeUndefined();
    delete service.settings.answerWithin;
    await service.restart();
  });

  test("customers of a change are found by a part of their name, whoever is named whole first", async () => {
    const names = async (q: string, limit = 5) =>
      (
        await json<{ customers: { customer: string }[] }>(
          `standings?${new URLSearchParams({ change: "2.1", q, limit: `${limit}` })}`,
        )
      ).customers.map(({ customer }) => customer);
    expect(await names("altw")).toEqual(["Ältwerk GmbH"]);
    expect(await names("%")).toEqual([]);
    expect(await names("", 1)).toHaveLength(1);
    expect(await names("ÄLTWERK gmbh", 1)).toEqual(["Ältwerk GmbH"]);
    expect((await get(`standings?change=2.1&q=${"a".repeat(201)}`, admin)).status).toBe(422);
  });

  test("recipients are found whatever letters are typed, and erased by customer or address", async () => {
    const found = async (q: string) =>
      (await json<{ recipients: { email: string }[] }>(`recipients?q=${encodeURIComponent(q)}`)).recipients.map(
        ({ email }) => email,
      );
    expect(await found("altw")).toEqual(["one@alt.example"]);
    expect(await found("BANCO.ex")).toEqual(["three@banco.example", "two@banco.example"]);
    expect(await found("%")).toEqual([]);
    const paged: string[] = [];
    for (let next: string | undefined = ""; next !== undefined; ) {
      type Page = { recipients: { email: string }[]; total: number; next?: string };
      const page: Page = await json(`recipients?q=example&limit=1${next && `&after=${next}`}`);
      expect(page.total).toBe(3);
      paged.push(...page.recipients.map(({ email }) => email));
      next = page.next;
    }
    expect(paged).toEqual(await found(""));
    expect((await get("recipients?after=e30", admin)).status).toBe(422);
    // No database takes a null character in a text, or gives one.
    const withNull = ["\u0000", "a@x.example", "b"];
    for (const cursor of [JSON.stringify(withNull), JSON.stringify([0, "\u0000"]), "0 \u0000"]) {
      const after = Buffer.from(cursor).toString("base64url");
      for (const path of ["recipients", "objections"])
        expect((await get(`${path}?after=${after}`, admin)).status, `${path} ${cursor}`).toBe(422);
    }
    for (const path of ["recipients?q=%00", "objections?change=%00", "objections/%00", "changes/%00/told"])
      expect((await get(path, admin)).status, path).toBe(422);
    expect(await found("banco two@")).toEqual([]);
    expect((await post("recipients/remove", admin, {})).status).toBe(422);
    const removed = await post("recipients/remove", admin, { customer: "Banco", email: "TWO@banco.example" });
    expect(await removed.json()).toMatchObject({ removed: [{ customer: "Banco", email: "two@banco.example" }] });
    expect(await found("banco")).toEqual(["three@banco.example"]);
    expect((await post("recipients/remove", admin, { email: "two@banco.example" })).status).toBe(404);
  });

  test("a mail that failed is told with its reason, and sent again", async () => {
    // What other tests left is not to be what is refused.
    await service.settled();
    service.mailbox.script.push(
      { at: "rcpt", reply: 550, status: "5.1.1" },
      { at: "rcpt", reply: 550, status: "5.1.1" },
    );
    expect((await service.object({ email: "failing@customer.example" })).status).toBe(201);
    const [failed] = await until(async () => {
      const { deliveries } = await json<{
        deliveries: { id: string; email?: string; state: string; reason: string }[];
      }>("deliveries");
      const of = deliveries.filter(({ email, state }) => email === "failing@customer.example" && state === "failed");
      return of.length > 0 && of;
    });
    expect(failed?.reason).toContain("550");
    expect((await post(`deliveries/${failed?.id}/resend`, admin, {})).status).toBe(200);
    await service.mailbox.next("failing@customer.example");
    expect((await post(`deliveries/${failed?.id}/resend`, admin, {})).status).toBe(404);
  });

  test("the audit trail says who did what, with what end, and is never written over", async () => {
    const handler = await signIn("handler@acme.example");
    const id = await file("trail@customer.example");
    await post(`objections/${id}/review`, handler, {});
    await post(`objections/${id}/resolve`, handler, { outcome: "cease-use", text: "Secret words" });
    await post(`objections/${id}/reject`, handler, { text: "Too late" });
    const { lines } = await json<{ lines: Record<string, unknown>[] }>("audit");
    expect(lines.slice(0, 4)).toMatchObject([
      { name: "handler@acme.example", action: "POST /objections/{id}/reject", about: id, status: 409 },
      { role: "handler", action: "POST /objections/{id}/resolve", about: `${id} cease-use`, status: 200 },
      { action: "POST /objections/{id}/review", about: id, status: 200 },
      { name: "handler@acme.example", action: "POST /inbox/sign-in", status: 200 },
    ]);
    expect(JSON.stringify(lines)).not.toMatch(/Secret words|trail@/);
    const csv = await (await get("audit/export", admin)).text();
    expect(csv.split("\r\n")[0]).toBe("number,at,name,role,action,about,status");
    expect(csv).toContain(`handler@acme.example,handler,POST /objections/{id}/resolve,${id} cease-use,200`);
    // That it was taken along stands in it too.
    expect((await json<{ lines: object[] }>("audit")).lines[0]).toMatchObject({ action: "GET /audit/export" });
    for (const change of ["name = 'x'", "status = 200", "at = 1", "about = ''"])
      await expect(service.run(`update audit set ${change}`)).rejects.toThrow("append-only");
  });

  test("the page runs nothing but its own script, which is kept under a name of its own", async () => {
    const folder = await mkdtemp(join(tmpdir(), "trust-center-page-"));
    const built = await startTestService({ inboxPeople, inboxScript: folder });
    const look = (path: string) => fetch(`${built.address}${path}`, { redirect: "manual" });
    // Before it is built: what to do is said.
    expect((await (await look("inbox/")).json()).detail).toContain("to be built");
    await writeFile(join(folder, "inbox-aB-3_.js"), "void 0;");
    const page = await look("inbox/");
    expect(await page.text()).toContain('<script type="module" src="inbox-aB-3_.js"></script>');
    const policy = page.headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'; script-src 'self';");
    expect(policy).toContain("require-trusted-types-for 'script'; trusted-types lit-html");
    expect(policy).not.toContain("unsafe");
    const script = await look("inbox/inbox-aB-3_.js");
    expect(await script.text()).toBe("void 0;");
    expect(script.headers.get("cache-control")).toContain("immutable");
    for (const other of ["inbox/inbox-other.js", "inbox/..%2finbox-aB-3_.js", "inbox/secret"])
      expect((await look(other)).status).toBe(404);
    expect((await look("inbox")).headers.get("location")).toBe("inbox/");
    await built.close();
    await rm(folder, { recursive: true });
  });
});

describe("a program's token", () => {
  const bear = (token: string, path: string, body?: unknown) =>
    fetch(`${service.address}${path}`, {
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(body !== undefined && { method: "POST", body: JSON.stringify(body) }),
    });

  test("is told once, kept as a hash, does what its role may under its own name, and ends", async () => {
    const admin = await signIn("admin@acme.example");
    const made = await post("tokens", admin, { name: "helpdesk", role: "handler", days: 7 });
    const { id, token } = await made.json();
    expect(token).toMatch(/^tcs_[\w-]{43}$/);
    const kept = JSON.stringify(await service.query("select * from api_tokens"));
    expect(kept + (await (await get("tokens", admin)).text())).not.toContain(token.slice(4));
    const of = await file("helped@customer.example");
    const step = await bear(token, `objections/${of}/review`, { by: "admin@acme.example" });
    expect(await step.json()).toMatchObject({ steps: [{}, { name: "admin@acme.example (token helpdesk)" }] });
    expect((await bear(token, `objections/${of}/erase`, {})).status).toBe(403);
    expect((await bear(token, "tokens", { name: "more", role: "admin", days: 1 })).status).toBe(403);
    expect((await bear(`${token}x`, "objections")).status).toBe(401);
    expect((await bear(`tcs_${"A".repeat(43)}`, "objections")).status).toBe(401);
    await service.moveClock({ ahead: 7 * day + 1000 });
    expect((await bear(token, "objections")).status).toBe(401);
    await service.moveClock({ ahead: 0 });
    expect((await bear(token, "objections")).status).toBe(200);
    expect((await post(`tokens/${id}/revoke`, admin, {})).status).toBe(200);
    expect((await bear(token, "objections")).status).toBe(401);
    const { lines } = await (await get("audit", admin)).json();
    expect(lines.map(({ name, action }: Record<string, string>) => `${name} ${action}`)).toEqual(
      expect.arrayContaining([
        "admin@acme.example POST /tokens",
        "token helpdesk POST /objections/{id}/review",
        "admin@acme.example POST /tokens/{id}/revoke",
      ]),
    );
  });
});

describe("limits", () => {
  let limited: TestService;

  beforeEach(async () => {
    limited = await startTestService({ inboxPeople });
    return () => limited.close();
  });

  test("one address is mailed five times in a quarter of an hour, a network asks thirty times in an hour", async () => {
    const answers: number[] = [];
    for (let at = 0; at < 31; at++) {
      const email = at < 7 ? "admin@acme.example" : `somebody-${at}@acme.example`;
      answers.push((await limited.post("inbox/links", { email }, own)).status);
    }
    expect(answers).toEqual([...Array(30).fill(202), 429]);
    await limited.mailbox.next("admin@acme.example", 5);
    await until(async () => {
      const waiting = await limited.query("select 1 from deliveries where state in ('queued', 'leased')");
      return waiting.length === 0;
    });
    expect(limited.mailbox.to("admin@acme.example")).toHaveLength(5);
  });

  test("what was done is kept for three years, a session as long as it holds", async () => {
    await limited.post("inbox/links", { email: "admin@acme.example" }, own);
    const { text = "" } = await limited.mailbox.next("admin@acme.example");
    const link = /inbox\/sign-in\?token=[\w-]+/.exec(text)?.[0] ?? "";
    const headers = { ...own, "content-type": "application/x-www-form-urlencoded" };
    await fetch(`${limited.address}${link}`, { method: "POST", redirect: "manual", headers });
    const count = async (table: string) => (await limited.query(`select 1 from ${table}`)).length;
    expect([await count("audit"), await count("sessions")]).toEqual([1, 1]);
    await limited.moveClock({ ahead: day });
    await limited.restart();
    await until(async () => (await count("sessions")) === 0);
    expect(await count("audit")).toBe(1);
    await limited.moveClock({ ahead: retention.audit + day });
    await limited.restart();
    await until(async () => (await count("audit")) === 0);
  });
});

test("where nobody may sign in there is no inbox", async () => {
  const without = await startTestService();
  for (const path of ["inbox/", "inbox/links", "inbox/sign-in?token=x"])
    expect((await fetch(`${without.address}${path}`)).status).toBe(404);
  await without.close();
});
