import { join } from "node:path";
import { mockChange } from "@trust-center/feed/mock";
import { encodeMail } from "../../packages/server/src/outbox/encode.ts";
import { createSmtpTransport } from "../../packages/server/src/outbox/transport.ts";
import { look, startLoaded, startSink, until } from "./service.ts";

export interface MailTerms {
  count: number;
  /** How many are to be told. Default: as many as are counted. */
  subscribers?: number;
  /** Milliseconds until the mail server answers a mail. */
  latency: number;
  /** To the mail server, at most. */
  connections: number;
}

export interface MailFigures {
  perSecond: number;
  /** Of the service's processor time, for one mail. */
  microseconds: number;
  bare: number;
}

/** Notices of one publish in a second, from its being seen to the last mail, and what the mail client does alone. */
export async function measureMails(
  folder: string,
  { count, subscribers = count, latency, connections }: MailTerms,
): Promise<MailFigures> {
  const bare = await bareClient({ count, latency, connections });
  const sink = await startSink(latency);
  const loaded = await startLoaded(join(folder, `mails-${latency}-${connections}.db`), {
    smtp: sink.url,
    subscribers,
    connections,
  });
  await loaded.vendor.publish(mockChange(), Date.now());
  const [began, cpu] = [Date.now(), process.cpuUsage()];
  await look(loaded);
  await until(async () => (await sink.taken()).taken >= count);
  const { taken, last } = await sink.taken();
  const { user, system } = process.cpuUsage(cpu);
  await loaded.stop();
  sink.stop();
  return { perSecond: taken / ((last - began) / 1000), microseconds: (user + system) / taken, bare };
}

/** The mail client without ledger and composing: mails of about the same size. */
async function bareClient({ count, latency, connections }: MailTerms): Promise<number> {
  const sink = await startSink(latency);
  const transport = createSmtpTransport({ url: sink.url, tls: "none", connections });
  const { signal } = new AbortController();
  const text = "A line of a mail that is about as long as a line.\n".repeat(30);
  const began = performance.now();
  let next = 0;
  await Promise.all(
    Array.from({ length: connections }, async () => {
      while (next < count) {
        const at = next++;
        const mail = await encodeMail({
          ...{ from: { name: "Acme", address: "notices@acme.example" }, to: `reader-${at}@customer.example` },
          ...{ subject: "s", text, html: `<p>${text}</p>`, messageId: `<${at}@acme.example>`, date: new Date() },
        });
        await transport.send(mail, signal);
      }
    }),
  );
  const seconds = (performance.now() - began) / 1000;
  transport.close();
  sink.stop();
  return count / seconds;
}
