import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { generatePrivateKey } from "../keys/private-key.ts";
import { createSigner, type Signer } from "../keys/signer.ts";
import { logOrigin, signCheckpoint } from "../log/checkpoint.ts";
import { addCosignatures, signCosignature } from "../log/cosignature.ts";
import { parseLogPolicy } from "../log/log-policy.ts";
import { leafHash, treeRoot } from "../log/merkle.ts";
import { toLogKey, toVerifierKey } from "../log/verifier-key.ts";
import { mockChange, mockContent } from "../mock/content.ts";
import { mockVendor } from "../mock/vendor.ts";
import { splitLines } from "../verify/history.ts";
import { isTlogProof, proveEntry, readTlogProof, verifyTlogProof, writeTlogProof } from "./tlog-proof.ts";

const day = 24 * 60 * 60 * 1000;
const start = Date.parse("2026-01-10T12:00:00Z");
const at = (days: number) => `${new Date(start + days * day).toISOString().slice(0, 19)}Z`;
const late = start + 5000 * day;

const vendor = await mockVendor("https://acme.example/feed/", start);
await vendor.publish(mockContent(), start);
await vendor.publish(mockChange(), start + 10 * day);
await vendor.publish(mockContent({ title: "Renamed" }), start + 20 * day);
const history = [...vendor.files].findLast(([path]) => path.startsWith("history/"))?.[1] as Uint8Array<ArrayBuffer>;
const lines = splitLines(history);
const leaves = await Promise.all(lines.map((line) => leafHash(line)));
const origin = logOrigin(vendor.address);

const [first, second] = (await Promise.all([0, 1].map(async () => createSigner(await generatePrivateKey())))) as [
  Signer,
  Signer,
];
const logLine = `log ${await toLogKey({ origin, key: vendor.signer.publicKey })}\n`;
const key = (name: string, signer: Signer) => toVerifierKey({ name, key: signer.publicKey });
const witnesses = `witness W1 ${await key("w1.example/w", first)}\nwitness W2 ${await key("w2.example/w", second)}\n`;
const policyOf = (rule: string) => parseLogPolicy(`${logLine}${witnesses}${rule}\n`);

/** A checkpoint of the log's first entries, cosigned on days. */
async function checkpointAt(size: number, days: { first?: number; second?: number } = {}, by = vendor.signer) {
  const note = await signCheckpoint(origin, size, await treeRoot(leaves.slice(0, size)), [by]);
  const cosigned = await Promise.all([
    ...(days.first === undefined ? [] : [signCosignature(note, "w1.example/w", first, start + days.first * day)]),
    ...(days.second === undefined ? [] : [signCosignature(note, "w2.example/w", second, start + days.second * day)]),
  ]);
  return addCosignatures(note, cosigned);
}

test("each entry is proven in each log that holds it, with both times", async () => {
  const policy = await policyOf("quorum W1");
  for (let size = 1; size <= lines.length; size++) {
    const checkpoint = await checkpointAt(size, { first: 20 + size });
    for (let index = 0; index < size; index++) {
      const text = await proveEntry(lines, index, checkpoint);
      expect(isTlogProof(text)).toBe(true);
      expect(await verifyTlogProof(text, policy, late)).toMatchObject({
        origin,
        index,
        size,
        entry: JSON.parse(new TextDecoder().decode(lines[index])),
        public: { at: at(20 + size), by: "witness", name: "w1.example/w" },
      });
    }
  }
});

test("it has the lines of C2SP tlog-proof, and folds to the root with nothing of ours", async () => {
  const text = await proveEntry(lines, 1, await checkpointAt(3));
  const [magic, extra = "", index, ...rest] = text.split("\n");
  expect([magic, index]).toEqual(["c2sp.org/tlog-proof@v1", "index 1"]);
  const entry = Buffer.from(extra.slice("extra ".length), "base64");
  const [left, right, empty, name, size, root = ""] = rest;
  expect([empty, name, size]).toEqual(["", origin, "3"]);
  const node = (a: Uint8Array, b: Uint8Array) =>
    createHash("sha256").update(Uint8Array.of(1)).update(a).update(b).digest();
  const leaf = createHash("sha256").update(Uint8Array.of(0)).update(entry).digest();
  const [sibling, above] = [left, right].map((line = "") => Buffer.from(line, "base64")) as [Buffer, Buffer];
  expect(node(node(sibling, leaf), above).toString("base64")).toBe(root);
});

test("what is written is read, whatever the bytes", async () => {
  const checkpoint = await checkpointAt(2);
  const bytes = fc.uint8Array({ maxLength: 200 }).map((one) => Uint8Array.from(one));
  const hash = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((one) => Uint8Array.from(one));
  await fc.assert(
    fc.property(
      fc.nat(),
      fc.array(hash, { maxLength: 63 }),
      fc.option(bytes, { nil: undefined }),
      (index, proof, extra) => {
        const { stated, ...read } = readTlogProof(
          writeTlogProof({ index, proof, checkpoint, ...(extra && { extra }) }),
        );
        expect(stated.size).toBe(2);
        expect(read).toEqual({ index, proof, checkpoint, ...(extra && { extra }) });
      },
    ),
  );
});

