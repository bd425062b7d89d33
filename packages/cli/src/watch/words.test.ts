import { start, temporaryFolder, write } from "@trust-center/authoring/testing";
import type { Change, FeedContent } from "@trust-center/feed";
import { mockContent, publishLying } from "@trust-center/feed/mock";
import { describe, expect, test } from "vitest";
import { runIn } from "../testing/run.ts";
import { type ServedVendor, servedVendors } from "../testing/vendors.ts";

const day = 24 * 60 * 60 * 1000;
const now = Date.parse(start);

/** One vendor that was looked at once, and what a later look prints. */
async function watched(content: FeedContent = mockContent()) {
  const [vendor] = (await servedVendors(1, now)) as [ServedVendor];
  if (content.title !== undefined) await vendor.publish(content, now);
  const folder = await temporaryFolder();
  await write(folder, { "feeds.txt": `${vendor.address} ${vendor.pin}\n` });
  const look = (days: number, ...more: string[]) => {
    const instant = new Date(now + days * day).toISOString();
    return runIn(folder, ["watch", "feeds.txt", "--once", "--now", instant, "--timeout", "PT2S", ...more]);
  };
  await look(0);
  return { vendor, look };
}

const located = (...countries: string[]): FeedContent => {
  const content = mockContent({ title: "List" });
  const locations = countries.map((country) => ({ country }));
  return { ...content, subprocessors: content.subprocessors.map((one) => ({ ...one, locations })) };
};

test("a place that was added is named, with what it was", async () => {
  const { vendor, look } = await watched(located("DE"));
  await vendor.publish(located("DE", "IE"), now + 1000);
  const { stdout } = await look(1);
  expect(stdout).toContain("• Change of location: Cloud One\n    Location: Germany → Germany; Ireland\n");
});

test("what is taken back or announced otherwise is told beside what was announced, as mails and update feeds tell it", async () => {
  const terms = {
    noticePeriod: "P30D",
    objectionPeriod: "P30D",
    appliesTo: ["added" as const, "location" as const, "purpose" as const],
  };
  const said = (purpose: string, ...countries: string[]): FeedContent => {
    const { subprocessors, ...content } = located(...countries);
    return {
      ...content,
      noticeTerms: terms,
      subprocessors: subprocessors.map((one) => ({ ...one, purposes: ["Hosting", purpose] })),
    };
  };
  const { vendor, look } = await watched(said("Search", "DE"));
  await vendor.publish(said("Analytics", "DE", "IN"), now + 1000);
  await look(1);
  await vendor.publish(said("Training", "DE"), now + day + 1000);
  const { stdout } = await look(2);
  expect(stdout).toContain("Withdrawn: Change of location: Cloud One\n    Location: Germany → Germany; India\n");
  expect(stdout).toContain("Purpose: Hosting; Analytics → Hosting; Training\n");
});

test("each mistake of a list is a line of its own, whatever stands there", async () => {
  const folder = await temporaryFolder();
  const list = 'vendors:\n  - { address: "ftp://one.example/" }\n  - { address: "http://two.example/\\n✗ mine" }\n';
  await write(folder, { "vendors.yaml": list });
  const { code, stderr } = await runIn(folder, ["watch", "vendors.yaml", "--once"]);
  expect(code).toBe(2);
  const lines = stderr.trimEnd().split("\n");
  expect(lines[0]).toBe("Error: Expected a list of vendors in vendors.yaml:");
  expect(lines.slice(1).map((line) => /^ {2}vendors\.yaml:(\d):16 {2}Expected /.exec(line)?.[1])).toEqual(["2", "3"]);
});

test("a mistake of a list is mended by what such a list holds", async () => {
  const folder = await temporaryFolder();
  await write(folder, { "vendors.yaml": "vendors:\n  - { pin: 7, adress: a.example }\n" });
  const { stderr } = await runIn(folder, ["watch", "vendors.yaml", "--once"]);
  expect(stderr).toContain("found nothing. Add it: `address: https://acme.example/.well-known/trust-center/`.");
  expect(stderr).toContain(
    "Expected a name that is known here, found “adress”. Did you mean `address`? Else remove it.",
  );
});

