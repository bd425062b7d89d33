import { fromBase64url } from "../bytes/base64url.ts";
import { planVersion } from "../changes/plan/plan.ts";
import { listAt } from "../changes/state.ts";
import type { Announce } from "../document/announce.ts";
import type { Change } from "../document/change.ts";
import { check } from "../document/check.ts";
import { type Feed, type FeedContent, feedSchema } from "../document/feed.ts";
import { headSchema, type Manifest, type Timestamp } from "../metadata/schema.ts";
import { buildTree } from "../publish/build.ts";
import { oneSigner } from "../publish/root.ts";
import type { MockVendor } from "./vendor.ts";

const parse = (bytes: Uint8Array | undefined): unknown => JSON.parse(new TextDecoder().decode(bytes));

/** What a vendor publishes that lies. */
export interface Lie {
  /** What is planned honestly. */
  edit: (list: FeedContent) => FeedContent;
  /** What the vendor says about its changes. */
  announce?: readonly Announce[];
  /** What each entry of the log says instead. */
  lie?: (change: Change) => Change;
  /** What the list says beside: no entry declares it. */
  smuggle?: (feed: Feed) => Feed;
  /** Milliseconds since 1970. */
  now: number;
}

/**
 * Publishes an edit of what a vendor has published last, with changes that say what `lie` makes of them and a list that
 * says what `smuggle` makes of it: well signed, and not as the vendor's own terms or log have it.
 */
export async function publishLying(
  { address, files, signer }: MockVendor,
  { edit, announce = [], lie = (change) => change, smuggle = (feed) => feed, now }: Lie,
): Promise<void> {
  const head = check(headSchema, parse(files.get("head.json")), "head.json");
  const manifest = parse(fromBase64url(head.manifest.payload)) as Manifest;
  const timestamp = parse(fromBase64url(head.timestamp.payload)) as Timestamp;
  const before = check(feedSchema, parse(files.get(manifest.files.feed.path)), "the feed");
  const content = edit(listAt(before, Number.POSITIVE_INFINITY));
  const { feed, changes } = await planVersion({ content, announce, previous: before, now });
  const history = files.get(manifest.files.history.path) ?? new Uint8Array();
  const tree = await buildTree({
    address,
    feed: smuggle({ ...feed, ...(feed.open && { open: feed.open.map(lie) }) }),
    changes: changes.map(lie),
    policies: [],
    roots: head.roots,
    signers: oneSigner(signer),
    previous: { head, manifest, timestamp, history },
    now,
  });
  for (const [path, bytes] of tree) files.set(path, bytes);
}
