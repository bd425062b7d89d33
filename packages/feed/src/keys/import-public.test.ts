import { describe, expect, onTestFinished, test } from "vitest";
import { toBase64url } from "../bytes/base64url.ts";
import type { TrustCenterError } from "../errors.ts";
import { importPublicKey } from "./import-public.ts";
import { signatureIsValid } from "./signature.ts";
import { bothSpellings, data, ed25519Key, honestSignature, oddSignatures } from "./testing/odd-signatures.ts";

/** The platform, but for importing keys. */
function withImport(importKey: (...given: unknown[]) => unknown) {
  const { subtle } = crypto;
  Object.defineProperty(crypto, "subtle", {
    configurable: true,
    value: new Proxy(subtle, {
      get: (target, name) => {
        const found = Reflect.get(target, name) as unknown;
        if (name === "importKey") return (...given: unknown[]) => importKey(...given);
        return typeof found === "function" ? found.bind(target) : found;
      },
    }),
  });
  onTestFinished(() => void Object.defineProperty(crypto, "subtle", { configurable: true, value: subtle }));
  return subtle;
}

const withoutEd25519 = () =>
  withImport(() => Promise.reject(new DOMException("Unrecognized name.", "NotSupportedError")));

describe("a platform without Ed25519", async () => {
  const honest = await honestSignature();
  const odd = await oddSignatures();

  test("verifies in software, by the same rule", async () => {
    withoutEd25519();
    expect(await importPublicKey(ed25519Key)).toBeUndefined();
    expect(await signatureIsValid(ed25519Key, honest, data)).toBe(true);
    for (const [what, signature] of odd)
      expect([what, await signatureIsValid(ed25519Key, signature, data)]).toEqual([what, false]);
    for (let bit = 0; bit < 512; bit += 7) {
      const flipped = honest.slice();
      flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      expect(await signatureIsValid(ed25519Key, flipped, data)).toBe(false);
    }
    expect(await signatureIsValid(ed25519Key, honest, data.slice(1))).toBe(false);
  });

  test("takes the keys that others take, and says of another algorithm that it cannot", async () => {
    const random = Array.from({ length: 40 }, () => toBase64url(crypto.getRandomValues(new Uint8Array(32))));
    const weak = ["AAAA", toBase64url(new Uint8Array(32))];
    const verdicts = () =>
      Promise.all(
        [...random, ...weak].map((x) =>
          signatureIsValid({ ...ed25519Key, x }, honest, data).catch(({ code }: TrustCenterError) => code),
        ),
      );
    const own = await verdicts();
    expect(new Set(own)).toEqual(new Set([false, "key-refused"]));
    const { key, low } = await bothSpellings();
    withoutEd25519();
    expect(await verdicts()).toEqual(own);
    await expect(signatureIsValid(key, low, data)).rejects.toMatchObject({
      code: "unsupported",
      evidence: { alg: "ES256" },
    });
  });
});

test("a runtime that takes no alg in a JWK verifies all the same", async () => {
  const subtle = withImport((format, jwk, ...rest) => {
    if ("alg" in (jwk as object)) return Promise.reject(new DOMException("Unsupported alg.", "DataError"));
    return (subtle.importKey as (...given: unknown[]) => unknown)(format, jwk, ...rest);
  });
  const { subtle: patched } = crypto;
  expect(patched).not.toBe(subtle);
  expect((await importPublicKey(ed25519Key))?.type).toBe("public");
});

test("a key that is none stays refused", async () => {
  await expect(importPublicKey({ ...ed25519Key, x: "AAAA" })).rejects.toMatchObject({ code: "key-refused" });
  expect(await signatureIsValid(ed25519Key, await honestSignature(), data)).toBe(true);
});
