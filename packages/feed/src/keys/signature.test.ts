import { describe, expect, test } from "vitest";
import { isCanonicalSignature } from "./canonical.ts";
import { withLowS } from "./low-s.ts";
import { signatureIsValid } from "./signature.ts";
import { bothSpellings, data, ed25519Key, honestSignature, oddSignatures } from "./testing/odd-signatures.ts";

test("an honest signature counts", async () => {
  expect(await signatureIsValid(ed25519Key, await honestSignature(), data)).toBe(true);
});

describe("what some engine takes counts in none", async () => {
  test.each(await oddSignatures())("%s", async (_what, signature) => {
    expect(await signatureIsValid(ed25519Key, signature, data)).toBe(false);
    // This engine may refuse it by itself: the rule must, without an engine.
    expect(isCanonicalSignature("Ed25519", signature)).toBe(false);
  });
});

test("of the two spellings of an ES256 signature the lower counts; a signer gives that one", async () => {
  for (let round = 0; round < 20; round++) {
    const { key, low, high, engineTakesBoth } = await bothSpellings();
    expect(engineTakesBoth).toBe(true);
    expect(await signatureIsValid(key, low, data)).toBe(true);
    expect(await signatureIsValid(key, high, data)).toBe(false);
    expect(withLowS(high)).toEqual(low);
    expect(withLowS(low)).toEqual(low);
  }
});
