import { describe, expect, test } from "vitest";
import { createApp } from "../app.ts";
import type { OidcSettings } from "../inbox/oidc.ts";
import { peopleOf } from "../inbox/people.ts";
import { createKeyed } from "../secret/keyed.ts";
import type { AppDeps } from "./deps.ts";

/** What is asked here needs no database. */
const deps = {
  publicAddress: "https://acme.example/service/",
  inboxAddress: "https://acme.example/service/inbox/",
  origins: [] as readonly string[],
  people: peopleOf([]),
  hookToken: "hook",
  healthToken: "health",
  operatorToken: "operator",
  keyed: createKeyed(new TextEncoder().encode("a secret of more than thirty-two bytes")),
  store: { batch: () => async () => {} } as unknown,
} as AppDeps;

const people = peopleOf([["ada@acme.example", "admin"]]);
const oidc: OidcSettings = { issuer: "https://id.example/", clientId: "inbox", clientSecret: "secret" };

describe.each([
  ["without an inbox", deps],
  ["with links to sign in", { ...deps, people }],
  ["with a provider of sign-in", { ...deps, people, oidc }],
])("%s", (_name, settings) => {
  const app = createApp(settings);
  const described = async () => {
    const { paths } = (await (await app.request("/openapi.json")).json()) as {
      paths: Record<string, Record<string, { responses: object; security?: object[] }>>;
    };
    return Object.entries(paths).flatMap(([path, operations]) =>
      Object.entries(operations).map(([method, operation]) => ({ path, method: method.toUpperCase(), operation })),
    );
  };

  test("every route that the app has is described, and nothing else is", async () => {
    const routes = app.routes.filter(({ method }) => method !== "ALL");
    const named = routes.map(({ method, path }) => `${method} ${path.replace(/:(\w+)/g, "{$1}")}`);
    expect((await described()).map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(named.toSorted());
  });

  test("each address answers the methods described, and names them to any other", async () => {
    const all = await described();
    for (const { path } of all) {
      const methods = all.filter((one) => one.path === path).map(({ method }) => method);
      const answer = await app.request(path.replaceAll(/\{\w+\}/g, "one"), { method: "DELETE" });
      expect([path, answer.status]).toEqual([path, 405]);
      const allowed = answer.headers.get("allow")?.split(", ") ?? [];
      expect(allowed.filter((method) => method !== "HEAD").toSorted()).toEqual(methods.toSorted());
    }
  });

  test("whoever bears nothing is refused where the document asks for something, before a body is looked at", async () => {
    for (const { path, method, operation } of await described()) {
      const { security } = operation;
      if (!security || security.some((one) => Object.keys(one).length === 0)) continue;
      const answer = await app.request(path.replaceAll(/\{\w+\}/g, "one"), { method });
      expect([method, path, answer.status]).toEqual([method, path, 401]);
      expect(Object.keys(operation.responses)).toContain("401");
    }
  });
});
