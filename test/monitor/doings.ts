import type { Change, Feed, FeedContent } from "@trust-center/feed";
import { createSigner, generatePrivateKey, oneSigner } from "@trust-center/feed";
import { mockChange, mockContent } from "@trust-center/feed/mock";
import {
  addRoot,
  alterHead,
  lie,
  published,
  publishSaying,
  serveInstead,
  smuggle,
  takeOver,
  type Vendors,
  type Watched,
} from "./vendors.ts";

export const day = 24 * 60 * 60 * 1000;
/** When every vendor's root is signed; when it is looked at first; when it does what it does; when that is looked at. */
export const rooted = Date.parse("2026-03-01T12:00:00Z");
export const firstLook = rooted + 40 * day;
export const acted = firstLook + 5 * day - 3600 * 1000;
export const secondLook = firstLook + 5 * day;

/** Whose doing it is. */
export type By = "honest vendor" | "dishonest vendor" | "attacker" | "network";

/** Something that a vendor can do, and all that is to be told of it: see `labelOf`. */
export interface Doing {
  name: string;
  by: By;
  /** What it publishes before it is looked at first. A list, at `rooted`, and a signature at `firstLook`, where absent. */
  before?: (vendor: Watched) => Promise<void>;
  /** What it does between the looks. */
  does?: (vendor: Watched) => Promise<void> | void;
  /** What the second look tells, in any order. */
  told: readonly string[];
  /** It needs a server of its own. */
  own?: boolean;
  /** It is at an address where no vendor ever was. */
  address?: (vendors: Vendors) => string;
}

const policy = { id: "privacy", type: "privacy" as const, title: "Privacy notice", url: "https://acme.example/p" };
const base = (more: Partial<FeedContent> = {}) =>
  mockContent({ title: "List", policies: [policy], ...more } as FeedContent);
const announced = (more: Partial<FeedContent> = {}) =>
  mockChange({ title: "List", policies: [policy], ...more } as FeedContent);
const edited = (fields: object): FeedContent => {
  const list = base();
  return { ...list, subprocessors: list.subprocessors.map((one) => ({ ...one, ...fields })) };
};

const inChina = { locations: [{ country: "CN" }] };
const worded = edited({ purposes: ["hosting."] });
const moved = (feed: Feed): Feed => ({
  ...feed,
  subprocessors: feed.subprocessors.map((one) => ({ ...one, ...inChina })),
});
const asWording = (change: Change): Change => ({ ...change, kind: "corrected", mode: "correction" });

/** Publishes a list at `rooted`, and signs it again for the first look. */
const usual = async (vendor: Watched) => {
  await vendor.publish(base(), rooted);
  await vendor.refresh(firstLook - 1000);
};
/** What was announced so many days before the first look. */
const announcing = (days: number) => async (vendor: Watched) => {
  await vendor.publish(base(), rooted);
  await vendor.publish(announced(), firstLook - days * day);
  await vendor.refresh(firstLook - 1000);
};
/** The last signature is so many days old at the first look. */
const signed = (days: number) => async (vendor: Watched) => {
  await vendor.publish(base(), rooted);
  await vendor.refresh(firstLook - days * day);
};
const publishes = (content: FeedContent) => (vendor: Watched) => vendor.publish(content, acted).then(() => {});
const answers =
  (status: number, headers: Record<string, string> = {}, body = "") =>
  (vendor: Watched) => {
    vendor.answer = (response) => void response.writeHead(status, headers).end(body);
  };
const answering = (answer: NonNullable<Watched["answer"]>) => (vendor: Watched) => {
  vendor.answer = answer;
};
const onlyHead = (vendor: Watched, answer: NonNullable<Watched["answer"]>) => {
  vendor.answer = (response, path) => (path === "head.json" ? answer(response, path) : false);
};

