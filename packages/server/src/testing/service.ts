import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { mockChange, mockContent } from "@trust-center/feed/mock";
import { inject } from "vitest";
import { act } from "../operate/act.ts";
import { type Service, type ServiceSettings, startService } from "../service.ts";
import type { Action } from "../settings/action.ts";
import type { OutboxDepth } from "../store/outbox.ts";
import { minute } from "../time.ts";
import { type Mailbox, openMailbox, until } from "./mailbox.ts";
import { prove } from "./prove.ts";
import { type MovedClock, postgresDatabase, sqliteDatabase, type TestDatabase } from "./test-database.ts";
import { type ServedVendor, serveVendor } from "./vendor.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** The server on which the tests of this project make their databases; absent: they are on SQLite. */
    postgres: string;
  }
}

export const origin = "https://acme.example";
export const privacyMail = "privacy@acme.example";

export interface TestService extends Service {
  vendor: ServedVendor;
  mailbox: Mailbox;
  /** The path of its file, where it has one. */
  database: string;
  logs: string[];
  /** A folder that is gone with it. */
  folder: string;
  /** Moves the database's clock. */
  moveClock(to: MovedClock): Promise<void>;
  settings: ServiceSettings;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
  subscribe(email: string, more?: object): Promise<Response>;
  /** Subscribes and confirms; gives the link to leave once a notice has come. */
  subscribeAndConfirm(email: string, more?: object): Promise<void>;
  object(more?: object): Promise<Response>;
  /** What an objection consists of, for the change of {@link TestService.announce}. */
  objection(more?: object): Promise<Record<string, unknown>>;
  /** Publishes a list with one more sub-processor, and has the service look. */
  announce(): Promise<void>;
  /**
   * Waits until what was published was fanned out, and what is due has gone out, as have attempts that are due again soon. What
   * waits for its hour or its day stays.
   */
  settled(): Promise<void>;
  query<T>(sql: string): Promise<T[]>;
  /** Statements without an answer. */
  run(sql: string): Promise<void>;
  /** What the operator is told. */
  health(): Promise<HealthAnswer>;
  /** Ends it, does something, and starts it on the same database. */
  restart(between?: () => void | Promise<void>): Promise<void>;
  /** As `trust-center-server ACTION` does. */
  act(action: ActionOf): Promise<string>;
}

type ActionOf = Action extends infer One ? (One extends unknown ? Omit<One, "database"> : never) : never;

/** Details of `GET health`. */
export interface HealthAnswer {
  status: "up" | "down";
  outbox: OutboxDepth;
  [detail: string]: unknown;
}

/** An empty database of the kind that this run of tests is for: see `vitest.config.ts`. */
export async function openTestDatabase(folder: string): Promise<TestDatabase> {
  const server = inject("postgres");
  return server === undefined ? sqliteDatabase(folder, `${randomUUID()}.db`) : postgresDatabase(server);
}

/**
 * A vendor, a mail server and a service on free ports.
 *
 * @param given Its database; default: an empty one of its own.
 */
