import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { sessionCookie } from "./inbox/address.ts";
import { isEnough, type Role, roles } from "./inbox/people.ts";
import { endpoints } from "./routes/openapi.ts";
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

  test.each(endpoints.filter(({ path }) => path !== "/inbox/sign-out"))(
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
});

test("where nobody may sign in there is no inbox", async () => {
  const without = await startTestService();
  for (const path of ["inbox/", "inbox/links", "inbox/sign-in?token=x"])
    expect((await fetch(`${without.address}${path}`)).status).toBe(404);
  await without.close();
});
