import { createPublicKey, verify } from "node:crypto";
import { beforeEach, describe, expect, test } from "vitest";
import { generatePrivateKey } from "../keys/private-key.ts";
import { createSigner, type Signer } from "../keys/signer.ts";
import { countCheckpointSignatures, signCheckpoint } from "./checkpoint.ts";
import { addCosignatures, signCosignature, verifyCosignatures } from "./cosignature.ts";
import type { Witness } from "./verifier-key.ts";
import { parseVerifierKey, toVerifierKey } from "./verifier-key.ts";

const now = Date.parse("2026-01-10T12:00:00Z");
const name = "witness.example/w1";
let log: Signer;
let signer: Signer;
let witness: Witness;
let checkpoint: string;

beforeEach(async () => {
  [log, signer] = [await createSigner(await generatePrivateKey()), await createSigner(await generatePrivateKey())];
  witness = { name, key: signer.publicKey };
  checkpoint = await signCheckpoint("acme.example/log", 7, new Uint8Array(32).fill(9), [log]);
});

const cosigned = async (at = now) => addCosignatures(checkpoint, [await signCosignature(checkpoint, name, signer, at)]);

test("a cosignature has the bytes of C2SP tlog-cosignature, checked by Node alone", async () => {
  const line = (await cosigned()).trimEnd().split("\n").at(-1) ?? "";
  const bytes = Buffer.from(line.split(" ")[2] ?? "", "base64");
  expect(line.startsWith(`— ${name} `)).toBe(true);
  expect([bytes.length, Number(bytes.readBigUInt64BE(4))]).toEqual([76, now / 1000]);
  const [body = ""] = checkpoint.split("\n\n");
  const message = `cosignature/v1\ntime ${now / 1000}\n${body}\n`;
  const key = createPublicKey({ key: { ...signer.publicKey }, format: "jwk" });
  expect(verify(null, Buffer.from(message), key, bytes.subarray(12))).toBe(true);
});

test("it verifies, dated; the log's own signature stays", async () => {
  const text = await cosigned();
  expect(await verifyCosignatures(text, [witness], now)).toEqual([{ name, at: "2026-01-10T12:00:00Z" }]);
  expect(await countCheckpointSignatures(text, [log.publicKey])).toBe(1);
  expect(addCosignatures(text, [text.trimEnd().split("\n").at(-1) ?? ""])).toBe(text);
});

test("of many statements of one witness the newest stays, in whatever order they come", async () => {
  const lines = await Promise.all([-2000, 0, -1000].map((ago) => signCosignature(checkpoint, name, signer, now + ago)));
  const other = await signCosignature(checkpoint, "witness.example/w2", log, now);
  const text = addCosignatures(addCosignatures(checkpoint, [...lines, other]), lines);
  expect(text).toBe(`${checkpoint}${lines[1]}${other}`);
});

test.each([4, 11, 75, 77])("a line of a known key with %i bytes is a typed error", async (length) => {
  const line = (await signCosignature(checkpoint, name, signer, now)).split(" ")[2] ?? "";
  const bytes = Buffer.concat([Buffer.from(line, "base64"), Buffer.alloc(1)]).subarray(0, length);
  const text = `${checkpoint}— ${name} ${bytes.toString("base64")}\n`;
  await expect(verifyCosignatures(text, [witness], now)).rejects.toMatchObject({ code: "signature-invalid" });
});

test("of two statements of one witness the newer one counts", async () => {
  const text = addCosignatures(await cosigned(), [await signCosignature(checkpoint, name, signer, now - 5000)]);
  expect(await verifyCosignatures(text, [witness], now)).toEqual([{ name, at: "2026-01-10T12:00:00Z" }]);
});

test("one key under two names is one witness", async () => {
  const names = [name, "witness.example/w2"];
  const lines = await Promise.all(names.map((name, at) => signCosignature(checkpoint, name, signer, now + at * 1000)));
  const witnesses = names.map((name) => ({ name, key: signer.publicKey }));
  const found = await verifyCosignatures(addCosignatures(checkpoint, lines), witnesses, now + 1000);
  expect(found).toEqual([{ name: "witness.example/w2", at: "2026-01-10T12:00:01Z" }]);
});

test("unknown witnesses are passed over, even under a known name", async () => {
  const other = { name, key: (await createSigner(await generatePrivateKey())).publicKey };
  expect(await verifyCosignatures(await cosigned(), [other], now)).toEqual([]);
  expect(await verifyCosignatures(checkpoint, [witness], now)).toEqual([]);
});

describe("refused", () => {
  test("for another checkpoint", async () => {
    const line = (await cosigned()).trimEnd().split("\n").at(-1) ?? "";
    const other = await signCheckpoint("acme.example/log", 8, new Uint8Array(32), [log]);
    const text = addCosignatures(other, [line]);
    await expect(verifyCosignatures(text, [witness], now)).rejects.toMatchObject({ code: "signature-invalid" });
  });
  test("from the future", async () => {
    const text = await cosigned(now + 3_600_000);
    await expect(verifyCosignatures(text, [witness], now)).rejects.toMatchObject({ code: "signature-invalid" });
  });
  test("cut short", async () => {
    const line = (await cosigned()).trimEnd().split("\n").at(-1) ?? "";
    const text = addCosignatures(checkpoint, [line.slice(0, -20)]);
    await expect(verifyCosignatures(text, [witness], now)).rejects.toMatchObject({ code: "signature-invalid" });
  });
  test("spelled in another way", async () => {
    const text = await cosigned();
    // 76 bytes: of the last letter before the padding only two bits are the line's; it is A, Q, g or w.
    const stray = text.replace(/([AQgw])(==\n)$/, (_end, letter: string, rest: string) =>
      [String.fromCharCode(letter.charCodeAt(0) + 1), rest].join(""),
    );
    expect(stray).not.toBe(text);
    await expect(verifyCosignatures(stray, [witness], now)).rejects.toMatchObject({ code: "malformed" });
  });
  test("with a signature of small order, by the one rule for signatures", async () => {
    const weak = { name, key: { ...signer.publicKey } };
    const line = (await cosigned()).trimEnd().split(" ").at(-1) ?? "";
    const bytes = Buffer.from(line, "base64");
    bytes.fill(0, 12, 44).fill(1, 12, 13);
    const text = `${checkpoint}— ${name} ${bytes.toString("base64")}\n`;
    await expect(verifyCosignatures(text, [weak], now)).rejects.toMatchObject({ code: "signature-invalid" });
  });
  test("with a key that cannot, or under a name that is none", async () => {
    const es256 = await createSigner(await generatePrivateKey("ES256"));
    await expect(signCosignature(checkpoint, name, es256, now)).rejects.toMatchObject({ code: "key-refused" });
    await expect(signCosignature(checkpoint, "a b", signer, now)).rejects.toMatchObject({ code: "malformed" });
  });
});

describe("a verifier key", () => {
  test("is read as it is written", async () => {
    expect(await parseVerifierKey(await toVerifierKey(witness))).toEqual(witness);
  });
  test.each(["", "a", "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"])(
    "%j is refused: no key of a witness",
    async (text) => {
      await expect(parseVerifierKey(text)).rejects.toMatchObject({ code: "malformed" });
    },
  );
  test("whose id is another's is refused", async () => {
    const text = (await toVerifierKey(witness)).replace(/\+[0-9a-f]{8}\+/, "+00000000+");
    await expect(parseVerifierKey(text)).rejects.toMatchObject({ code: "key-refused" });
  });
});
