import fc from "fast-check";
import { expect, test } from "vitest";
import { generatePrivateKey } from "../keys/private-key.ts";
import { createSigner } from "../keys/signer.ts";
import { readAddCheckpoint, writeAddCheckpoint } from "./add-checkpoint.ts";
import { signCheckpoint } from "./checkpoint.ts";
import { consistencyProof, verifyConsistency } from "./consistency.ts";
import { leafHash, treeRoot } from "./merkle.ts";
import { parseLogKey, parseVerifierKey, toLogKey, toVerifierKey } from "./verifier-key.ts";

const origin = "acme.example/log";
const leaves = await Promise.all(Array.from({ length: 40 }, (_, at) => leafHash(Uint8Array.of(at))));
const signer = await createSigner(await generatePrivateKey());
const checkpointOf = async (size: number) =>
  signCheckpoint(origin, size, await treeRoot(leaves.slice(0, size)), [signer]);

test("what is written is read, and its proof proves the growth", async () => {
  const sizes = fc.tuple(fc.nat(40), fc.nat(40)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)] as const);
  await fc.assert(
    fc.asyncProperty(sizes, async ([old, size]) => {
      const proof = await consistencyProof(old, leaves.slice(0, size));
      const checkpoint = await checkpointOf(size);
      const read = readAddCheckpoint(writeAddCheckpoint({ old, proof, checkpoint }));
      expect(read).toMatchObject({ old, checkpoint, stated: { origin, size } });
      expect(read.proof.map((hash) => [...hash])).toEqual(proof.map((hash) => [...hash]));
      const roots = [await treeRoot(leaves.slice(0, old)), await treeRoot(leaves.slice(0, size))] as const;
      expect(await verifyConsistency(old, size, ...roots, read.proof)).toBe(old > 0);
    }),
  );
});

test("what is no request is malformed", async () => {
  const checkpoint = await checkpointOf(5);
  const [hash] = await consistencyProof(4, leaves.slice(0, 5));
  const line = `${Buffer.from(hash ?? []).toString("base64")}\n`;
  const bodies = [
    "",
    checkpoint,
    `old 1\n${checkpoint}`,
    `old 01\n\n${checkpoint}`,
    `old -1\n\n${checkpoint}`,
    `old 6\n\n${checkpoint}`,
    `old 0\n${line}\n${checkpoint}`,
    `old 5\n${line}\n${checkpoint}`,
    `old 4\n${line.repeat(64)}\n${checkpoint}`,
    `old 4\nAAAA\n\n${checkpoint}`,
    `old 4\r\n${line}\n${checkpoint}`,
    `old 4\n${line}\n${checkpoint.replace("\n5\n", "\n9007199254740993\n")}`,
    `old 4\n${line}\n${checkpoint.replace("\n\n", "\nextension\n\n")}`,
  ];
  for (const body of bodies) expect(() => readAddCheckpoint(body)).toThrow(/^Expected /);
  expect(readAddCheckpoint(`old 4\n${line}\n${checkpoint}`)).toMatchObject({ old: 4 });
});

test("a log's key has the form of signed-note, and is not taken for a witness's", async () => {
  const text = await toLogKey({ origin, key: signer.publicKey });
  expect(await parseLogKey(text)).toEqual({ origin, key: signer.publicKey });
  // The example of golang.org/x/mod/sumdb/note, and of https://c2sp.org/signed-note.
  const known = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
  expect(await toLogKey(await parseLogKey(known))).toBe(known);
  await expect(parseVerifierKey(text)).rejects.toMatchObject({ code: "malformed" });
  const witness = await toVerifierKey({ name: origin, key: signer.publicKey });
  await expect(parseLogKey(witness)).rejects.toMatchObject({ code: "malformed" });
  await expect(parseLogKey(text.replace(/\+[0-9a-f]{8}\+/, "+00000000+"))).rejects.toMatchObject({
    code: "key-refused",
  });
});
