import { randomBytes } from "node:crypto";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Service, startService } from "@trust-center/server";
import { build } from "vite";
import { stringify } from "yaml";
import { inboxBundle } from "../../packages/server/inbox/bundle.ts";
import { scriptBundle, scriptName } from "../../packages/widget/script/bundle.ts";
import { sha384 } from "../../packages/widget/script/vouch.ts";
import { close, listenFrom } from "./listen.ts";
import { type Outbox, startOutbox } from "./outbox.ts";
import { createSite, type SiteServer, scriptPath, servicePath } from "./site.ts";
import { type PreparedVendor, prepareVendor } from "./vendor.ts";
import { type DemoWitness, makeWitness, witnessLog } from "./witnesses.ts";

const names = ["mender", "smartfense"] as const;

/** One vendor of the demo, running. */
export interface DemoVendor extends PreparedVendor {
  name: (typeof names)[number];
  /** Address of its page. */
  page: string;
  feed: string;
  service: Service;
  site: SiteServer;
}

export interface Demo {
  vendors: DemoVendor[];
  outbox: Outbox;
  close(): Promise<void>;
}

export interface DemoOptions {
  /** Emptied first. */
  folder: string;
  /** First port to try; 0 takes any. */
  port: number;
  /** A folder with the widget's script, where it is built already. */
  script?: string;
  /** The services' clock, milliseconds since 1970. Default: the machine's. */
  now?: () => number;
  /** Starts the mail server that the services give their mails to, which hands them on to the outbox. Default: the outbox itself. */
  relay?: (outbox: Outbox) => Promise<{ url: string; stop(): Promise<void> }>;
  /** Told what is being done. */
  say?: (what: string) => void;
}

/** Publishes both examples and runs their pages, their services and a mail outbox. */
export async function startDemo({
  folder,
  port,
  script: built,
  say = () => {},
  now,
  ...more
}: DemoOptions): Promise<Demo> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const script = built ?? join(folder, "script");
  if (!built) {
    say("Building the widget's script");
    await build(scriptBundle(script));
    await build(inboxBundle(join(folder, "inbox")));
  }
  const integrity = sha384(await readFile(join(script, scriptName)));
  const outbox = await startOutbox(port);
  const witnesses = await Promise.all(names.map((name) => makeWitness(folder, name)));
  const vendors: DemoVendor[] = [];
  const closers: (() => Promise<void>)[] = [outbox.close];
  const relay = await more.relay?.(outbox);
  if (relay) closers.push(relay.stop);
  for (const [at, name] of names.entries()) {
    say(`Publishing ${name}`);
    const site = createSite();
    const sitePort = await listenFrom(site.server, port === 0 ? 0 : port + 10 * (at + 1));
    closers.push(() => close(site.server));
    const vendor = await startVendor(name, `http://localhost:${sitePort}/`, {
      folder,
      script,
      integrity,
      smtp: relay?.url ?? outbox.smtp,
      now,
      site,
      // Each of the two companies watches the other.
      witness: witnesses[1 - at] as DemoWitness,
    });
    closers.push(() => vendor.service.close());
    vendors.push(vendor);
  }
  await writeFile(
    join(folder, "vendors.yaml"),
    stringify({ vendors: vendors.map(({ name, feed, pin }) => ({ name, address: feed, pin })) }),
  );
  return {
    vendors,
    outbox,
    close: async () => {
      for (const close of closers.reverse()) await close();
    },
  };
}

const sourceOf = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url));

interface Shared {
  folder: string;
  script: string;
  integrity: string;
  smtp: string;
  now: (() => number) | undefined;
  site: SiteServer;
  witness: DemoWitness;
}

async function startVendor(name: DemoVendor["name"], page: string, shared: Shared): Promise<DemoVendor> {
  // Every start has new keys and a new past: a browser that remembers the last one must not meet it at one address.
  const feed = `${page}.well-known/trust-center/${randomBytes(4).toString("hex")}/`;
  const service = `${page}${servicePath.slice(1)}`;
  const folder = join(shared.folder, name);
  const prepared = await prepareVendor({
    source: sourceOf(name),
    folder,
    feed,
    service,
    script: { address: `${scriptPath}${scriptName}`, integrity: shared.integrity },
    witnesses: [shared.witness.verifierKey],
    now: Date.now(),
  });
  // The service verifies the feed when it starts: the site is there before it.
  const served = { ...prepared, source: sourceOf(name), script: shared.script, feed };
  shared.site.serve({ ...served, service: undefined });
  await witnessLog(shared.witness, { name, folder, feed, pin: prepared.pin }, shared.folder);
  const privacyMail = `privacy@${name}.example`;
  const running = await startService({
    feed,
    pin: prepared.pin,
    database: join(folder, "service.db"),
    publicAddress: service,
    smtp: shared.smtp,
    ...(shared.now && { now: shared.now }),
    smtpTls: "none",
    mailFrom: `trust@${name}.example`,
    privacyMail,
    receiptSigner: prepared.signer,
    inboxPeople: [[privacyMail, "admin"]],
    inboxScript: join(shared.folder, "inbox"),
    origins: [page.slice(0, -1)],
    secret: randomBytes(32),
    pollInterval: 2_000,
    log: () => {},
  });
  shared.site.serve({ ...served, service: running });
  return { ...prepared, name, page, feed, service: running, site: shared.site };
}
