import { check, type Feed, type FeedContent, feedContentSchema, planVersion, verify } from "@trust-center/feed";
import { mockVendor } from "@trust-center/feed/mock";
import { expect, test } from "vitest";

/**
 * What published lists contain that a tidy schema would lose: one fixture each. A fixture must pass the schema, come out
 * of signing and verification as it went in, and say its fact in the member that is made for it.
 */
const publisher = { name: "Example" };
const address = "https://vendor.example/feed/";
const now = Date.parse("2026-05-04T10:00:00Z");

async function carried(content: FeedContent): Promise<Feed> {
  const checked = check(feedContentSchema, content, "the fixture");
  const vendor = await mockVendor(address, now);
  await vendor.publish(checked, now);
  const { feed } = await verify(vendor.read, { feed: address, pin: vendor.pin, now, strict: true });
  expect(feed.subprocessors.map((entry) => ({ ...entry }))).toMatchObject(content.subprocessors as object[]);
  // What a group states for all is a fact of each member once it is published.
  expect(feed.groups).toEqual(content.groups?.map(({ common: _, ...group }) => group));
  return feed;
}

test("1: one company, several engagements", async () => {
  const feed = await carried({
    publisher,
    subprocessors: [
      { id: "cloud-eu", name: "Cloud Inc.", services: ["app"], locations: [{ country: "IE" }] },
      { id: "cloud-us", name: "Cloud Inc.", services: ["logs"], locations: [{ country: "US" }] },
    ],
  });
  expect(feed.subprocessors.map(({ name }) => name)).toEqual(["Cloud Inc.", "Cloud Inc."]);
});

test("2: where it processes is not where it sits, and it may process in eleven countries", async () => {
  const countries = ["AU", "BR", "CA", "DE", "FR", "IE", "IN", "JP", "KR", "SG", "US"];
  const feed = await carried({
    publisher,
    subprocessors: [
      {
        id: "a",
        name: "A",
        corporateLocation: { country: "SE" },
        locations: countries.map((country) => ({ country })),
      },
    ],
  });
  expect(feed.subprocessors[0]?.locations).toHaveLength(11);
  expect(feed.subprocessors[0]?.corporateLocation?.country).toBe("SE");
});

test("3: a location that depends on the customer's region or on an option", async () => {
  await carried({
    publisher,
    subprocessors: [
      {
        id: "a",
        name: "A",
        locations: [
          { country: "DE", when: { customerRegion: "EU" } },
          { country: "US", when: { option: "Transcription" } },
        ],
      },
    ],
  });
});

test("4: locations that are no country", async () => {
  const kinds = [
    "worldwide",
    "edge",
    "varies",
    "self-hosted",
    "not-applicable",
    "customer-region",
    "customer-choice",
  ] as const;
  await carried({
    publisher,
    subprocessors: [
      ...kinds.map((kind) => ({ id: kind, name: kind, locations: [{ kind }] })),
      {
        id: "boundary",
        name: "Boundary",
        locations: [
          { kind: "region" as const, region: "EU Data Boundary", priority: "primary" as const },
          { country: "US", priority: "fallback" as const },
        ],
      },
    ],
  });
});

test("5: facts that stand above the list", async () => {
  const feed = await carried({
    publisher,
    groups: [
      {
        id: "g",
        title: "EU hosting",
        intro: "All of these process in Germany.",
        common: { locations: [{ country: "DE" }] },
      },
    ],
    subprocessors: [{ id: "a", name: "A", groups: ["g"] }],
  });
  expect(feed.subprocessors[0]?.locations).toEqual([{ country: "DE" }]);
});

test("6: own columns per table, and odd columns under their own labels", async () => {
  await carried({
    publisher,
    groups: [
      {
        id: "g",
        title: "Tools",
        columns: [{ field: "name" }, { field: "details:Department" }, { field: "details:2FA enabled", label: "2FA" }],
      },
      { id: "h", title: "Hosting", columns: [{ field: "name" }, { field: "locations" }] },
    ],
    subprocessors: [
      {
        id: "a",
        name: "A",
        groups: ["g"],
        details: [
          { label: "Department", value: "Sales" },
          { label: "2FA enabled", value: "Yes" },
          { label: "Auditor", value: "N.N." },
        ],
      },
    ],
  });
});

test("7: a footnote bound to one cell", async () => {
  await carried({
    publisher,
    subprocessors: [{ id: "a", name: "A", notes: [{ field: "locations", text: "Backups only." }] }],
  });
});

test("8: a group that is a stated subset of another", async () => {
  await carried({
    publisher,
    groups: [
      { id: "all", title: "All" },
      { id: "ai", title: "AI providers", subsetOf: "all" },
    ],
    subprocessors: [{ id: "a", name: "A", groups: ["all", "ai"] }],
  });
});

test("9: chains", async () => {
  await carried({
    publisher,
    subprocessors: [
      { id: "a", name: "A", chain: [{ relation: "via", name: "B", subprocessor: "b" }] },
      { id: "b", name: "B", chain: [{ relation: "runs-on", name: "C" }] },
    ],
  });
});

