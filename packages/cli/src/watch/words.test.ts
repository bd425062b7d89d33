import { start, temporaryFolder, write } from "@trust-center/authoring/testing";
import {
  type Change,
  check,
  createRoot,
  createSigner,
  type Feed,
  type FeedContent,
  fromBase64url,
  generatePrivateKey,
  headSchema,
  oneSigner,
  type RoleSigners,
  signEnvelope,
} from "@trust-center/feed";
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

/** Terms that give notice of new entries and of places; Enterprise has longer periods. */
const ent = { id: "ent", name: "Enterprise", noticePeriod: "P60D", objectionPeriod: "P45D" };
const noticed: NonNullable<FeedContent["noticeTerms"]> = {
  ...{ noticePeriod: "P30D", objectionPeriod: "P30D", appliesTo: ["added", "location"] },
  segments: [ent],
};

describe("what a look finds is told in its words", () => {
  test("what is announced already at a first look, deadlines of all and of some, the day that came", async () => {
    const [vendor] = (await servedVendors(1, now)) as [ServedVendor];
    await vendor.publish({ ...located("DE"), noticeTerms: noticed }, now);
    await vendor.publish({ ...located("DE", "IN"), noticeTerms: noticed }, now + 1000);
    const folder = await temporaryFolder();
    await write(folder, { "feeds.txt": `${vendor.address} ${vendor.pin}\n` });
    const look = async (days: number) => {
      await vendor.refresh(now + days * day - 1000);
      const instant = new Date(now + days * day).toISOString();
      return (await runIn(folder, ["watch", "feeds.txt", "--once", "--now", instant])).stdout;
    };
    const first = await look(1);
    expect(first).toContain("• First look: version 3; entries of the history: 4\n");
    const what = "Change of location: Cloud One";
    expect(first).toContain(`• Announced: ${what}, in effect on 10 Feb 2026; objections until 9 Feb 2026, 23:59 UTC\n`);
    expect(await look(25)).toContain(`• Objections close on 9 Feb 2026, 23:59 UTC: ${what}\n`);
    expect(await look(31)).toContain(`• In effect since 10 Feb 2026: ${what}\n`);
    expect(await look(41)).toContain(
      `• Objections close on 24 Feb 2026, 23:59 UTC for customers under “ent”: ${what}\n`,
    );
  });

  test("what is announced without a day", async () => {
    const [vendor] = (await servedVendors(1, now)) as [ServedVendor];
    const terms = { rules: [{ notice: "P30D", objection: "P30D", authorisation: "specific" as const }] };
    await vendor.publish({ ...located("DE"), noticeTerms: terms }, now);
    await vendor.publish({ ...located("DE", "IN"), noticeTerms: terms }, now + 1000);
    const folder = await temporaryFolder();
    await write(folder, { "feeds.txt": `${vendor.address} ${vendor.pin}\n` });
    const instant = new Date(now + day).toISOString();
    const { stdout } = await runIn(folder, ["watch", "feeds.txt", "--once", "--now", instant]);
    expect(stdout).toContain("Announced: Change of location: Cloud One, no day set yet; objections until ");
  });

  test("terms that give less to some customers, no time to object, no approval", async () => {
    const { vendor, look } = await watched({ ...located("DE"), noticeTerms: noticed });
    const told = async (days: number, noticeTerms: NonNullable<FeedContent["noticeTerms"]>) => {
      await vendor.publish({ ...located("DE"), noticeTerms }, now + (days - 1) * day + 1000);
      const { stdout } = await look(days);
      expect(stdout).toContain("✗ The notice terms give customers less than before\n");
      return stdout;
    };
    const less = await told(1, { ...noticed, segments: [{ ...ent, noticePeriod: "P31D" }] });
    expect(less).toContain("    Notice before a change: 60 days → 31 days (added, location) for “ent”\n");
    const none = await told(2, { rules: [{ notice: "P30D", authorisation: "specific" }] });
    expect(none).toContain("    Time to object: 30 days → none (added, location)\n");
    const free = await told(3, { rules: [{ notice: "none" }] });
    expect(free).toMatch(/^ {4}Approval before a change: asked for → not asked for \(added, .*, list\)$/m);
  });

  test("other dates than were told, and a correction of a fact", async () => {
    const { vendor, look } = await watched({ ...located("DE"), noticeTerms: noticed });
    await vendor.publish({ ...located("DE", "IN"), noticeTerms: noticed }, now + 1000);
    await look(1);
    const later = { subject: "cloud-one", reason: "Later", effective: "2026-07-01" };
    await publishLying(vendor, { edit: (list) => list, announce: [later], now: now + day + 1000 });
    expect((await look(2)).stdout).toContain(
      [
        "• Other dates than were told (entry 4.1 says so): Change of location: Cloud One",
        "    In effect: 10 Feb 2026 → 1 Jul 2026\n",
      ].join("\n"),
    );
    const keeping = ({ subprocessors, ...list }: FeedContent): FeedContent => ({
      ...list,
      subprocessors: subprocessors.map((one) => ({ ...one, retention: "1 day" })),
    });
    const wrong = { subject: "cloud-one", reason: "Was wrong", correction: true as const };
    await publishLying(vendor, { edit: keeping, announce: [wrong], now: now + 2 * day + 1000 });
    expect((await look(3)).stdout).toMatch(
      /Retention: Not stated → 1 day\n(?: {4}.*\n)*? {4}The vendor calls this a correction of what was wrong before: it gave no notice\n/,
    );
  });

  test("another deadline than was told, which no entry says", async () => {
    const { vendor, look } = await watched({ ...located("DE"), noticeTerms: noticed });
    await vendor.publish({ ...located("DE", "IN"), noticeTerms: noticed }, now + 1000);
    await look(1);
    const sooner = (feed: Feed): Feed => ({
      ...feed,
      open: (feed.open ?? []).map((one) => ({
        ...one,
        ...(one.window && { window: { ...one.window, deadline: "2026-01-20T23:59:59Z" } }),
      })),
    });
    // A correction of what was announced is an entry about it, and says no dates.
    const slip = { subject: "cloud-one", reason: "Slip", correction: true as const };
    const edit = () => ({ ...located("DE", "SG"), noticeTerms: noticed });
    await publishLying(vendor, { edit, announce: [slip], smuggle: sooner, now: now + day + 1000 });
    expect((await look(2)).stdout).toContain(
      [
        "✗ Other dates than were told (no entry of the history says so): Change of location: Cloud One",
        "    Objections until: 9 Feb 2026, 23:59 UTC → 20 Jan 2026, 23:59 UTC\n",
      ].join("\n"),
    );
  });

  test("a list without entries, another service, and none", async () => {
    const { vendor, look } = await watched(located("DE"));
    const service = "https://notices.example/";
    await vendor.publish({ ...located("DE"), subprocessors: [], service }, now + 1000);
    const { stdout } = await look(1);
    expect(stdout).toContain("✗ The list has no entry any more, now or by what is announced; it had 1\n");
    expect(stdout).toContain(`• Subscriptions and objections go to ${service}; before, to none\n`);
    await vendor.publish({ ...located("DE"), subprocessors: [] }, now + day + 1000);
    expect((await look(2)).stdout).toContain(
      `• Subscriptions and objections go to no service; before, to ${service}\n`,
    );
  });

  test("a signature that runs out, has run out, and is there again", async () => {
    const { vendor, look } = await watched(located("DE"));
    expect((await look(27)).stdout).toContain(
      "• Nobody vouches for this list after 9 Feb 2026, 12:00 UTC: the vendor must sign again\n",
    );
    const { stdout } = await look(40);
    expect(stdout).toContain("✗ Nobody vouches for the newest list any more (expired): ");
    expect(stdout).toContain(
      "The last copy was verified on 6 Feb 2026, 12:00 UTC; it was vouched for until 9 Feb 2026",
    );
    expect(stdout).toContain("The vendor must sign again, or a cache on the way serves an old copy.\n");
    await vendor.refresh(now + 41 * day);
    expect((await look(42)).stdout).toContain("• Well again; since 19 Feb 2026, 12:00 UTC it was not (expired)\n");
  });

  test("other keys of a role, and a feed that moves", async () => {
    const { vendor, look } = await watched(located("DE"));
    const head = () =>
      check(headSchema, JSON.parse(new TextDecoder().decode(vendor.files.get("head.json"))), "head.json");
    const root = async (signers: RoleSigners, more: object = {}) => {
      const { roots, ...rest } = head();
      const made = await createRoot(vendor.address, signers, now);
      const payload = JSON.parse(new TextDecoder().decode(fromBase64url(made.payload)));
      const bytes = new TextEncoder().encode(JSON.stringify({ ...payload, version: roots.length + 1, ...more }));
      const signed = await signEnvelope(bytes, "root", [vendor.signer]);
      vendor.files.set("head.json", new TextEncoder().encode(JSON.stringify({ ...rest, roots: [...roots, signed] })));
    };
    const other = await createSigner(await generatePrivateKey("Ed25519"));
    const { kid } = other;
    await root({ ...oneSigner(vendor.signer), receipt: [vendor.signer, other] });
    expect((await look(1)).stdout).toContain(
      `• Root 2 gives roles to other keys\n    receipt: now also ${kid} takes 2 instead of 1\n`,
    );
    const successor = { feed: "https://new.example/feed/", pin: `sha256-${"B".repeat(43)}` };
    await root(oneSigner(vendor.signer), { successor });
    const { stdout } = await look(2);
    expect(stdout).toContain(`    receipt: no longer ${kid} takes 1 instead of 2\n`);
    expect(stdout).toContain(`• Has moved to ${successor.feed} with the pin ${successor.pin}: watch that\n`);
  });
});
