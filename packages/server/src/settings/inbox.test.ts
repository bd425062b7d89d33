import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { generatePrivateKey, toPem } from "@trust-center/feed";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readSettings } from "./read.ts";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "trust-center-settings-"));
  await writeFile(join(folder, "receipt.pem"), await toPem(await generatePrivateKey()));
});

afterAll(() => rm(folder, { recursive: true }));

const read = (env: Record<string, string>) => {
  const flags = {
    ...{ feed: "https://acme.example/feed/", pin: `sha256-${"A".repeat(43)}`, database: join(folder, "service.db") },
    ...{ "public-address": "https://trust.acme.example/", smtp: "smtps://mail.acme.example" },
    ...{ "mail-from": "notices@acme.example", "privacy-mail": "privacy@acme.example" },
    "receipt-key": join(folder, "receipt.pem"),
  };
  return readSettings(
    Object.entries(flags).flatMap(([name, value]) => [`--${name}`, value]),
    env,
  );
};

test("people, roles, the inbox's own address and a provider of sign-in", async () => {
  expect(await read({})).toMatchObject({ name: "serve", settings: { inboxPeople: [] } });
  const found = await read({
    TRUST_CENTER_INBOX_PEOPLE: "lucia@acme.example=admin, ben@acme.example=reader,",
    TRUST_CENTER_INBOX_ADDRESS: "https://inbox.acme.example/inbox/",
    TRUST_CENTER_INBOX_OIDC_ISSUER: "https://login.acme.example/tenant",
    TRUST_CENTER_INBOX_OIDC_CLIENT: "inbox",
    TRUST_CENTER_INBOX_OIDC_SECRET: "secret",
    TRUST_CENTER_ANSWER_WITHIN: "P2D business",
  });
  expect(found).toMatchObject({ settings: { answerWithin: { duration: "P2D", businessDays: true } } });
  await expect(read({ TRUST_CENTER_ANSWER_WITHIN: "2 days" })).rejects.toThrow(
    'P5D, or "P2D business" in working days',
  );
  expect(found).toMatchObject({
    settings: {
      inboxPeople: [
        ["lucia@acme.example", "admin"],
        ["ben@acme.example", "reader"],
      ],
      inboxAddress: "https://inbox.acme.example/inbox/",
      inboxOidc: { issuer: "https://login.acme.example/tenant", clientId: "inbox", clientSecret: "secret" },
    },
  });
});

test.each([
  [{ TRUST_CENTER_INBOX_PEOPLE: "lucia@acme.example" }, "lucia@acme.example=handler"],
  [{ TRUST_CENTER_INBOX_PEOPLE: "lucia@acme.example=owner" }, "reader, handler, admin"],
  [{ TRUST_CENTER_INBOX_PEOPLE: "lucia=admin" }, '"lucia=admin"'],
  [{ TRUST_CENTER_INBOX_ADDRESS: "https://inbox.acme.example/" }, "ends in /inbox/"],
  [{ TRUST_CENTER_INBOX_ADDRESS: "http://inbox.acme.example/inbox/" }, "https: address"],
  [{ TRUST_CENTER_INBOX_OIDC_ISSUER: "https://login.acme.example" }, "--inbox-oidc-client"],
  [{ TRUST_CENTER_INBOX_OIDC_CLIENT: "inbox" }, "--inbox-oidc-issuer"],
  [
    { TRUST_CENTER_INBOX_OIDC_CLIENT: "inbox", TRUST_CENTER_INBOX_OIDC_ISSUER: "http://login.acme.example" },
    "--inbox-oidc-issuer",
  ],
] as [Record<string, string>, string][])("%j is refused, and how it would do", async (env, said) => {
  await expect(read(env)).rejects.toThrow(said);
});
