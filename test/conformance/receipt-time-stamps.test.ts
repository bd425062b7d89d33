import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { mockContent } from "@trust-center/feed/mock";
import { filedBy, load, object, verifyReceipt } from "@trust-center/sdk";
import { timeStampsOf } from "@trust-center/sdk/time-stamps";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { runAsGiven } from "../../packages/cli/src/testing/run.ts";
import { type Authority, startAuthority } from "../../packages/sdk/src/testing/authority.ts";
import { until } from "../../packages/server/src/testing/mailbox.ts";
import { look, privacyMail, startTestService, type TestService } from "../../packages/server/src/testing/service.ts";

interface Answer {
  receipt: string;
  timeStamp?: string;
}

let authority: Authority;
let service: TestService;
let folder: string;

beforeAll(async () => {
  authority = await startAuthority();
});
afterAll(() => authority.close());

beforeEach(async () => {
  authority.answer = undefined;
  folder = await mkdtemp(join(tmpdir(), "trust-center-receipts-"));
  service = await startTestService({ timeStampAuthority: { url: authority.url, certificates: authority.root.pem } });
  await service.announce();
});

afterEach(async () => {
  await service.close();
  await rm(folder, { recursive: true, force: true });
});

const file = async (more: object = {}) => {
  const began = performance.now();
  const answer = await service.object(more);
  expect(answer.status).toBe(201);
  return { ...((await answer.json()) as Answer), took: performance.now() - began };
};

const kept = () => service.query<{ time_stamp: string | null }>("select time_stamp from objections");

/** What `trust-center verify` makes of a receipt's file under the certificates of somebody. */
const verify = async (held: object, pem = authority.root.pem) => {
  await writeFile(join(folder, "receipt.json"), JSON.stringify(held));
  await writeFile(join(folder, "tsa.pem"), pem);
  const words = ["verify", "receipt.json", "--pin", service.vendor.pin, "--tsa-certificates", "tsa.pem"];
  const { code, stdout, stderr } = await runAsGiven(folder, [...words, "--json"]);
  const printed = (await runAsGiven(folder, words)) as { stdout: string; stderr: string };
  return { code, outcome: JSON.parse(stdout), text: stderr + printed.stdout + printed.stderr };
};

test("a receipt comes with the time stamp of an authority, in the answer and in both mails", async () => {
  const { receipt, timeStamp } = await file();
  expect(timeStamp).toBeTypeOf("string");
  expect(await kept()).toEqual([{ time_stamp: timeStamp }]);
  for (const to of ["ada@customer.example", privacyMail]) {
    const { attachments } = await service.mailbox.next(to);
    const [alone, both] = attachments.map(({ content }) => content.toString());
    expect(alone).toBe(receipt);
    expect(JSON.parse(both ?? "")).toEqual({ receipt, timeStamp });
  }
  // Somebody else's tool says the same: the token is over the very bytes of the receipt.
  await writeFile(join(folder, "receipt.jwt"), receipt);
  await writeFile(join(folder, "token.der"), Buffer.from(timeStamp ?? "", "base64"));
  const words = ["-token_in", "-in", "token.der", "-data", "receipt.jwt", "-CAfile", authority.root.certificate];
  const own = ["-untrusted", authority.between.certificate];
  const { stdout, stderr } = await promisify(execFile)("openssl", ["ts", "-verify", ...words, ...own], { cwd: folder });
  expect(stdout + stderr).toContain("Verification: OK");
});

test("readers verify it as the time by which the objection was filed, under certificates of their own", async () => {
  const { receipt, timeStamp = "" } = await file();
  const { code, outcome, text } = await verify({ receipt, timeStamp });
  expect([code, outcome.trust]).toEqual([0, "verified"]);
  expect(outcome.filedBy).toMatchObject({ by: "timestamp", name: "Test Time Stamps", inTime: true });
  expect(text).toMatch(/✓ Time stamp: Test Time Stamps saw this receipt on \S+: filed in time/);
  const center = await load(service.vendor.address, { pin: service.vendor.pin });
  const content = await verifyReceipt(receipt, center);
  const stamped = { receipt, content, timeStamp, timeStamps: timeStampsOf(authority.root.pem) };
  const found = await filedBy(stamped);
  expect(Math.abs(Date.parse(found.at) - Date.parse(content.filed))).toBeLessThan(60_000);
  const late = { ...content, deadline: new Date(Date.parse(found.at) - 1000).toISOString() };
  expect(await filedBy({ ...stamped, content: late })).toMatchObject({ inTime: false });
  expect(await filedBy({ ...stamped, content: { deadline: found.at } })).toMatchObject({ inTime: true });
});

