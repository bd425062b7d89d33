import { afterEach, beforeEach, expect, test } from "vitest";
import { sessionCookie } from "./inbox/address.ts";
import { type IdentityProvider, openIdentityProvider } from "./testing/identity-provider.ts";
import { startTestService, type TestService } from "./testing/service.ts";
import { hour } from "./time.ts";

const own = "http://127.0.0.1/service/inbox/";

let provider: IdentityProvider;
let service: TestService;

beforeEach(async () => {
  provider = await openIdentityProvider(`${own}oidc/callback`);
  const { issuer, clientId, clientSecret } = provider;
  service = await startTestService({
    inboxPeople: [["lucia@acme.example", "handler"]],
    inboxOidc: { issuer, clientId, clientSecret },
    rates: { signInsPerNetwork: { most: 100, span: hour } },
  });
});

afterEach(async () => {
  await service.close();
  await provider.close();
});

const cookieIn = (answer: Response, name: string) =>
  answer.headers
    .getSetCookie()
    .map((line) => line.split(";")[0] ?? "")
    .find((pair) => pair.startsWith(`${name}=`)) ?? "";

/** Leaves for the provider: where to, and what the browser keeps. */
async function leave() {
  const answer = await fetch(`${service.address}inbox/oidc`, { redirect: "manual" });
  expect(answer.status).toBe(303);
  return {
    to: answer.headers.get("location") ?? "",
    cookie: cookieIn(answer, "__Host-trust-center-sign-in"),
    set: answer.headers.get("set-cookie"),
  };
}

/** Comes back from it. */
const comeBack = (location: string, cookie: string) =>
  fetch(location.replace(own, `${service.address}inbox/`), { redirect: "manual", headers: { cookie } });

test("whoever the provider vouches for, and the settings name, is signed in", async () => {
  const { to, cookie, set } = await leave();
  expect(set).toMatch(/; Path=\/; Secure; HttpOnly; SameSite=Lax; Max-Age=600$/);
  const asked = new URL(to).searchParams;
  expect(Object.fromEntries(asked)).toMatchObject({ code_challenge_method: "S256", scope: "openid email" });
  const back = await comeBack(await provider.signIn(to, "lucia@acme.example"), cookie);
  expect([back.status, back.headers.get("location")]).toEqual([303, "../"]);
  const session = cookieIn(back, sessionCookie);
  const answer = await fetch(`${service.address}inbox/session`, { headers: { cookie: session } });
  expect(await answer.json()).toMatchObject({ email: "lucia@acme.example", role: "handler" });
  expect(await service.query("select name, action, about from audit")).toEqual([
    { name: "lucia@acme.example", action: "POST /inbox/sign-in", about: "oidc" },
  ]);
  // One way in: a link would lead past whatever the provider asks for.
  expect(
    (await service.post("inbox/links", { email: "lucia@acme.example" }, { origin: "http://127.0.0.1" })).status,
  ).toBe(405);
});

test("nobody is signed in by an unverified address, nor by one that the settings do not name", async () => {
  const refused = async (login: string) => {
    const { to, cookie } = await leave();
    const back = await comeBack(await provider.signIn(to, login), cookie);
    expect([back.status, cookieIn(back, sessionCookie)]).toEqual([403, ""]);
    return service.logs.join("");
  };
  expect(await refused("mallory@evil.example")).toContain("not-among-people");
  provider.verifies = false;
  expect(await refused("lucia@acme.example")).toContain("email-not-verified");
  expect(service.logs.join("")).not.toMatch(/lucia|mallory/);
  expect(await service.query("select * from sessions")).toEqual([]);
});

test("an answer counts once, in the browser that began, as it was given", async () => {
  const [mine, other] = [await leave(), await leave()];
  const location = await provider.signIn(mine.to, "lucia@acme.example");
  const code = new URL(location).searchParams.get("code") ?? "";
  const state = new URL(other.to).searchParams.get("state") ?? "";
  const tries: [string, string][] = [
    // In another browser, or in one that never began: somebody is to be signed in as somebody else.
    [location, other.cookie],
    [location, ""],
    [location, "__Host-trust-center-sign-in=forged"],
    // Somebody's code under one's own attempt.
    [location.replace(/state=[^&]+/, `state=${state}`), other.cookie],
    [location.replace(/state=[^&]+/, "state=x"), mine.cookie],
    [location.replace(/iss=[^&]+/, "iss=https%3A%2F%2Fevil.example"), mine.cookie],
    [location.replace(code, "guessed"), mine.cookie],
    [`${own}oidc/callback?error=access_denied&state=${new URL(mine.to).searchParams.get("state")}`, mine.cookie],
    [`${own}oidc/callback`, mine.cookie],
  ];
  for (const [at, cookie] of tries) expect([at, (await comeBack(at, cookie)).status]).toEqual([at, 403]);
  const again = await leave();
  const answered = await provider.signIn(again.to, "lucia@acme.example");
  expect((await comeBack(answered, again.cookie)).status).toBe(303);
  expect((await comeBack(answered, again.cookie)).status).toBe(403);
});

test("a provider that is down keeps neither anybody waiting nor the service from starting", async () => {
  await provider.close();
  const look = () => fetch(`${service.address}inbox/oidc`, { redirect: "manual" });
  expect((await look()).status).toBe(503);
  await service.restart();
  expect((await look()).status).toBe(503);
  expect((await fetch(`${service.address}health/live`)).status).toBe(200);
  expect(service.logs.join("")).toContain('"code":"unreachable"');
  provider = await openIdentityProvider(`${own}oidc/callback`);
});
