import {
  buildTiles,
  fromHex,
  inclusionProof,
  leafHash,
  logOrigin,
  sha256Hex,
  signCheckpoint,
  signEnvelope,
  splitLines,
  type Tree,
  TrustCenterError,
  toHex,
  treeRoot,
  verify,
} from "@trust-center/feed";
import { headOf, payloadOf } from "../conformance/attacks/publish.ts";
import { encode, type Input, type Target, Violation } from "./target.ts";
import { address, vendor, visit } from "./vendor.ts";

/*
 * Payloads that are changed before they are signed: what lies behind the signatures is reached only so. A vendor may
 * sign what it likes; a reader must say what is wrong with it and nothing worse.
 */

const head = headOf(vendor.newest.tree);
const { files } = vendor.newest.manifest;

const parts: Input = new Map(
  Object.entries({
    feed: vendor.newest.tree.get(files.feed.path),
    history: vendor.newest.tree.get(files.history.path),
    manifest: encode(payloadOf(head.manifest)),
    timestamp: encode(payloadOf(head.timestamp)),
    root: encode(payloadOf(head.roots[1])),
  }) as [string, Uint8Array<ArrayBuffer>][],
);

/** Members that follow from other files are put right; what is changed stays as it is. */
function adjust(bytes: Uint8Array<ArrayBuffer>, change: (value: never) => void): Uint8Array<ArrayBuffer> {
  try {
    const value = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    change(value as never);
    return encode(value);
  } catch {
    return bytes;
  }
}

async function sign(input: Input): Promise<Tree> {
  const part = (name: string) => input.get(name) ?? new Uint8Array();
  const [feed, history] = [part("feed"), part("history")];
  const lines = withFeed(history, await sha256Hex(feed));
  const leaves = await Promise.all(lines.map((line) => leafHash(line)));
  const root = leaves.length > 0 ? await treeRoot(leaves) : fromHex("0".repeat(64));
  const whole = encode(lines.map((line) => `${new TextDecoder().decode(line)}\n`).join(""));
  const paths = { feed: `feed/${await sha256Hex(feed)}.json`, history: `history/${await sha256Hex(whole)}.ndjson` };
  const same = part("manifest") === parts.get("manifest");
  const manifest = !same
    ? part("manifest")
    : adjust(part("manifest"), (value: { files: typeof files; log: object }) => {
        value.files.feed = { path: paths.feed, sha256: paths.feed.slice(5, 69), length: feed.length };
        value.files.history = { path: paths.history, sha256: paths.history.slice(8, 72), length: whole.length };
        value.log = { size: leaves.length, root: toHex(root) };
      });
  const named = { sha256: await sha256Hex(manifest), length: manifest.length };
  const timestamp =
    part("timestamp") === parts.get("timestamp")
      ? adjust(part("timestamp"), (value: { manifest: object }) => Object.assign(value.manifest, named))
      : part("timestamp");
  const { keys } = vendor;
  const tree: Tree = new Map([
    [paths.feed, feed],
    [paths.history, whole],
  ]);
  for (const [path, bytes] of await buildTiles(leaves)) tree.set(`log/${path}`, bytes);
  const proof = leaves.length > 0 ? await inclusionProof(leaves.length - 1, leaves) : [];
  const checkpoint = await signCheckpoint(logOrigin(address), leaves.length, root, keys.manifest);
  tree.set(
    "head.json",
    encode({
      type: "head",
      roots: [head.roots[0], await signEnvelope(part("root"), "root", [...vendor.firstRootKeys, ...keys.root])],
      timestamp: await signEnvelope(timestamp, "timestamp", keys.timestamp),
      manifest: await signEnvelope(manifest, "manifest", keys.manifest),
      log: { checkpoint, last: { entry: new TextDecoder().decode(lines.at(-1)), proof: proof.map(toHex) } },
    }),
  );
  return tree;
}

/** The lines of a history, whose last one names the feed's hash if it can. */
function withFeed(history: Uint8Array<ArrayBuffer>, sha256: string): Uint8Array<ArrayBuffer>[] {
  const lines = splitLines(history);
  const last = lines.pop();
  if (!last) return [];
  return [...lines, adjust(last, (value: { feed: object }) => Object.assign(value.feed, { sha256 }))];
}

export const signed: Target = {
  name: "signed",
  seeds: async () => [parts],
  run: async (input) => {
    const tree = await sign(input);
    const read = async (path: string, maxBytes: number) => {
      const bytes = tree.get(path);
      if (!bytes) throw new TrustCenterError("network", path);
      if (bytes.length > maxBytes) throw new TrustCenterError("too-large", path);
      return bytes;
    };
    const verified = await verify(read, { feed: address, pin: vendor.pin, now: visit, strict: true });
    if (verified.root.version !== 2) throw new Violation(`Accepted root ${verified.root.version}.`);
    return "accepted";
  },
};
