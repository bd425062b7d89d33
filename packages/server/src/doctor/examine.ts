import { Resolver } from "node:dns/promises";
import { existsSync } from "node:fs";
import { printable } from "@trust-center/reading";
import { load, type TrustCenter } from "@trust-center/sdk";
import { answerOf } from "../outbox/mail-server.ts";
import { createSmtpTransport } from "../outbox/transport.ts";
import { SettingsError } from "../settings/error.ts";
import type { SettingsWithoutSecret } from "../settings/read.ts";
import { BehindError } from "../store/migrations/migrate.ts";
import { openForAction } from "../store/open/open.ts";
import { clock } from "../store/query.ts";
import { day, minute, second } from "../time.ts";
import { type Finding, fails, holds, mind } from "./finding.ts";
import { type Asked, examineMailDomain } from "./mail-domain.ts";

/** Milliseconds for one answer of another machine. */
const patience = 15 * second;

/** Milliseconds that a clock may be wrong: more than a deadline that ends at midnight bears is told. */
const tolerance = { mind: 5 * second, fails: 5 * minute } as const;

/**
 * Tries everything that the service needs of others before it is needed: the feed, the receipt key, the database, the mail
 * server, the clock, its own address, and what DNS says of its mails. Changes nothing, and sends no mail.
 *
 * @param dns Absent: the system's name servers.
 */
export async function examine(settings: SettingsWithoutSecret, dns: Asked = systemNames()): Promise<Finding[]> {
  const feed = loadFeed(settings);
  const found = await Promise.all([
    feed.then((loaded) => examineFeed(settings, loaded)),
    examineDatabase(settings),
    examineMailServer(settings),
    examineClock(settings),
    examineAddress(settings),
    examineMailDomain(settings.mailFrom, dns),
  ]);
  return found.flat();
}

/** A name server that is asked twice, for five seconds each. */
const systemNames = (): Asked => new Resolver({ timeout: 5 * second, tries: 2 });

type Loaded = TrustCenter | { code: string; message: string };

const loadFeed = ({ feed, pin }: SettingsWithoutSecret): Promise<Loaded> =>
  load(feed, { pin, strict: true, timeout: patience }).catch((error: { code?: string; message?: string }) => ({
    code: error.code ?? "error",
    message: error.message ?? "",
  }));

function examineFeed(settings: SettingsWithoutSecret, loaded: Loaded): Finding[] {
  const what = `Feed ${settings.feed}`;
  if (!("feed" in loaded)) {
    const mend = "Publish it, and look that --feed and --pin are the ones that `trust-center publish` printed.";
    return [{ what, ...fails(`${loaded.code}: ${printable(loaded.message)}`, mend) }];
  }
  const { version, service } = loaded.feed;
  const left = Date.parse(loaded.head.timestamp.expires) - Date.now();
  const age =
    left > day
      ? holds(`version ${version}, verified by its pin with its whole history`)
      : mind(
          `version ${version}; its timestamp expires ${loaded.head.timestamp.expires}`,
          "Run `trust-center refresh` by a timer.",
        );
  return [{ what, ...age }, examineKey(settings, loaded), examineService(settings.publicAddress, service)];
}

function examineKey({ receiptSigner }: SettingsWithoutSecret, { head }: TrustCenter): Finding {
  const what = "Receipt key";
  const kids = head.root.roles.receipt?.kids ?? [];
  if (kids.includes(receiptSigner.kid)) return { what, ...holds(`${receiptSigner.kid}, of the feed's receipt role`) };
  const found = `${receiptSigner.kid}, and the feed's receipt role has ${kids.join(", ") || "no key"}`;
  return { what, ...fails(found, "Name the file of one of those by --receipt-key: others' receipts prove nothing.") };
}

function examineService(publicAddress: string, service: string | undefined): Finding {
  const what = "Service that the list names";
  if (service === publicAddress) return { what, ...holds(publicAddress) };
  const mend = `Write service: ${publicAddress} into trust-center.yaml and publish: the widget sends readers there.`;
  return { what, ...mind(service ?? "none", mend) };
}

async function examineDatabase({ database }: SettingsWithoutSecret): Promise<Finding> {
  const what = "Database";
  try {
    await using store = await openForAction(database);
    const ahead = (await store.read(clock)) - Date.now();
    if (Math.abs(ahead) <= tolerance.fails) return { what, ...holds("opens, with the layout of this version") };
    const mend = "Set both clocks by NTP: deadlines are the database's.";
    return { what, ...fails(`its clock is ${Math.round(Math.abs(ahead) / minute)} minutes off this machine's`, mend) };
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    const isToCome = error instanceof BehindError || (typeof database === "string" && !existsSync(database));
    if (isToCome)
      return { what, ...mind(error.message, "The next start of the service makes it, or brings it up to date.") };
    return { what, ...fails(error.message, "The service does not start on it.") };
  }
}

async function examineMailServer({ smtp, smtpTls = "required" }: SettingsWithoutSecret): Promise<Finding> {
  const { host } = new URL(smtp);
  const what = `Mail server ${host}`;
  const transport = createSmtpTransport({ url: smtp, tls: smtpTls, connections: 1 });
  try {
    const refusal = await answerOf(transport);
    if (refusal)
      return {
        what,
        ...fails(`${refusal.code}${refusal.reason ? `: ${refusal.reason}` : ""}`, "See --smtp and --smtp-tls."),
      };
    return { what, ...holds(smtpTls === "required" ? "takes mails, encrypted" : "takes mails, in the clear") };
  } finally {
    transport.close();
  }
}

/** The feed's own server says what time it is (RFC 9110, section 6.6.1): right to a second, which is enough. */
async function examineClock({ feed }: SettingsWithoutSecret): Promise<Finding> {
  const what = "Clock";
  const began = Date.now();
  const answer = await ask(feed, "HEAD");
  const told = Date.parse(answer?.headers.get("date") ?? "");
  if (Number.isNaN(told)) return { what, ...mind("nothing to compare it with", "See that it is set by NTP.") };
  const off = Math.max(0, began - told - second, told - Date.now());
  const found = `${Math.round(off / second)} s off that of ${new URL(feed).host}`;
  if (off <= tolerance.mind) return { what, ...holds(found) };
  const mend = "Set this machine's clock by NTP: whether an objection is in time depends on it.";
  return { what, ...(off > tolerance.fails ? fails(found, mend) : mind(found, mend)) };
}

async function examineAddress({ publicAddress }: SettingsWithoutSecret): Promise<Finding> {
  const what = `Public address ${publicAddress}`;
  const answer = await ask(`${publicAddress}health/live`, "GET");
  if (answer?.status === 200) return { what, ...holds("leads here") };
  const found = answer === undefined ? "no answer" : `HTTP ${answer.status}`;
  return { what, ...mind(found, "Where the service runs, see the reverse proxy; else start it and ask again.") };
}

/** Undefined where nobody answers. */
const ask = (url: string, method: string): Promise<Response | undefined> =>
  fetch(url, { method, redirect: "manual", signal: AbortSignal.timeout(patience) }).then(
    async (response) => {
      await response.body?.cancel();
      return response;
    },
    () => undefined,
  );
