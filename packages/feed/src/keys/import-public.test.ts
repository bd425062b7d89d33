import { expect, onTestFinished, test } from "vitest";
import { importPublicKey } from "./import-public.ts";
import { signatureIsValid } from "./signature.ts";
import { data, ed25519Key, honestSignature } from "./testing/odd-signatures.ts";

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

test("a platform that does not know the algorithm is no attack", async () => {
  withImport(() => Promise.reject(new DOMException("Unrecognized name.", "NotSupportedError")));
  await expect(importPublicKey(ed25519Key)).rejects.toMatchObject({
    code: "unsupported",
    evidence: { alg: "Ed25519" },
  });
});

test("a runtime that takes no alg in a JWK verifies all the same", async () => {
  const subtle = withImport((format, jwk, ...rest) => {
    if ("alg" in (jwk as object)) return Promise.reject(new DOMException("Unsupported alg.", "DataError"));
    return (subtle.importKey as (...given: unknown[]) => unknown)(format, jwk, ...rest);
  });
  const { subtle: patched } = crypto;
  expect(patched).not.toBe(subtle);
  expect((await importPublicKey(ed25519Key)).type).toBe("public");
});

test("a key that is none stays refused", async () => {
  await expect(importPublicKey({ ...ed25519Key, x: "AAAA" })).rejects.toMatchObject({ code: "key-refused" });
  expect(await signatureIsValid(ed25519Key, await honestSignature(), data)).toBe(true);
});
