import {
  type Change,
  createRoot,
  createSigner,
  type Feed,
  generatePrivateKey,
  oneSigner,
  signEnvelope,
} from "@trust-center/feed";
import { mockChange, mockContent, publishLying } from "@trust-center/feed/mock";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { memoryStore } from "../store/memory.ts";
import { collect } from "../testing/collect.ts";
import { type Site, type Sites, startSites } from "../testing/sites.ts";
import type { Finding, Report } from "./finding.ts";
import type { WatchOptions } from "./options.ts";
import { watch } from "./watch.ts";

const day = 24 * 60 * 60 * 1000;
const start = Date.parse("2026-01-10T12:00:00Z");

let sites: Sites;
let site: Site;
let now: number;
let options: WatchOptions;

beforeEach(async () => {
  sites = await startSites();
  site = await sites.add("127.0.0.1", "/feed/", start);
  await site.publish(mockContent(), start);
  now = start + 1000;
  options = { store: memoryStore(), once: true, perHost: 0, now: () => now, timeout: 60_000 };
  await look();
  now += day;
});

afterEach(() => sites.close());

async function look(): Promise<Report> {
  const [report] = await collect(watch([{ address: site.address, pin: site.pin }], options));
  return report as Report;
}

const kinds = ({ findings }: Report) => findings.map(({ kind }) => kind);
const only = <K extends Finding["kind"]>({ findings }: Report, kind: K) =>
  findings.filter((finding): finding is Extract<Finding, { kind: K }> => finding.kind === kind);

const wording = (change: Change): Change => ({
  ...change,
  kind: "corrected",
  mode: "correction",
  reason: "Corrected wording.",
});
const moved = (list: Feed) => ({
  ...list,
  subprocessors: list.subprocessors.map((entry) => ({ ...entry, locations: [{ country: "CN" }] })),
});
const toChina = { field: "locations", before: [{ country: "DE" }], after: [{ country: "CN" }] };
const purposes = {
  ...mockContent(),
  subprocessors: mockContent().subprocessors.map((one) => ({ ...one, purposes: ["hosting."] })),
};

describe("what one entry “Corrected wording.” covers is undeclared, with both values", () => {
  test("a data centre moved by that very entry", async () => {
    await publishLying(site, { edit: (list) => moved(list as Feed), lie: wording, now });
    const report = await look();
    expect(only(report, "undeclared")).toMatchObject([{ difference: { kind: "location", content: [toChina] } }]);
    expect(only(report, "fault")).toMatchObject([{ fault: "hidden-fact" }]);
    expect(kinds(await look())).toEqual([]);
  });

  test("a data centre moved beside it, in every round while it lasts", async () => {
    await publishLying(site, { edit: () => purposes, smuggle: moved, now });
    const report = await look();
    expect(report).toMatchObject({ outcome: "failed", version: 1 });
    expect(report.findings).toMatchObject([
      { kind: "failure", code: "unlogged-edit" },
      { kind: "undeclared", difference: { kind: "location", name: "Cloud One", content: [toChina] } },
    ]);
    now += day;
    expect((await look()).findings).toMatchObject([{ since: report.at }, { kind: "undeclared" }]);
  });

  test("a sub-processor that was added", async () => {
    const extra = { id: "x", name: "Silent Ltd" };
    const smuggle = (feed: Feed) => ({ ...feed, subprocessors: [...feed.subprocessors, extra] });
    await publishLying(site, { edit: () => purposes, smuggle, now });
    expect(only(await look(), "undeclared")).toMatchObject([
      { difference: { kind: "added", name: "Silent Ltd", content: [{ op: "put", item: extra }] } },
    ]);
  });

  test("an emptied list", async () => {
    await publishLying(site, { edit: () => purposes, smuggle: (feed) => ({ ...feed, subprocessors: [] }), now });
    expect(only(await look(), "undeclared")).toMatchObject([{ difference: { kind: "removed", name: "Cloud One" } }]);
  });

  test("notice of 30 days cut to one", async () => {
    const cut = (feed: Feed) => ({ ...feed, noticeTerms: { ...feed.noticeTerms, noticePeriod: "P1D" } });
    await publishLying(site, { edit: () => purposes, smuggle: cut, now });
    expect(only(await look(), "undeclared")).toMatchObject([
      { difference: { kind: "terms", content: [{ field: "noticePeriod", before: "P30D", after: "P1D" }] } },
    ]);
  });

  test("a deadline that was told", async () => {
    await site.publish(mockChange(), now);
    await look();
    const sooner = (feed: Feed): Feed => ({
      ...feed,
      open: (feed.open ?? []).map((one) => ({
        ...one,
        window: { opens: one.announced, deadline: "2026-01-12T23:59:59Z" },
      })),
    });
    const edited = mockChange({ title: "Title" });
    now += 1000;
    await publishLying(site, { edit: () => edited, smuggle: sooner, now });
    const [found] = only(await look(), "window-moved");
    expect(found).toMatchObject({
      before: { deadline: "2026-02-10T23:59:59Z" },
      after: { deadline: "2026-01-12T23:59:59Z" },
    });
    expect(found).not.toHaveProperty("declaredBy");
  });
});

