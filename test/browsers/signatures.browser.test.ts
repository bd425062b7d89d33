/// <reference types="mocha" />

import { expect } from "@open-wc/testing";
import { signatureIsValid } from "../../packages/feed/src/keys/signature.ts";
import {
  bothSpellings,
  data,
  ed25519Key,
  honestSignature,
  oddSignatures,
} from "../../packages/feed/src/keys/testing/odd-signatures.ts";

// The same as packages/feed/src/keys/signature.test.ts, in each engine.
describe("signatures", () => {
  it("that are honest count", async () => {
    expect(await signatureIsValid(ed25519Key, await honestSignature(), data)).to.equal(true);
  });

  it("that some engine takes count in none", async () => {
    for (const [what, signature] of await oddSignatures()) {
      expect(await signatureIsValid(ed25519Key, signature, data), what).to.equal(false);
    }
  });

  it("of ES256 count in one spelling", async () => {
    const { key, low, high, engineTakesBoth } = await bothSpellings();
    expect(engineTakesBoth).to.equal(true);
    expect(await signatureIsValid(key, low, data)).to.equal(true);
    expect(await signatureIsValid(key, high, data)).to.equal(false);
  });
});
