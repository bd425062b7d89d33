import { freePort } from "@trust-center/sdk/testing";
import { roles } from "../../packages/server/src/inbox/people.ts";
import { until } from "../../packages/server/src/testing/mailbox.ts";
import { startTestService, type TestService } from "../../packages/server/src/testing/service.ts";
import type { TestDatabase } from "../../packages/server/src/testing/test-database.ts";

/** A service with an inbox, whose pages a browser opens where it listens. */
export interface InboxService extends TestService {
  inbox: string;
  /** The link of a mail that was asked for. */
  link(email: string): Promise<string>;
  /** Files an objection, and gives its number once its receipt is mailed. */
  file(name: string, more?: object): Promise<string>;
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
    link: async (email: string) => {
      const { text = "" } = await service.mailbox.next(email);
      return /http\S+inbox\/sign-in\?token=[\w-]+/.exec(text)?.[0] ?? "";
    },
    file: async (name: string, more: object = {}) => {
      const email = address(name);
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
