import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import {
  type Announce,
  buildTree,
  type Change,
  createRoot,
  createSigner,
  type Feed,
  type FeedContent,
  fromBase64url,
  generatePrivateKey,
  type Head,
  type Manifest,
  oneSigner,
  type RoleSigners,
  type Root,
  signEnvelope,
  type Timestamp,
} from "@trust-center/feed";
import { type MockVendor, mockVendor, publishLying } from "@trust-center/feed/mock";

/** Answers a request in the place of the vendor's files; false where the files are to answer after all. */
export type Answer = (response: ServerResponse, path: string) => boolean | undefined;

/** A vendor that is really served, at a host of its own. */
export interface Watched extends MockVendor {
  answer: Answer | undefined;
  /** Ends its server, where it has one of its own. */
  stop: () => Promise<void>;
}

/** Vendors behind one server. */
export interface Vendors {
  /** @param own With a port of its own, which can be closed. */
  add(now: number, own?: boolean): Promise<Watched>;
  /** An address of the server that nobody has, by another protocol. */
  addressOver(protocol: "https"): string;
  /** An address whose name leads nowhere (RFC 6761 §6.4). */
  nowhere(): string;
  /** Bytes that were answered so far, headers and all. */
  sent(): number;
  close(): Promise<void>;
}

const encode = (value: unknown) => new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value));
const decode = <T>(bytes: Uint8Array | undefined): T => JSON.parse(new TextDecoder().decode(bytes)) as T;

/** Starts the server. */
export async function startVendors(): Promise<Vendors> {
  const vendors = new Map<string, Watched>();
  const closing: (() => Promise<void>)[] = [];
  let [count, sent] = [0, 0];
  const listen = async (host: string) => {
    const server = createServer((request, response) => {
      const vendor = vendors.get(request.headers.host ?? "");
      serve(vendor, (request.url ?? "").replace(/^\/feed\//, ""), { response, tag: request.headers["if-none-match"] });
    });
    server.on("connection", (socket) => socket.on("close", () => (sent += socket.bytesWritten)));
    await new Promise<void>((listening) => server.listen(0, host, 4096, listening));
    const stop = async () => {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    };
    closing.push(stop);
    return { port: (server.address() as AddressInfo).port, stop };
  };
  const shared = await listen("0.0.0.0");
  const nextHost = () => {
    count += 1;
    return `127.${1 + Math.floor(count / 62_500)}.${Math.floor(count / 250) % 250}.${1 + (count % 250)}`;
  };
  return {
    add: async (now, own = false) => {
      const host = nextHost();
      const { port, stop } = own ? await listen(host) : shared;
      const vendor: Watched = Object.assign(await mockVendor(`http://${host}:${port}/feed/`, now), {
        answer: undefined,
        stop,
      });
      vendors.set(`${host}:${port}`, vendor);
      return vendor;
    },
    addressOver: (protocol) => `${protocol}://${nextHost()}:${shared.port}/feed/`,
    nowhere: () => `https://no-such-vendor-${++count}.invalid/feed/`,
    sent: () => sent,
    close: async () => {
      await Promise.all(closing.map((stop) => stop()));
    },
  };
}

function serve(
  vendor: Watched | undefined,
  path: string,
  { response, tag }: { response: ServerResponse; tag: string | undefined },
): void {
  if (vendor?.answer && vendor.answer(response, path) !== false) return;
  const bytes = vendor?.files.get(path);
  if (!bytes) return void response.writeHead(404).end();
  // Only the head changes under its name.
  const etag = path === "head.json" ? `"${headTag(bytes)}"` : undefined;
  if (etag !== undefined && tag === etag) return void response.writeHead(304, { etag }).end();
  response.writeHead(200, etag === undefined ? {} : { etag }).end(bytes);
}

/** FNV-1a: an ETag of a test's server. */
function headTag(bytes: Uint8Array): string {
  let hash = 2166136261;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 16777619);
  return (hash >>> 0).toString(16);
}

/** Publishes what a vendor says of its own list, in its own words. */
export const publishSaying = (
  vendor: MockVendor,
  edit: (list: FeedContent) => FeedContent,
  announce: readonly Announce[],
  now: number,
): Promise<void> => publishLying(vendor, { edit, announce, now });

/** Publishes a list that says something else than its log. */
export const smuggle = (vendor: MockVendor, edit: Edit, smuggled: (feed: Feed) => Feed, now: number): Promise<void> =>
  publishLying(vendor, { edit, smuggle: smuggled, now });

/** Publishes an entry that says something else than it does. */
export const lie = (vendor: MockVendor, edit: Edit, said: (change: Change) => Change, now: number): Promise<void> =>
  publishLying(vendor, { edit, lie: said, now });

type Edit = (list: FeedContent) => FeedContent;

/** What is published, parsed. */
export function published({ files }: MockVendor) {
  const head = decode<Head>(files.get("head.json"));
  const manifest = decode<Manifest>(fromBase64url(head.manifest.payload));
  const timestamp = decode<Timestamp>(fromBase64url(head.timestamp.payload));
  const history = files.get(manifest.files.history.path) ?? new Uint8Array();
  return { head, manifest, timestamp, history, feed: decode<Feed>(files.get(manifest.files.feed.path)) };
}

/** Changes `head.json` as it is served. */
export function alterHead({ files }: MockVendor, alter: (head: Head) => void): void {
  const head = decode<Head>(files.get("head.json"));
  alter(head);
  files.set("head.json", encode(head));
}

/** Adds a root, signed by the old root key and those that it names. */
export async function addRoot(
  vendor: MockVendor,
  signers: RoleSigners,
  more: Partial<Root> & { successor?: unknown } = {},
): Promise<void> {
  const { head } = published(vendor);
  const made = decode<Root>(
    fromBase64url((await createRoot(vendor.address, signers, Date.parse(issuedOf(head)))).payload),
  );
  const signing = [...new Set([vendor.signer, ...signers.root])];
  const root = await signEnvelope(encode({ ...made, version: head.roots.length + 1, ...more }), "root", signing);
  alterHead(vendor, ({ roots }) => roots.push(root));
}

const issuedOf = ({ roots }: Head): string => decode<Root>(fromBase64url(roots[0]?.payload ?? "")).issued;

/** Gives every role to a key that nobody has seen, and signs all anew with it. */
export async function takeOver(vendor: MockVendor, now: number): Promise<void> {
  const thief = await createSigner(await generatePrivateKey("Ed25519"));
  await addRoot(vendor, oneSigner(thief));
  const { head, manifest, timestamp, history, feed } = published(vendor);
  const tree = await buildTree({
    address: vendor.address,
    feed,
    changes: [],
    policies: [],
    roots: head.roots,
    signers: oneSigner(thief),
    previous: { head, manifest, timestamp, history },
    now,
  });
  for (const [path, bytes] of tree) vendor.files.set(path, bytes);
}

/** Serves the files of another vendor in the place of its own. */
export async function serveInstead(
  vendor: MockVendor,
  contents: readonly FeedContent[],
  {
    address = vendor.address,
    signer,
    at,
    signed,
  }: { address?: string; signer?: MockVendor["signer"]; at: readonly number[]; signed?: number },
): Promise<void> {
  const other = await mockVendor(address, at[0] ?? 0, signer ? { signer } : {});
  for (const [index, content] of contents.entries()) await other.publish(content, at[index] ?? 0);
  if (signed !== undefined) await other.refresh(signed);
  for (const [path, bytes] of other.files) vendor.files.set(path, bytes);
}
