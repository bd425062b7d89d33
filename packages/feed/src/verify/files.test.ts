import { expect, test } from "vitest";
import { fromBase64url } from "../bytes/base64url.ts";
import { sha256Hex } from "../bytes/sha256.ts";
import { listOf, World } from "../changes/testing/world.ts";
import { toInstant } from "../document/date.ts";
import type { Feed } from "../document/feed.ts";
import { signEnvelope } from "../envelope/sign.ts";
import type { LogEntry } from "../log/entry.ts";
import type { Head, Manifest } from "../metadata/schema.ts";
import { mockChange, mockContent, mockVendor } from "../mock/index.ts";
import { verifyHead } from "./head.ts";
import { verifyPolicy } from "./policy.ts";
import { replayHistory } from "./replay.ts";
import { verifyView } from "./view.ts";

const address = "https://acme.example/.well-known/trust-center/";
const now = Date.parse("2026-01-01T00:00:00Z");
const day = 24 * 60 * 60 * 1000;
const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

test("the newest moment that was signed is remembered, and a clock before it is refused", async () => {
  const vendor = await mockVendor(address, now);
  await vendor.publish(mockContent(), now);
  await vendor.refresh(now + 20 * day);
  const options = { feed: address, pin: vendor.pin };
  const read = async (at: number, remembered?: Awaited<ReturnType<typeof verifyHead>>["next"]) =>
    verifyHead(await vendor.read("head.json", Infinity), { ...options, now: at, remembered });
  const { next } = await read(now + 21 * day);
  expect(next.issued).toBe(toInstant(now + 20 * day));
  await expect(read(now + 10 * day, next)).rejects.toMatchObject({ code: "clock" });
});

test("a first view refuses a list that the newest entry does not name, signed or not", async () => {
  const vendor = await mockVendor(address, now);
  await vendor.publish(mockContent(), now);
  const options = { feed: address, pin: vendor.pin, now: now + 2 * day };
  await vendor.publish(mockChange(), now + day);
  await expect(verifyView(vendor.read, options)).resolves.toMatchObject({ trust: "verified" });

  // The vendor's own keys sign the same history over another list of the same version.
  const head = JSON.parse(new TextDecoder().decode(await vendor.read("head.json", Infinity))) as Head;
  const read = (payload: string) => JSON.parse(new TextDecoder().decode(fromBase64url(payload)));
  const manifest = read(head.manifest.payload) as Manifest;
  const list = JSON.parse(new TextDecoder().decode(await vendor.read(manifest.files.feed.path, Infinity)));
  const other = encode({ ...list, title: "Edited" });
  const file = { path: `feed/${await sha256Hex(other)}.json`, sha256: await sha256Hex(other), length: other.length };
  vendor.files.set(file.path, other);
  const manifestBytes = encode({ ...manifest, files: { ...manifest.files, feed: file } });
  const timestamp = read(head.timestamp.payload);
  const pointer = { ...timestamp.manifest, sha256: await sha256Hex(manifestBytes), length: manifestBytes.length };
  const edited = {
    ...head,
    manifest: await signEnvelope(manifestBytes, "manifest", [vendor.signer]),
    timestamp: await signEnvelope(encode({ ...timestamp, manifest: pointer }), "timestamp", [vendor.signer]),
  };
  vendor.files.set("head.json", encode(edited));
  await expect(verifyView(vendor.read, options)).rejects.toMatchObject({ code: "unlogged-edit" });
});

test("a history is replayed from the very file that it names", async () => {
  const world = await World.of(listOf({}, { id: "a", name: "Acme" }));
  await world.edit(1, { subprocessors: [{ id: "a", name: "Acme", purposes: ["Mail"] }] });
  const history: LogEntry[] = world.log;
  const served = (first: Feed) => replayHistory(world.feed, history, async () => encode(first));
  await expect(served(world.first)).resolves.toEqual({ first: world.first, faults: [] });
  const other = { ...world.first, "x-note": "another file, of the same list" };
  await expect(served(other as Feed)).rejects.toMatchObject({ code: "hash-mismatch" });
});

test("a policy is the bytes that the manifest names", async () => {
  const tree = { type: "root", children: [{ type: "paragraph", children: [{ type: "text", value: "Yes" }] }] };
  const body = encode({ type: "policy", id: "privacy", language: "en", body: tree });
  const sha256 = await sha256Hex(body);
  const policies = [{ path: `policies/${sha256}.json`, sha256, length: body.length }];
  const head = { manifest: { files: { policies } } } as unknown as Parameters<typeof verifyPolicy>[0];
  await expect(verifyPolicy(head, sha256, body)).resolves.toMatchObject({ id: "privacy" });
  const other = new TextEncoder().encode(new TextDecoder().decode(body).replace("Yes", "No!"));
  await expect(verifyPolicy(head, sha256, other)).rejects.toMatchObject({ code: "hash-mismatch" });
});