const honest: Omit<Doing, "by">[] = [
  { name: "nothing", told: [] },
  { name: "signs again", does: (vendor) => vendor.refresh(acted), told: [] },
  { name: "corrects wording", does: publishes(worded), told: ["change:corrected"] },
  {
    name: "adds a place",
    does: publishes(edited({ locations: [{ country: "DE" }, { country: "IE" }] })),
    told: ["change:location"],
  },
  { name: "announces a sub-processor", does: publishes(announced()), told: ["change:added"] },
  {
    name: "ends with a sub-processor and takes another",
    does: publishes({ ...base(), subprocessors: [{ id: "two", name: "Cloud Two", replaces: ["cloud-one"] }] }),
    told: ["change:replaced"],
  },
  {
    name: "empties its list and says so",
    does: publishes(base({ subprocessors: [] })),
    told: ["change:removed", "emptied"],
  },
  { name: "gives the list another title", does: publishes(base({ title: "Our list" })), told: ["change:list"] },
  { name: "removes a policy", does: publishes({ ...base(), policies: [] }), told: ["change:policy"] },
  {
    name: "gives longer notice",
    does: publishes(base({ noticeTerms: { noticePeriod: "P60D" } })),
    told: ["change:terms"],
  },
  {
    name: "gives shorter notice and says so",
    does: publishes(base({ noticeTerms: { noticePeriod: "P1D" } })),
    told: ["change:terms", "terms-worse"],
  },
  {
    name: "puts a day off",
    before: announcing(1),
    does: (vendor) =>
      publishSaying(
        vendor,
        () => announced(),
        [{ subject: "mail-two", reason: "Later", effective: "2026-07-01" }],
        acted,
      ),
    told: ["change:added/move", "window-moved"],
  },
  {
    name: "takes an announcement back",
    before: announcing(1),
    does: publishes(base()),
    told: ["change:added/withdrawal"],
  },
  {
    name: "acts in an emergency",
    does: (vendor) =>
      publishSaying(vendor, () => announced(), [{ subject: "mail-two", reason: "Fire", emergency: true }], acted),
    told: ["change:added/emergency"],
  },
  {
    name: "corrects a fact in its own words",
    does: (vendor) =>
      publishSaying(
        vendor,
        () => edited(inChina),
        [{ subject: "cloud-one", reason: "Was wrong", correction: true }],
        acted,
      ),
    told: ["change:location/correction"],
  },
  { name: "lets an announced day come", before: announcing(28), told: ["effective"] },
  { name: "lets a deadline come near", before: announcing(22), told: ["deadline"] },
  { name: "forgets to sign in time", before: signed(21), told: ["expiring"] },
  { name: "lets its signature run out", before: signed(27), told: ["stale:expired"] },
  {
    name: "gives receipts a new key",
    does: async (vendor) => {
      const other = await createSigner(await generatePrivateKey("Ed25519"));
      await addRoot(vendor, { ...oneSigner(vendor.signer), receipt: [other] });
    },
    told: ["keys"],
  },
  {
    name: "moves its feed",
    does: (vendor) =>
      addRoot(vendor, oneSigner(vendor.signer), {
        successor: { feed: "https://new.example/feed/", pin: `sha256-${"B".repeat(43)}` },
      }),
    told: ["moved"],
  },
  {
    name: "takes another service",
    does: publishes(base({ service: "https://notices.example/" })),
    told: ["change:list", "service"],
  },
];

