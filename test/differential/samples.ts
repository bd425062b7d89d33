import { readFile } from "node:fs/promises";
import { verify } from "@trust-center/feed";
import { sample } from "fast-check";
import { parse } from "yaml";
import { play, steps, terms } from "../../packages/feed/src/changes/testing/histories.ts";
import { decode, encode, headOf, payloadOf } from "../conformance/attacks/publish.ts";
import { address, start, vendor } from "../fuzz/vendor.ts";
import { taken } from "./combinations.ts";

/** What stands in no published tree: bodies of the service, receipts, proposals, what an author says. */
const rest = (sha256: string, pin: string, envelope: unknown): unknown[] => [
  {
    type: "policy",
    id: "dpa",
    language: "en",
    body: {
      type: "root",
      children: [
        { type: "heading", depth: 2, children: [{ type: "text", value: "Scope" }] },
        {
          type: "paragraph",
          children: [{ type: "link", url: "https://acme.example/", children: [{ type: "break" }] }],
        },
        {
          type: "list",
          ordered: true,
          start: 3,
          children: [{ type: "listItem", children: [{ type: "thematicBreak" }] }],
        },
        { type: "blockquote", children: [{ type: "code", value: "x", lang: "ts" }] },
        {
          type: "table",
          children: [
            {
              type: "tableRow",
              children: [
                { type: "tableCell", children: [{ type: "emphasis", children: [{ type: "inlineCode", value: "a" }] }] },
              ],
            },
          ],
        },
      ],
    },
  },
  {
    type: "receipt",
    feed: address,
    pin,
    id: "r-1",
    action: "objection-filed",
    change: "2.1",
    subject: "mail-two",
    version: 2,
    sha256,
    log: { size: 2, root: sha256 },
    filed: "2026-01-12T09:30:00Z",
    deadline: "2026-02-11T23:59:59Z",
    objection: sha256,
  },
  {
    type: "step",
    feed: address,
    pin,
    id: "r-1",
    step: 3,
    action: "resolved",
    by: "publisher",
    state: "resolved",
    outcome: "corrective-action",
    change: "2.1",
    filed: "2026-01-12T09:30:00Z",
    deadline: "2026-02-11T23:59:59Z",
    at: "2026-01-20T09:30:00Z",
    text: sha256,
  },
  {
    type: "evidence",
    feed: address,
    pin,
    change: "2.1",
    announced: "2026-01-12T09:00:00Z",
    version: 2,
    sha256,
    log: { size: 2, root: sha256 },
    made: "2026-03-01T09:00:00Z",
    notices: [
      {
        recipient: "r-1",
        contracts: [{ customer: "Customer Ltd", email: "ann@customer.example", role: "privacy", contract: "C-1" }],
        messageId: "<notice-2.1@acme.example>",
        begun: "2026-01-12T09:30:00Z",
        settled: "2026-01-12T09:30:01Z",
        state: "sent",
        outcome: "250",
        deadline: "2026-02-11T23:59:59Z",
        text: sha256,
        version: 2,
        sha256,
      },
    ],
    untold: [{ customer: "Other Ltd", email: "bo@other.example", why: "waiting" }],
    objections: [
      {
        id: "r-1",
        filed: "2026-01-12T09:30:00Z",
        deadline: "2026-02-11T23:59:59Z",
        confirmed: true,
        state: "resolved",
        outcome: "cease-use",
        since: "2026-01-20T09:30:00Z",
        receipts: ["a.b.c"],
      },
    ],
    texts: [{ sha256, text: "What changes" }],
  },
  { email: "ann@customer.example", language: "pt-BR", proof: "eyJhIjoxfQ==" },
  {
    request: "0123456789abcdef",
    change: "2.1",
    feed: { version: 2, sha256 },
    name: "Ann",
    email: "ann@customer.example",
    organisation: "Customer Ltd",
    grounds: "Not with our data.\nSee above.",
    segment: "enterprise",
    proof: "eyJhIjoxfQ==",
  },
  { receipt: "a.b.c" },
  { type: "webhook.test", timestamp: "2026-01-12T09:30:00Z", data: { feed: address } },
  { parameters: { cost: 5000, nested: { any: [1, null] } }, signature: "ab" },
  { type: "about:blank", title: "No", status: 422, code: "invalid", retryAfter: 60, errors: { email: "an address" } },
  { subject: "subprocessor:cloud-one", reason: { en: "Cheaper" }, effective: "2026-03-01", again: true },
  { type: "root-proposal", format: 1, version: 1, root: { payload: "e30", signatures: [] }, previous: envelope },
  {
    type: "as-of",
    format: 1,
    feed: address,
    at: "2026-01-12T09:30:00Z",
    head: "{}",
    list: "{}",
    entry: { index: 0, line: "{}", proof: [sha256] },
  },
  { date: "2020-04", kind: "added", name: "Old Ltd", text: { en: "Came", de: "Kam" } },
  {
    id: "all",
    name: "All Facts",
    role: "sub-processor",
    legalEntity: {
      name: "All GmbH",
      tradeNames: ["All"],
      country: "DE",
      registration: "HRB 1",
      identifiers: [{ type: "lei", value: "5493001KJTIIGC8Y1R12", country: "DE" }],
    },
    dataCategories: [
      { source: "customer", class: "customer data", items: ["Names", { text: "Logs", items: ["IPs"] }] },
    ],
    locations: [{ kind: "region", region: "EEA", priority: "primary", when: { services: ["app"], option: "EU only" } }],
    transferMechanisms: [
      { type: "scc", modules: [2, 3], fallback: true, checked: { text: "spring", after: "2026-03" } },
    ],
    corporateLocation: { country: "US", link: { type: "site", url: "https://all.example/" } },
    contact: { role: "dpo", email: "dpo@all.example", url: "mailto:dpo@all.example" },
    certifications: [
      { name: "ISO 27001", issuer: "TÜV", validUntil: "2027", link: { url: "https://all.example/iso" } },
    ],
    feed: { url: "https://all.example/feed/", pin },
    chain: [{ relation: "runs-on", name: "Cloud One", subprocessor: "cloud-one" }],
    since: "2021-02",
    replaces: ["old"],
    notes: [{ field: "locations", text: "Planned" }],
    details: [{ label: "Tier", value: "1", link: { type: "other", url: "tel:+49-1" } }],
  },
  {
    rules: [
      {
        when: { kind: ["added"], place: ["US"], emergency: false },
        notice: { duration: "P10D", businessDays: true, holidays: ["2026-12-25"] },
        objection: "none",
        from: "sent",
        calendar: { unit: "businessDays", zone: "Europe/Berlin", roll: "nextBusinessDay" },
        start: "deadline",
        remedies: [{ type: "terminate", within: "P30D", refund: "rest", sole: true }],
      },
    ],
    appliesTo: ["added", "replaced"],
    options: [{ type: "terminate", text: "Ends" }],
    grounds: { required: true, text: "Reasonable" },
  },
  { duration: "P10D", businessDays: true, holidays: ["2026-12-25"] },
  { segments: [{ id: "enterprise", name: "Enterprise", noticePeriod: "P60D" }], channels: [{ type: "email" }] },
];