test("a removed policy is removed, and a new one added", async () => {
  const policy = {
    id: "privacy",
    type: "privacy" as const,
    title: "Privacy notice",
    url: "https://acme.example/privacy",
  };
  const { vendor, look } = await watched({ ...located("DE"), policies: [policy] } as FeedContent);
  await vendor.publish(located("DE"), now + 1000);
  expect((await look(1)).stdout).toContain("Policies: Removal: Privacy notice");
  await vendor.publish({ ...located("DE"), policies: [policy] } as FeedContent, now + day + 1000);
  expect((await look(2)).stdout).toContain("Policies: New: Privacy notice");
});

describe("a vendor that is gone", () => {
  test("says since when, for how long, and what to do; never that it must sign again", async () => {
    const { vendor, look } = await watched();
    vendor.trick = "gone";
    await look(10);
    const { code, stdout, stderr } = await look(10 + 548);
    expect([code, stderr]).toEqual([3, ""]);
    expect(stdout).toContain("✗ Not reached: there is no feed at this address (gone)");
    expect(stdout).toContain(", for 18 months");
    expect(stdout).toContain("Ask the vendor where its list is now");
    expect(stdout).toContain("it was vouched for until");
    expect(stdout).not.toContain("sign again");
  });

  test("before and after its signature runs out", async () => {
    const { vendor, look } = await watched();
    vendor.trick = "gone";
    for (const days of [22, 25, 28, 29, 40]) expect((await look(days)).stdout).not.toContain("sign again");
    vendor.trick = undefined;
    const { code, stdout } = await look(41);
    expect([code, stdout]).toEqual([4, expect.stringContaining("The vendor must sign again")]);
  });

  test("is one problem, whatever way it is not reached", async () => {
    const { vendor, look } = await watched();
    vendor.trick = "gone";
    await look(1);
    vendor.trick = "hang";
    const { stdout } = await look(3);
    expect(stdout).toContain("(timeout)");
    expect(stdout).toMatch(/Since .*, for 2 days/);
  });
});

test("a heading and what stands below it are on one stream, with --quiet too", async () => {
  const { vendor, look } = await watched();
  vendor.trick = "gone";
  const loud = await look(1);
  expect(loud.stdout.split("\n").slice(0, 2)).toEqual([
    expect.stringContaining(vendor.address),
    expect.stringContaining("✗ Not reached"),
  ]);
  const quiet = await look(2, "--quiet");
  expect(quiet.stdout).toContain(`${vendor.address})\n  ✗ Not reached`);
  expect([loud.stderr, quiet.stderr, quiet.stdout.includes("1 vendor")]).toEqual(["", "", false]);
});

test("what one entry “Corrected wording.” covers is told with both values, and is a failure", async () => {
  const { vendor, look } = await watched(located("DE"));
  const lie = (change: Change): Change => ({ ...change, kind: "corrected", mode: "correction" });
  await publishLying(vendor, { edit: () => located("CN"), lie, now: now + 1000 });
  const { code, stdout } = await look(1);
  expect(code).toBe(1);
  expect(stdout).toContain(
    "✗ Changed without an entry of the history saying so: Change of location: Cloud One\n    Location: Germany → China\n",
  );
});

test("terms that became worse are told in days", async () => {
  const { vendor, look } = await watched(located("DE"));
  await vendor.publish({ ...located("DE"), noticeTerms: { noticePeriod: "P1D" } }, now + 1000);
  const { code, stdout } = await look(1, "--fail-on", "terms-worse");
  expect(code).toBe(1);
  expect(stdout).toContain("Time to object: 30 days → 1 day (added, replaced, restored, legal-entity)");
});