describe("the time since which it was provably public", () => {
  const since = async (rule: string, days: { first?: number; second?: number }) =>
    (await verifyTlogProof(await proveEntry(lines, 0, await checkpointAt(2, days)), await policyOf(rule), late)).public;

  test("is the first cosignature, where no quorum is asked for", async () => {
    expect(await since("quorum none", { first: 5, second: 3 })).toEqual({
      at: at(3),
      by: "witness",
      name: "w2.example/w",
    });
    expect(await since("quorum none", {})).toBeUndefined();
  });

  test("is when those who had signed made the quorum", async () => {
    const both = "group both all W1 W2\nquorum both";
    expect(await since(both, { first: 5, second: 3 })).toEqual({ at: at(5), by: "witness", name: "w1.example/w" });
    expect(await since("group one any W1 W2\nquorum one", { first: 5, second: 3 })).toMatchObject({ at: at(3) });
  });

  test("is the earlier of two statements of one witness", async () => {
    const note = await checkpointAt(2, { first: 9 });
    const earlier = (await checkpointAt(2, { first: 4 })).trimEnd().split("\n").at(-1);
    const text = await proveEntry(lines, 0, `${note}${earlier}\n`);
    expect((await verifyTlogProof(text, await policyOf("quorum W1"), late)).public).toMatchObject({ at: at(4) });
  });
});

const good = await proveEntry(lines, 1, await checkpointAt(3, { first: 21 }));

describe("no proof", () => {
  const refused = async (text: string, rule = "quorum none") =>
    verifyTlogProof(text, await policyOf(rule), late).then(
      () => "accepted",
      ({ code }) => code,
    );

  test("of another entry, place, log or size", async () => {
    const other = (await proveEntry(lines, 0, await checkpointAt(3, { first: 21 }))).split("\n")[1] ?? "";
    expect(await refused(good)).toBe("accepted");
    expect(await refused(good.replace(/^extra .*$/m, other))).toBe("log-inconsistent");
    expect(await refused(good.replace("index 1", "index 0"))).toBe("log-inconsistent");
    expect(await refused(good.replace("index 1", "index 3"))).toBe("log-inconsistent");
    expect(await refused(good.replace(/\n[^\n]*\n\n/, "\n\n"))).toBe("log-inconsistent");
    expect(await refused(good.replace(`${origin}\n3\n`, `${origin}\n4\n`))).toBe("signature-invalid");
    expect(await refused(good.replaceAll(origin, "other.example/feed"))).toBe("signature-invalid");
    const elsewhere = await signCheckpoint("other.example/feed", 3, await treeRoot(leaves.slice(0, 3)), [
      vendor.signer,
    ]);
    expect(await refused(await proveEntry(lines, 1, elsewhere))).toBe("unwitnessed");
  });

  test("by another key than the policy's, or without its quorum", async () => {
    expect(await refused(await proveEntry(lines, 1, await checkpointAt(3, { first: 21 }, second)))).toBe("unwitnessed");
    expect(await refused(good, "quorum W2")).toBe("unwitnessed");
    expect(await refused(good.replace(/(w1.example\/w .{60}).{4}/, "$1AAAA"))).toBe("signature-invalid");
  });

  test("where the policy lists no log: nothing else says whose it is", async () => {
    const policy = await parseLogPolicy(`${witnesses}quorum W1\n`);
    await expect(verifyTlogProof(good, policy, late)).rejects.toMatchObject({ code: "malformed" });
  });

  test("in another form, or without its entry", async () => {
    for (const text of [
      "",
      good.replace("@v1", "@v2"),
      good.replace("index 1", "index 01"),
      good.replace("index 1", "index -1"),
      good.replace(/^index 1\n/m, ""),
      good.replace("extra ", "extra  "),
      good.replace(/^extra .*\n/m, ""),
      good.replace("\n\n", "\n"),
      good.replace(/\n(\S{44})\n\n/, "\n$1 \n\n"),
      good.replace("\n\n", `\n${`${"A".repeat(43)}=\n`.repeat(64)}\n`),
      good.replaceAll("\n", "\r\n"),
    ])
      expect(await refused(text)).toBe("malformed");
    const notAnEntry = [new TextEncoder().encode("{}")];
    const note = await signCheckpoint(origin, 1, await treeRoot([await leafHash(notAnEntry[0] as Uint8Array)]), [
      vendor.signer,
    ]);
    expect(await refused(await proveEntry(notAnEntry, 0, note))).toBe("malformed");
  });

  test("is an error of a code, whichever character is another", async () => {
    const policy = await policyOf("quorum W1");
    const change = fc.record({ at: fc.nat(good.length - 1), to: fc.constantFrom("\n", "A", "b", "=", " ", "0", "—") });
    await fc.assert(
      fc.asyncProperty(change, async ({ at, to }) => {
        const text = good.slice(0, at) + to + good.slice(at + 1);
        const found = await verifyTlogProof(text, policy, late).catch((error) => error);
        // Lines of strangers may say what they like; what is left verifies as before.
        if (found.code === undefined) expect(found.entry).toEqual(JSON.parse(new TextDecoder().decode(lines[1])));
        else expect(found.code).toMatch(/^(malformed|log-inconsistent|signature-invalid|unwitnessed)$/);
      }),
      { numRuns: 300 },
    );
  });
});
