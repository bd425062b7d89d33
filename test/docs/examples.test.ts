import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { countSignatures } from "../conformance/independent/checkpoint.ts";
import { hex } from "../conformance/independent/keys.ts";
import { leafHash } from "../conformance/independent/merkle.ts";
import { visit } from "../conformance/independent/reader.ts";
import { readReceipt } from "../conformance/independent/receipt.ts";
import { pinOf } from "../conformance/independent/roots.ts";

const address = "https://acme.example/.well-known/trust-center/";
const now = Date.parse("2026-01-10T12:00:00Z");

const page = await readFile(new URL("../../docs/specification.md", import.meta.url), "utf8");
const section = page.slice(page.indexOf("## 15. "), page.indexOf("## 16. "));
const blocks = [...section.matchAll(/^```text\n([\s\S]*?)\n```$/gm)].map(([, text = ""]) => text);
const [rootPayload, pin, header, root, entry, leaf, checkpointLines, manifestPayload, manifest] = blocks as Blocks;
const [timestampPayload, timestamp, feed, remembered, receipt, receiptPayload] = blocks.slice(9) as Blocks;
const checkpoint = `${checkpointLines}\n`;

type Blocks = [string, string, string, string, string, string, string, string, string];

const decoded = (base64url: string) => Buffer.from(base64url, "base64url").toString();
const json = JSON.stringify;

test("the examples of the specification are fifteen", () => {
  expect(blocks.length).toBe(15);
});

test("payloads are what their envelopes hold, and the pin is the root's", () => {
  for (const [payload, envelope] of [
    [rootPayload, root],
    [manifestPayload, manifest],
    [timestampPayload, timestamp],
  ] as const) {
    expect(decoded(JSON.parse(envelope).payload)).toBe(payload);
  }
  expect(decoded(JSON.parse(root).signatures[0].protected)).toBe(header);
  expect(pinOf(Buffer.from(rootPayload))).toBe(pin);
  expect(JSON.parse(timestampPayload).manifest).toEqual({
    version: 1,
    sha256: hex(manifestPayload),
    length: manifestPayload.length,
  });
});

test("the log of one entry has its leaf for a root, and the vendor's key signed it", () => {
  expect(leafHash(Buffer.from(entry)).toString("hex")).toBe(leaf);
  expect(JSON.parse(manifestPayload).log).toEqual({ size: 1, root: leaf });
  const [key] = Object.values(JSON.parse(rootPayload).keys);
  expect(countSignatures(checkpoint, [key])).toBe(1);
});

test("head.json, put together from them, verifies with the feed, and is remembered as they say", () => {
  const log = `{"checkpoint":${json(checkpoint)},"last":{"entry":${json(entry)},"proof":[]}}`;
  const head = `{"type":"head","roots":[${root}],"timestamp":${timestamp},"manifest":${manifest},"log":${log}}`;
  const files = new Map([
    ["head.json", head],
    [`feed/${hex(feed)}.json`, feed],
  ]);
  const read = (path: string) => (files.has(path) ? Buffer.from(files.get(path) as string) : undefined);
  const found = visit(read, { address, pin, state: null, now });
  expect(found.trust).toBe("verified");
  const { root: _root, timestamp: _timestamp, manifest: _manifest, ...rest } = found.state;
  expect(rest).toEqual(JSON.parse(remembered));
  expect(section).toContain(`feed/${hex(feed)}.json`);
});

test("the receipt verifies under the root", () => {
  expect(readReceipt(receipt, [JSON.parse(root)], { address, pin })).toEqual(JSON.parse(receiptPayload));
});