const dishonest: Omit<Doing, "by">[] = [
  {
    name: "moves a data centre in an entry called wording",
    does: (vendor) => lie(vendor, () => edited(inChina), asWording, acted),
    told: ["change:corrected", "fault:hidden-fact", "undeclared:location"],
  },
  {
    name: "the same, in its own words",
    does: (vendor) =>
      lie(
        vendor,
        () => edited(inChina),
        (change) => ({ ...asWording(change), explainedBy: "words" }),
        acted,
      ),
    told: ["change:corrected", "fault:hidden-fact", "undeclared:location"],
  },
  {
    name: "moves a data centre beside an entry about wording",
    does: (vendor) => smuggle(vendor, () => worded, moved, acted),
    told: ["failure:unlogged-edit", "undeclared:location"],
  },
  {
    name: "adds a sub-processor silently",
    does: (vendor) =>
      smuggle(
        vendor,
        () => worded,
        (feed) => ({ ...feed, subprocessors: [...feed.subprocessors, { id: "x", name: "X" }] }),
        acted,
      ),
    told: ["failure:unlogged-edit", "undeclared:added"],
  },
  {
    name: "empties its list silently",
    does: (vendor) =>
      smuggle(
        vendor,
        () => worded,
        (feed) => ({ ...feed, subprocessors: [] }),
        acted,
      ),
    told: ["failure:unlogged-edit", "undeclared:removed"],
  },
  {
    name: "cuts its notice silently",
    does: (vendor) =>
      smuggle(
        vendor,
        () => worded,
        (feed) => ({ ...feed, noticeTerms: { noticePeriod: "P1D" } }),
        acted,
      ),
    told: ["failure:unlogged-edit", "undeclared:terms"],
  },
  {
    name: "moves a deadline that was told",
    before: announcing(1),
    does: (vendor) =>
      smuggle(
        vendor,
        () => announced({ title: "Our list" }),
        (feed) => ({
          ...feed,
          open: (feed.open ?? []).map((one) => ({
            ...one,
            window: { opens: one.announced, deadline: "2026-04-20T23:59:59Z" },
          })),
        }),
        acted,
      ),
    told: ["failure:unlogged-edit", "window-moved"],
  },
  {
    name: "leaves a window out",
    does: (vendor) =>
      lie(
        vendor,
        () => announced(),
        ({ window: _, ...change }) => change,
        acted,
      ),
    told: ["change:added", "fault:hidden-window"],
  },
  {
    name: "starts a sub-processor before its notice is over",
    does: (vendor) =>
      lie(
        vendor,
        () => announced(),
        (change) => ({ ...change, effective: "2026-04-20T00:00:00Z" }),
        acted,
      ),
    told: ["change:added", "fault:too-early"],
  },
  {
    name: "hands an entry to another company",
    does: (vendor) =>
      lie(
        vendor,
        () => edited({ name: "Cloud Ltd" }),
        (change) => ({
          ...change,
          content: change.content.map((atom) => ("after" in atom ? { ...atom, after: "Zeta Ltd" } : atom)),
        }),
        acted,
      ),
    told: ["failure:unlogged-edit", "undeclared:renamed"],
  },
  {
    name: "shows two lists of one version",
    does: (vendor) =>
      serveInstead(vendor, [base({ title: "Another" })], {
        signer: vendor.signer,
        at: [rooted],
        signed: firstLook - 1000,
      }),
    told: ["failure:fork"],
  },
  {
    name: "rewrites its history",
    does: (vendor) =>
      serveInstead(vendor, [base({ title: "A" }), base({ title: "B" }), base({ title: "C" })], {
        signer: vendor.signer,
        at: [rooted, rooted, acted],
      }),
    told: ["failure:log-inconsistent"],
  },
];

const attackers: Omit<Doing, "by">[] = [
  {
    name: "serves an old state",
    before: async (vendor) => {
      await vendor.publish(base(), rooted);
      await vendor.refresh(firstLook - 2000);
      vendor.files.set("old", vendor.files.get("head.json") ?? new Uint8Array());
      await vendor.publish(announced(), firstLook - 1000);
    },
    does: (vendor) => void vendor.files.set("head.json", vendor.files.get("old") ?? new Uint8Array()),
    told: ["failure:rollback"],
  },
  {
    name: "changes the list on the server",
    does: async (vendor) => {
      await vendor.publish(worded, acted);
      const { path } = published(vendor).manifest.files.feed;
      const text = new TextDecoder().decode(vendor.files.get(path));
      vendor.files.set(path, new TextEncoder().encode(text.replace('"DE"', '"CN"')));
    },
    told: ["failure:hash-mismatch"],
  },
  {
    name: "signs with a key of its own",
    does: (vendor) =>
      alterHead(vendor, ({ timestamp }) => {
        const [first] = timestamp.signatures;
        if (first) first.signature = first.signature.replace(/^.{8}/, "AAAAAAAA");
      }),
    told: ["failure:signature-invalid"],
  },
  {
    // Two roots of one version: specification, §6.1, step 3.
    name: "serves a feed of its own",
    does: (vendor) => serveInstead(vendor, [base()], { at: [rooted] }),
    told: ["failure:fork"],
  },
  {
    name: "serves another feed of the same vendor",
    does: (vendor) =>
      serveInstead(vendor, [base()], { address: "https://other.example/feed/", signer: vendor.signer, at: [rooted] }),
    told: ["failure:wrong-feed"],
  },
  {
    name: "gives every role a key of its own, with the stolen root key",
    does: (vendor) => takeOver(vendor, acted),
    told: ["keys:all"],
  },
  { name: "sends a head without an end", does: answers(200, {}, "x".repeat(700_000)), told: ["failure:too-large"] },
];

