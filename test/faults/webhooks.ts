import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout } from "node:timers/promises";
import { mockChange } from "@trust-center/feed/mock";
import type { ChangeEvent } from "@trust-center/sdk";
import { openSite, type StoreKind, until } from "./site.ts";

/** How many changes are published for each endpoint. */
const changes = 5;

/** The most webhooks under way at once. */
const connections = 32;

/** Milliseconds that an endpoint takes over one. */
const latency = 15;

interface Size {
  mails: number;
  kills: number;
}

/** Kills the program while it posts to many endpoints: what came to each must be the log, in its order. */
export const webhooksKilled = (kind: StoreKind) => async (size: Size, random: () => number) => {
  const site = await openSite(0, kind);
  const ids: string[] = [];
  const came = new Map<string, number[]>();
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk) => (body += chunk));
    request.on("end", async () => {
      const { data } = JSON.parse(body) as ChangeEvent;
      ids.push(String(request.headers["webhook-id"]));
      came.set(request.url ?? "", [...(came.get(request.url ?? "") ?? []), data.position]);
      await setTimeout(latency);
      response.writeHead(204).end();
    });
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;
  try {
    const first = await site.start();
    first.kill("SIGTERM");
    await first.ended;
    const endpoints = Math.ceil(size.mails / changes);
    const rows = Array.from(
      { length: endpoints },
      (_, at) =>
        `('w${at}', 'http://127.0.0.1:${port}/${at}', 'w', null, null, 'v1', 1, null, null, 0, 't', 1, 'enabled', 0, 0, null, null, null)`,
    );
    await site.run(`insert into webhooks values ${rows.join(", ")}`);
    for (let at = 0; at < changes; at++)
      await site.vendor.publish({ ...mockChange(), title: `Title ${at}` }, Date.now());
    const [{ log_size: size1 } = { log_size: 0 }] = await site.query<{ log_size: number }>(
      "select log_size from feed_state",
    );
    for (let at = 1; at <= size.kills; at++) {
      const child = await site.start();
      const some = Math.floor((size.mails * (at - random())) / (size.kills + 1));
      await until(`${some} webhooks`, () => ids.length >= some);
      child.kill("SIGKILL");
      await child.ended;
      // A server may still be at what the killed process asked of it last, and call a deadlock.
      const lapse = () => site.run("update deliveries set leased_until = 0 where state = 'leased'");
      await until("leases to be let go", () =>
        lapse().then(
          () => true,
          () => false,
        ),
      );
    }
    await site.start();
    await until("all webhooks", async () => {
      const [feed] = await site.query<{ log_size: number }>("select log_size from feed_state");
      const behind = await site.query(`select 1 from webhooks where cursor < ${feed?.log_size ?? 0}`);
      return (feed?.log_size ?? 0) > size1 && behind.length === 0;
    });
    const [feed] = await site.query<{ log_size: number }>("select log_size from feed_state");
    const wanted = Array.from({ length: (feed?.log_size ?? 0) - size1 }, (_, at) => size1 + at);
    const wrong = [...came].filter(([, positions]) =>
      positions.some((one, at) => at > 0 && one < (positions[at - 1] ?? 0)),
    );
    const distinct = new Set(ids).size;
    return {
      mails: ids.length,
      lost: endpoints * wanted.length - distinct,
      duplicates: ids.length - distinct,
      promised: size.kills * connections,
      wrong: wrong.map(([path]) => `${path} was told an entry after a later one`),
    };
  } finally {
    server.closeAllConnections();
    server.close();
    await site.close();
  }
};