export async function startTestService(
  more: Partial<ServiceSettings> = {},
  given?: TestDatabase,
): Promise<TestService> {
  const folder = await mkdtemp(join(tmpdir(), "trust-center-server-"));
  const database = given ?? (await openTestDatabase(folder));
  const start = Date.now();
  const vendor = await serveVendor(start);
  await vendor.publish(mockContent(terms), start);
  const mailbox = await openMailbox();
  const logs: string[] = [];
  const settings: ServiceSettings = {
    feed: vendor.address,
    pin: vendor.pin,
    database: database.place,
    port: 0,
    publicAddress: "http://127.0.0.1/service/",
    smtp: mailbox.url,
    smtpTls: "none" as const,
    mailFrom: "notices@acme.example",
    privacyMail,
    receiptSigner: vendor.signer,
    origins: [origin],
    secret: new TextEncoder().encode("a secret of more than thirty-two bytes"),
    log: (line) => void logs.push(line),
    lookInterval: 100,
    retry: { first: 40, longest: 80, unsure: 80, giveUp: 60_000 },
    now: database.now,
    ...more,
  };
  let clock: MovedClock = {};
  const now = () => clock.frozen ?? Date.now() + (clock.ahead ?? 0);
  const file = typeof database.place === "string" ? database.place : "";
  const test = { vendor, mailbox, logs, settings, folder, database: file } as TestService;
  let service = await startService(settings);
  let last = 0;
  Object.assign(test, {
    hookToken: service.hookToken,
    healthToken: service.healthToken,
    operatorToken: service.operatorToken,
    address: service.address,
    post: (path: string, body: unknown, headers = {}) =>
      fetch(`${test.address}${path}`, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: JSON.stringify(body),
      }),
    subscribe: async (email: string, extra = {}) =>
      test.post("subscriptions", { email, proof: await prove(test.address, "subscription"), ...extra }),
    subscribeAndConfirm: async (email: string, extra = {}) => {
      await test.subscribe(email, extra);
      await press(test, linkIn((await mailbox.next(email)).text ?? "", "confirm"));
    },
    objection: async (extra = {}) => ({
      request: `request-${process.pid}-${Date.now()}-${last++}`,
      change: "2.1",
      feed: latestFeed(test),
      name: "Ada Objector",
      email: "ada@customer.example",
      organisation: "Customer Ltd",
      grounds: "No adequacy decision.",
      proof: await prove(test.address, "objection"),
      ...extra,
    }),
    object: async (extra = {}) => test.post("objections", await test.objection(extra)),
    announce: async () => {
      await vendor.publish(mockChange(terms), Date.now() + (clock.ahead ?? 0));
      await look(test);
    },
    settled: async () =>
      void (await until(async () => {
        const due = `state in ('queued', 'leased', 'unknown') and due_at <= ${now() + minute}`;
        const left = `select 1 from deliveries where ${due} union all select 1 from events where fanned_to is not null`;
        return (await database.query(left)).length === 0;
      })),
    query: database.query,
    run: database.run,
    moveClock: async (to: MovedClock) => {
      clock = to;
      await database.moveClock(to);
    },
    health: async () => {
      const headers = { authorization: `Bearer ${test.healthToken}` };
      return (await (await fetch(`${test.address}health`, { headers })).json()) as HealthAnswer;
    },
    act: (action: ActionOf) => act({ ...action, database: settings.database } as Action),
    restart: async (between?: () => void | Promise<void>) => {
      await service.close();
      await between?.();
      service = await startService(settings);
      test.address = service.address;
    },
    close: async () => {
      await service.close();
      await vendor.close();
      await mailbox.close();
      await database.close();
      await rm(folder, { recursive: true, force: true });
    },
  });
  return test;
}

/** What the test vendor's notice terms are. */
export const terms = { noticeTerms: { noticePeriod: "P10D", objectionPeriod: "P10D", silence: "accepted" as const } };

/** Calls the hook and waits until the service has seen what is published. */
export async function look(test: TestService): Promise<void> {
  await fetch(`${test.address}hooks/published`, {
    method: "POST",
    headers: { authorization: `Bearer ${test.hookToken}` },
  });
  const { version } = latestFeed(test);
  await until(
    async () => (await test.query<{ version: number }>("select version from feed_state"))[0]?.version === version,
  );
}

/** Version and hash of what the vendor has published last. */
export function latestFeed({ vendor }: TestService): { version: number; sha256: string } {
  const paths = [...vendor.files.keys()].filter((path) => path.startsWith("feed/"));
  const path = paths.at(-1) ?? "";
  const { version } = JSON.parse(new TextDecoder().decode(vendor.files.get(path))) as { version: number };
  return { version, sha256: path.slice("feed/".length, -".json".length) };
}

/** The link of a mail, with its public address swapped for where the service listens. */
export function linkIn(text: string, purpose: "confirm" | "leave"): string {
  const found = new RegExp(`subscriptions/${purpose}\\?token=[\\w-]+`).exec(text)?.[0];
  if (!found) throw new Error(`no ${purpose} link in: ${text}`);
  return found;
}

/** Presses the button of the page that a link leads to. */
export const press = (test: TestService, link: string, body = "") =>
  fetch(`${test.address}${link}`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body,
  });