test("a day that an entry moves is told with both days, and with the entry", async () => {
  await site.publish(mockChange(), now);
  await look();
  now += 1000;
  const announce = [{ subject: "mail-two", reason: "Later", effective: "2026-04-01" }];
  await publishLying(site, { edit: () => mockChange(), announce, now });
  const changed = mockChange();
  const subprocessors = changed.subprocessors.map((one) => ({ ...one, retention: "1 day" }));
  // What is said of it afterwards says no day.
  const slip = { subject: "mail-two", reason: "Slip", correction: true as const };
  now += 1000;
  await publishLying(site, { edit: () => ({ ...changed, subprocessors }), announce: [slip], now });
  const report = await look();
  expect(only(report, "window-moved")).toMatchObject([
    { before: { effective: "2026-02-11T00:00:00Z" }, after: { effective: "2026-04-01T00:00:00Z" }, declaredBy: "3.1" },
  ]);
  expect(kinds(await look())).toEqual([]);
});

test("terms that become worse are told with both, once; better ones are a change and no more", async () => {
  await site.publish(mockContent({ noticeTerms: { noticePeriod: "P1D", objectionPeriod: "P1D" } }), now);
  const report = await look();
  expect(only(report, "terms-worse")).toMatchObject([
    {
      worse: [
        { what: "objection", before: 30, after: 1 },
        { what: "notice", before: 30, after: 1 },
      ],
    },
  ]);
  expect(kinds(report)).toEqual(["terms-worse", "change"]);
  expect(kinds(await look())).toEqual([]);
  now += 1000;
  await site.publish(mockContent({ noticeTerms: { noticePeriod: "P60D" } }), now);
  expect(kinds(await look())).toEqual(["change"]);
});

test("a list that was emptied is told as that", async () => {
  await site.publish(mockContent({ subprocessors: [] }), now);
  const report = await look();
  expect(only(report, "emptied")).toEqual([{ kind: "emptied", entries: 1 }]);
  expect(only(report, "undeclared")).toEqual([]);
});

test("objections that go to another service are told", async () => {
  const service = (host: string) => mockContent({ service: `https://${host}/` });
  await site.publish(service("a.example"), now);
  expect(only(await look(), "service")).toEqual([{ kind: "service", after: "https://a.example/" }]);
  now += 1000;
  await site.publish(service("b.example"), now);
  expect(only(await look(), "service")).toEqual([
    { kind: "service", before: "https://a.example/", after: "https://b.example/" },
  ]);
});

test("other keys are told, with roles and key ids, once; a root with the same keys is not", async () => {
  const root = async (version: number, signers: ReturnType<typeof oneSigner>) => {
    const made = await createRoot(site.address, signers, start);
    const payload = JSON.parse(Buffer.from(made.payload, "base64url").toString());
    const both = [...signers.root, site.signer];
    const next = await signEnvelope(
      new TextEncoder().encode(JSON.stringify({ ...payload, version })),
      "root",
      signers.root[0] === site.signer ? [site.signer] : both,
    );
    const head = JSON.parse(new TextDecoder().decode(site.files.get("head.json")));
    head.roots.push(next);
    site.files.set("head.json", new TextEncoder().encode(JSON.stringify(head)));
  };
  const own = oneSigner(site.signer);
  await root(2, own);
  expect(kinds(await look())).toEqual([]);
  const other = await createSigner(await generatePrivateKey("Ed25519"));
  await root(3, { ...own, receipt: [other] });
  const told = await look();
  expect(only(told, "keys")).toEqual([
    {
      kind: "keys",
      root: 3,
      all: false,
      roles: [{ role: "receipt", added: [other.kid], removed: [site.signer.kid] }],
    },
  ]);
  expect(kinds(await look())).toEqual([]);
});