test("another receipt's, an altered one, or one of a stranger proves nothing, and costs the receipt nothing", async () => {
  const [first, second] = [await file(), await file({ grounds: "Another." })];
  const altered = Buffer.from(first.timeStamp ?? "", "base64");
  altered[altered.length - 1] = (altered.at(-1) ?? 0) ^ 1;
  const stranger = (await authority.issue("Stranger", "authority")).pem;
  const tries = [
    await verify({ receipt: first.receipt, timeStamp: second.timeStamp }),
    await verify({ receipt: first.receipt, timeStamp: altered.toString("base64") }),
    await verify({ receipt: first.receipt, timeStamp: "%" }),
    await verify({ receipt: first.receipt, timeStamp: first.timeStamp }, stranger),
  ];
  for (const { code, outcome, text } of tries) {
    expect([code, outcome.trust, outcome.filedBy]).toEqual([0, "verified", undefined]);
    expect(text).toContain("! Time stamp: it proves nothing.");
  }
  const without = await verify({ receipt: first.receipt });
  expect(without.text).toMatch(/– Time stamp: none came with it; that it was filed on \S+ is the service's word/);
});

test("the clock of a service that is ahead is told by the time stamp", async () => {
  await service.moveClock({ ahead: 60 * 60 * 1000 });
  const { receipt, timeStamp } = await file();
  const { code, text } = await verify({ receipt, timeStamp });
  expect(code).toBe(0);
  expect(text).toMatch(/– Clock: the service's was ahead, for the receipt says/);
});

const broken: [string, (authority: Authority) => Authority["answer"]][] = [
  ["is down", () => (_request, response) => void response.writeHead(503).end()],
  ["answers with garbage", () => (_request, response) => void response.end("<html>")],
  ["sends too much", () => (_request, response) => void response.end(Buffer.alloc(1_000_000))],
  ["breaks off", () => (_request, response) => void response.destroy()],
];

test.each(broken)(
  "an authority that %s costs the time stamp alone; asked again it is asked again",
  async (_, answer) => {
    authority.answer = answer(authority);
    const body = await service.objection();
    const without = (await (await service.post("objections", body)).json()) as Answer;
    expect(Object.keys(without)).toEqual(["receipt"]);
    const mails = [await service.mailbox.next("ada@customer.example"), await service.mailbox.next(privacyMail)];
    for (const mail of mails) expect(mail.attachments.map(({ content }) => `${content}`)).toEqual([without.receipt]);
    authority.answer = undefined;
    const again = (await (await service.post("objections", body)).json()) as Answer;
    expect(again).toEqual({ receipt: without.receipt, timeStamp: expect.any(String) });
    expect((await verify(again)).outcome.filedBy).toMatchObject({ inTime: true });
  },
);

test("one that never answers holds the answer up for three seconds, and no other request", async () => {
  const held: (() => Promise<void>)[] = [];
  authority.answer = (request, response) =>
    new Promise((done) => {
      held.push(async () => {
        response.end(await authority.reply(request));
        done();
      });
    });
  const body = await service.objection();
  const proofs = [body, await service.objection()];
  const began = performance.now();
  const posts = proofs.map((one) => service.post("objections", one));
  await Promise.race(posts);
  expect(performance.now() - began).toBeGreaterThan(2_500);
  expect(held).toHaveLength(2);
  const answers = await Promise.all(posts);
  for (const answer of answers) expect(Object.keys((await answer.json()) as Answer)).toEqual(["receipt"]);
  expect((await fetch(`${service.address}health`)).status).toBe(200);
  // What comes late is kept, and whoever asks again gets it without asking the authority again.
  await Promise.all(held.map((release) => release()));
  await until(async () => (await kept()).every(({ time_stamp }) => time_stamp !== null));
  const before = authority.asked;
  const again = (await (await service.post("objections", body)).json()) as Answer;
  expect(again.timeStamp).toBeTypeOf("string");
  expect(authority.asked).toBe(before);
});

test("the service ends while an authority hangs, and goes on without its answer", async () => {
  authority.answer = () => new Promise(() => {});
  const body = await service.objection();
  await service.post("objections", body);
  await service.restart();
  authority.answer = undefined;
  const again = (await (await service.post("objections", body)).json()) as Answer;
  expect(again.timeStamp).toBeTypeOf("string");
});

test("an authority is asked so many times in an hour and no more: it may charge for each", async () => {
  await service.close();
  const timeStampAuthority = { url: authority.url, certificates: authority.root.pem };
  service = await startTestService({ timeStampAuthority, rates: { timeStamps: { most: 1, span: 3_600_000 } } });
  await service.announce();
  const before = authority.asked;
  expect([await file(), await file()].map(({ timeStamp }) => typeof timeStamp)).toEqual(["string", "undefined"]);
  expect(authority.asked).toBe(before + 1);
  expect(service.logs.join("")).toContain("time-stamp-left-out");
});

test("a service without an authority asks nobody; the SDK hands on what there is", async () => {
  const center = async () => {
    const content = mockContent({ service: service.address, noticeTerms: { objectionPeriod: "P10D" } });
    const subprocessors = [...content.subprocessors, { id: "new", name: "New" }];
    await service.vendor.publish({ ...content, subprocessors }, Date.now());
    await look(service);
    return load(service.vendor.address, { pin: service.vendor.pin, strict: true });
  };
  const said = { name: "Ada", email: "ada@customer.example", organisation: "Customer Ltd", grounds: "" };
  const fileIn = async () => {
    const loaded = await center();
    const change = loaded.feed.open?.find(({ subject }) => subject.id === "new")?.id ?? "";
    return object(loaded, { ...said, change });
  };
  const { receipt, content, timeStamp = "" } = await fileIn();
  const timeStamps = timeStampsOf(authority.root.pem);
  expect(await filedBy({ receipt, content, timeStamp, timeStamps })).toMatchObject({ inTime: true });
  await service.close();
  service = await startTestService();
  await service.announce();
  const before = authority.asked;
  expect((await fileIn()).timeStamp).toBeUndefined();
  expect(authority.asked).toBe(before);
});

test("settings name an authority and its certificates, or neither", async () => {
  const { readSettings } = await import("../../packages/server/src/settings/read.ts");
  await writeFile(join(folder, "tsa.pem"), authority.root.pem);
  await writeFile(join(folder, "none.pem"), "nothing");
  const { generatePrivateKey, toPem } = await import("@trust-center/feed");
  const key = await generatePrivateKey();
  await writeFile(join(folder, "key.pem"), await toPem(key));
  const given = [
    "--feed",
    "https://a.example/",
    "--pin",
    service.vendor.pin,
    "--public-address",
    "https://a.example/s/",
  ];
  const mail = ["--smtp", "smtp://a.example", "--mail-from", "a@a.example", "--privacy-mail", "b@a.example"];
  const files = ["--receipt-key", join(folder, "key.pem"), "--database", join(folder, "other.db")];
  const read = (...more: string[]) => readSettings([...given, ...mail, ...files, ...more], {});
  const url = ["--time-stamp-authority", "http://tsa.example/"];
  const certificates = (name: string) => ["--time-stamp-certificates", join(folder, name)];
  expect(await read()).not.toHaveProperty("settings.timeStampAuthority");
  expect(await read(...url, ...certificates("tsa.pem"))).toHaveProperty("settings.timeStampAuthority", {
    url: "http://tsa.example/",
    certificates: await readFile(join(folder, "tsa.pem"), "utf8"),
  });
  await expect(read(...url)).rejects.toThrow("--time-stamp-certificates");
  await expect(read(...certificates("tsa.pem"))).rejects.toThrow("--time-stamp-authority");
  await expect(read("--time-stamp-authority", "ftp://a/", ...certificates("tsa.pem"))).rejects.toThrow(
    "http: or https:",
  );
  await expect(read(...url, ...certificates("none.pem"))).rejects.toThrow("certificate in PEM");
});
