import { freePort } from "@trust-center/sdk/testing";
import { roles } from "../../packages/server/src/inbox/people.ts";
import { until } from "../../packages/server/src/testing/mailbox.ts";
import { startTestService, type TestService } from "../../packages/server/src/testing/service.ts";
import type { TestDatabase } from "../../packages/server/src/testing/test-database.ts";

/** A service with an inbox, whose pages a browser opens where it listens. */
export interface InboxService extends TestService {
  inbox: string;
  /** The link of a mail that was asked for: of which one, by its number. */
  link(email: string, count?: number): Promise<string>;
  /** Files an objection, and gives its number once its receipt is mailed. */
  file(name: string, more?: { email?: string } & Record<string, unknown>): Promise<string>;
  /** Does something by the API. */
  team(path: string, body?: unknown, type?: string): Promise<Response>;
}

/** @param inboxScript A folder with the page's script, built. */
export async function startInboxService(inboxScript: string, database?: TestDatabase): Promise<InboxService> {
  const port = await freePort();
  const publicAddress = `http://localhost:${port}/`;
  const inboxPeople = roles.map((role) => [`${role}@acme.example`, role] as const);
  const service = await startTestService(
    { port, publicAddress, inboxPeople, inboxScript, answerWithin: { duration: "P2D", businessDays: true } },
    database,
  );
  await service.announce();
  const address = (name: string) => `${name.toLowerCase().replaceAll(" ", ".")}@customer.example`;
  return Object.assign(service, {
    inbox: `${publicAddress}inbox/`,
    link: async (email: string, count?: number) => {
      const { text = "" } = await service.mailbox.next(email, count);
      return /http\S+inbox\/sign-in\?token=[\w-]+/.exec(text)?.[0] ?? "";
    },
    file: async (
      name: string,
      { email = address(name), ...more }: { email?: string } & Record<string, unknown> = {},
    ) => {
      const answer = await service.object({ name, email, ...more });
      if (answer.status !== 201) throw new Error(`Expected 201, found ${answer.status}.`);
      const mail = await until(() => service.mailbox.to(email).find(({ text }) => text?.includes("objections/case")));
      return /^Number: (\S+)$/m.exec(mail.text ?? "")?.[1] ?? "";
    },
    team: (path: string, body?: unknown, type = "application/json") =>
      fetch(`${service.address}${path}`, {
        headers: { authorization: `Bearer ${service.operatorToken}`, "content-type": type },
        ...(body !== undefined && { method: "POST", body: typeof body === "string" ? body : JSON.stringify(body) }),
      }),
  });
}

/** Rows of objections that wait, as they lie in the database. */
export const manyObjections = (count: number) => `
  insert into cases (id, feed, change, email_hash, mailbox_hash, token_hash, newest, filed_at, deadline, due, step, stepped_at, state, since)
    with recursive given (i) as (select 0 union all select i + 1 from given where i < ${count - 1})
    select 'many-' || i, feed, '2.1', 'many' || i, 'many' || i, 'many' || i, 'many-' || i, 0, '2099-01-01T00:00:00Z', 4070908800000 + i,
      1, 0, 'filed', 0 from given, feed_state;
  insert into objections (id, request, change, feed_version, feed_sha256, name, email, organisation, grounds, filed_at, deadline,
      content_sha256, receipt, case_id)
    select id, id, '2.1', 2, 'x', 'Objector ' || substr(id, 6), 'a@b.example', 'Ltd', '', 0, deadline, 'x', 'x', id
    from cases where id like 'many-%'`;