test("10: brand, legal entity, trade name and address apart", async () => {
  await carried({
    publisher,
    subprocessors: [
      {
        id: "a",
        name: "Brand",
        legalEntity: {
          name: "Legal GmbH",
          tradeNames: ["Brand", "Old Brand"],
          address: "Street 1\nBerlin",
          country: "DE",
        },
      },
    ],
  });
});

test("11: transfer mechanisms in order, negated, with dates and prose", async () => {
  const feed = await carried({
    publisher,
    subprocessors: [
      {
        id: "a",
        name: "A",
        transferMechanisms: [
          { type: "dpf", checked: "2026-03-01" },
          { type: "scc", modules: [2, 3], fallback: true, text: "Only if the framework falls. ".repeat(40) },
        ],
      },
      {
        id: "b",
        name: "B",
        transferMechanisms: [
          { type: "dpf", excluded: true },
          { type: "scc", modules: [3] },
        ],
      },
    ],
  });
  expect(feed.subprocessors[0]?.transferMechanisms?.map(({ type }) => type)).toEqual(["dpf", "scc"]);
  expect(feed.subprocessors[1]?.transferMechanisms?.[0]?.excluded).toBe(true);
});

test("12: statements of none", async () => {
  await carried({
    publisher,
    groups: [
      { id: "affiliates", title: "Affiliates", none: "No affiliate acts as a sub-processor." },
      { id: "planned", title: "Planned", none: "None at present." },
    ],
    subprocessors: [],
  });
});

test("13: planned and former entries with fuzzy periods and reasons", async () => {
  const content: FeedContent = {
    publisher,
    subprocessors: [
      { id: "b", name: "B" },
      { id: "c", name: "C" },
    ],
    pastChanges: [
      {
        date: { text: "Pre-2026-04", before: "2026-04" },
        kind: "removed",
        name: "A",
        text: "Moved in house",
      },
    ],
  };
  const expected = { text: "Q4 2026", after: "2026-10", before: "2027-01" };
  const announce = [{ subject: "c", expected, reason: "Step by step: first logs, then mail" }];
  const { feed } = await planVersion({ content, announce, now });
  expect(feed.subprocessors.map(({ id }) => id)).toEqual(["b"]);
  expect(feed.open).toMatchObject([{ kind: "added", effective: null, expected, reason: announce[0]?.reason }]);
  expect((await carried(content)).pastChanges).toEqual(content.pastChanges);
});

test("14: listed, though no sub-processor", async () => {
  await carried({
    publisher,
    subprocessors: [
      { id: "a", name: "A", role: "vendor" },
      { id: "b", name: "B", role: "customer-provided" },
      { id: "c", name: "C", role: "independent-controller" },
      { id: "d", name: "D", role: "affiliate" },
    ],
  });
});

test("15: dates of any precision, or wrong", async () => {
  const feed = await carried({
    publisher,
    updated: { text: "30rd December 2018", date: "2018-12-30" },
    subprocessors: [
      { id: "a", name: "A", since: "2024" },
      { id: "b", name: "B", since: "2024-02" },
      { id: "c", name: "C", since: { text: { es: "Enero 2026" }, date: "2026-01" } },
    ],
  });
  expect(feed.updated).toEqual({ text: "30rd December 2018", date: "2018-12-30" });
});

test("16: every kind of change, and changes of the whole list at once", async () => {
  const ids = ["keep", "gone", "old", "where", "data", "why", "how", "which", "who", "named", "more"];
  const before: FeedContent = {
    publisher,
    noticeTerms: { noticePeriod: "P30D" },
    policies: [{ id: "p", title: "P", version: "1" }],
    groups: [{ id: "g", title: "G" }],
    services: [{ id: "s", name: "S" }],
    subprocessors: ids.map((id) => ({ id, name: id })),
  };
  const first = await planVersion({ content: before, now });
  expect(first.changes.map(({ kind, subject }) => [kind, subject.type])).toEqual([["initial", "list"]]);
  const after: FeedContent = {
    ...before,
    title: "A better title",
    publisher: { ...publisher, url: "https://vendor.example/trust" },
    noticeTerms: { noticePeriod: "P14D" },
    policies: [{ id: "p", title: "P", version: "2" }],
    groups: [{ id: "g", title: "Other" }],
    services: [],
    subprocessors: [
      { id: "kept", name: "Keep" },
      { id: "new", name: "new", replaces: ["old"] },
      { id: "added", name: "added" },
      { id: "where", name: "where", locations: [{ country: "US" }] },
      { id: "data", name: "data", dataCategories: [{ items: ["E-mail"] }] },
      { id: "why", name: "why.", purposes: ["Mail"] },
      { id: "how", name: "how", transferMechanisms: [{ type: "scc" }] },
      { id: "which", name: "which", services: ["app"] },
      { id: "who", name: "who", legalEntity: { name: "Who Ltd" } },
      { id: "named", name: "named anew" },
      { id: "more", name: "more", details: [{ label: "2FA", value: "yes" }] },
    ],
  };
  const second = await planVersion({ content: after, previous: first.feed, now: now + 1000 });
  const kinds = second.changes.map(({ kind, subject }) => `${kind} ${subject.id ?? subject.type}`);
  expect(kinds.sort()).toEqual(
    [
      "added added",
      "corrected kept",
      "corrected why",
      "data data",
      "details more",
      "group g",
      "id kept",
      "legal-entity who",
      "list list",
      "location where",
      "policy p",
      "publisher publisher",
      "purpose why",
      "removed gone",
      "renamed named",
      "replaced new",
      "scope which",
      "service s",
      "terms terms",
      "transfer-mechanism how",
    ].sort(),
  );
  const content = { ...after, subprocessors: [...after.subprocessors, { id: "gone", name: "gone" }] };
  const restored = await planVersion({ content, previous: second.feed, now: now + 2000 });
  expect(restored.changes.map(({ kind, subject }) => `${kind} ${subject.id}`)).toEqual(["restored gone"]);
});