/** Everything in the files of a tree, envelopes opened. */
function fromTree(tree: ReadonlyMap<string, Uint8Array>): unknown[] {
  const head = headOf(new Map(tree) as Parameters<typeof headOf>[0]);
  const envelopes = [...head.roots, head.timestamp, head.manifest];
  const files = [...tree].flatMap(([path, bytes]) => {
    if (/^feed\/|\.json$/.test(path)) return [JSON.parse(decode(bytes as Uint8Array<ArrayBuffer>))];
    return /\.ndjson$/.test(path)
      ? decode(bytes as Uint8Array<ArrayBuffer>)
          .split("\n")
          .filter(Boolean)
          .map((line) => JSON.parse(line))
      : [];
  });
  const headers = envelopes.flatMap(({ signatures }) =>
    signatures.map((one: { protected: string }) => payloadOf({ payload: one.protected, signatures: [] })),
  );
  return [head, ...files, ...envelopes.map(payloadOf), ...headers];
}

/** Documents that vendors publish, and that pass between readers and services. */
export async function documents(): Promise<unknown[]> {
  const example = async (name: string) =>
    parse(await readFile(new URL(`../../examples/${name}/trust-center.yaml`, import.meta.url), "utf8"));
  const histories = await Promise.all(
    sample(terms, { seed: 1, numRuns: 12 }).map(async (noticeTerms, at) => {
      const [edits = []] = sample(steps, { seed: at, numRuns: 1 });
      const { feeds, log } = await play(noticeTerms, edits);
      return [feeds.at(-1), ...log];
    }),
  );
  const { newest, first, pin } = vendor;
  const read = async (path: string) => newest.tree.get(path) ?? encode("");
  const { next } = await verify(read, { feed: address, pin, now: start + 2 * 86_400_000, strict: false });
  const { sha256 } = next.root;
  return [
    await example("mender"),
    await example("smartfense"),
    ...histories.flat(),
    ...fromTree(first.tree),
    ...fromTree(newest.tree),
    next,
    ...taken,
    ...rest(sha256, pin, next.root.envelope),
  ];
}

/** A value and all that it holds. */
export function within(value: unknown): unknown[] {
  if (typeof value !== "object" || value === null) return [value];
  return [value, ...Object.values(value).flatMap(within)];
}