const network: Omit<Doing, "by">[] = [
  { name: "404", does: answers(404), told: ["stale:gone"] },
  { name: "410", does: answers(410), told: ["stale:gone"] },
  { name: "404 while the signature comes near its end", before: signed(21), does: answers(404), told: ["stale:gone"] },
  { name: "401", does: answers(401), told: ["stale:forbidden"] },
  { name: "403", does: answers(403), told: ["stale:forbidden"] },
  { name: "500", does: answers(500), told: ["stale:server"] },
  { name: "503 for an hour", does: answers(503, { "retry-after": "3600" }), told: ["stale:busy"] },
  {
    name: "429 until a date",
    does: answers(429, { date: "Thu, 01 Jan 2026 00:00:00 GMT", "retry-after": "Thu, 01 Jan 2026 02:00:00 GMT" }),
    told: ["stale:busy"],
  },
  {
    name: "500 once",
    does: (vendor) => {
      let failed = false;
      vendor.answer = (response) => {
        if (failed) return false;
        failed = true;
        return void response.writeHead(500).end();
      };
    },
    told: [],
  },
  { name: "301", does: answers(301, { location: "https://elsewhere.example/" }), told: ["stale:redirect"] },
  { name: "302 to itself", does: answers(302, { location: "/feed/head.json" }), told: ["stale:redirect"] },
  { name: "418", does: answers(418), told: ["stale:status"] },
  { name: "never answers", does: answering(() => {}), told: ["stale:timeout"] },
  {
    name: "a byte now and then",
    does: (vendor) => {
      vendor.answer = (response) => {
        response.writeHead(200);
        const timer = setInterval(() => response.write(" "), 100);
        response.on("close", () => clearInterval(timer));
      };
    },
    told: ["stale:timeout"],
  },
  {
    name: "hangs up",
    does: answering(({ socket }) => void socket?.destroy()),
    told: ["stale:interrupted"],
  },
  {
    name: "breaks off",
    does: (vendor) => {
      vendor.answer = (response) => {
        response.writeHead(200, { "content-length": "5000" });
        response.write("{", () => setTimeout(() => response.socket?.destroy(), 10));
      };
    },
    told: ["stale:interrupted"],
  },
  { name: "is down", own: true, does: (vendor) => vendor.stop(), told: ["stale:refused"] },
  { name: "a name that leads nowhere", address: (vendors) => vendors.nowhere(), told: ["failure:dns"] },
  { name: "no TLS where there should be", address: (vendors) => vendors.addressOver("https"), told: ["failure:tls"] },
  {
    name: "a sign-in page",
    does: answers(200, { "content-type": "text/html" }, "<!doctype html><title>Sign in</title>"),
    told: ["failure:no-feed"],
  },
  {
    name: "JSON that is no head",
    does: (vendor) => onlyHead(vendor, (response) => void response.end('{"ok":true}')),
    told: ["failure:no-feed"],
  },
  {
    name: "a publish that broke off",
    does: async (vendor) => {
      await vendor.publish(worded, acted);
      vendor.files.delete(published(vendor).manifest.files.feed.path);
    },
    told: ["stale:incomplete"],
  },
];

/** All of them. What one look tells is given in full: whatever else is told is wrong. */
export const doings: readonly Doing[] = (
  [
    ["honest vendor", honest],
    ["dishonest vendor", dishonest],
    ["attacker", attackers],
    ["network", network],
  ] as const
).flatMap(([by, all]) => all.map((doing) => ({ ...doing, by })));

/** Brings a vendor to the state in which it is looked at first. */
export const prepare = (vendor: Watched, { before = usual }: Doing): Promise<void> => before(vendor);