test("17: a notice has an effective date and a deadline, always", async () => {
  const content: FeedContent = {
    publisher,
    noticeTerms: { noticePeriod: "P30D", objectionPeriod: "P14D" },
    subprocessors: [],
  };
  const { feed } = await planVersion({ content, now });
  const { changes } = await planVersion({
    content: { ...content, subprocessors: [{ id: "a", name: "A" }] },
    previous: feed,
    now,
  });
  expect(changes).toMatchObject([
    {
      kind: "added",
      announced: "2026-05-04T10:00:00Z",
      effective: "2026-06-04T00:00:00Z",
      window: { deadline: "2026-05-18T23:59:59Z" },
    },
  ]);
});

test("18: periods in days and business days, what starts the clock, and each channel", async () => {
  const content: FeedContent = {
    publisher,
    noticeTerms: {
      noticePeriod: "P30D",
      objectionPeriod: { duration: "P10D", businessDays: true, holidays: ["2026-05-14"] },
      clockStarts: "posting",
      channels: [
        { type: "email", address: "privacy@vendor.example" },
        { type: "form", url: "https://vendor.example/form" },
        { type: "feed" },
        { type: "repository", url: "https://git.example/watch" },
        { type: "posting", text: "Publication counts as notice." },
      ],
      segments: [{ id: "enterprise", name: "Enterprise", objectionPeriod: "P45D" }],
    },
    subprocessors: [],
  };
  const { feed } = await planVersion({ content, now });
  const { changes } = await planVersion({
    content: { ...content, subprocessors: [{ id: "a", name: "A" }] },
    previous: feed,
    now,
  });
  // 4 May is a Monday; ten business days on is the 18th, and a holiday makes it the 19th.
  expect(changes[0]?.window?.deadline).toBe("2026-05-19T23:59:59Z");
  expect(changes[0]?.window?.segments).toMatchObject([{ id: "enterprise", deadline: "2026-06-18T23:59:59Z" }]);
});

test("19: language versions that disagree, and the one that prevails", async () => {
  const feed = await carried({
    publisher: { name: "Example", languages: ["en", "es"], prevailingLanguage: "es" },
    noticeTerms: { noticePeriod: "P30D", text: { en: "We tell you 15 days before.", es: "Avisamos con 30 días." } },
    subprocessors: [{ id: "a", name: "A", purposes: [{ en: "Mail", es: "Correo y avisos" }] }],
  });
  expect(feed.publisher.prevailingLanguage).toBe("es");
  expect(feed.noticeTerms?.text).toEqual({ en: "We tell you 15 days before.", es: "Avisamos con 30 días." });
});

test("20: the publisher's errors survive, unknown members too", async () => {
  const feed = await carried({
    publisher,
    subprocessors: [{ id: "a", name: "Amazn Web Servces ", purposes: ["Hostig"], "x-imported": { row: 3 } } as never],
  });
  expect(feed.subprocessors[0]).toMatchObject({ name: "Amazn Web Servces ", "x-imported": { row: 3 } });
});

test("21: what parsers trip over: nested bullets, link text against target, a cookie table beside the list, prose under headings", async () => {
  await carried({
    publisher,
    groups: [
      { id: "list", title: "Sub-processors", intro: "First paragraph.\n\nSecond paragraph." },
      { id: "cookies", title: "Cookies", columns: [{ field: "name" }, { field: "details:Lifetime" }] },
    ],
    subprocessors: [
      {
        id: "a",
        name: "A",
        groups: ["list"],
        dataCategories: [
          {
            source: "Given by the customer",
            items: [{ text: "Account", items: ["Name", { text: "Contact", items: ["E-mail"] }] }],
          },
        ],
        links: [{ url: "https://a.example/privacy", text: "https://a.example/old-privacy" }],
      },
      {
        id: "_ga",
        name: "_ga",
        role: "vendor",
        groups: ["cookies"],
        details: [{ label: "Lifetime", value: "2 years" }],
      },
    ],
  });
});
