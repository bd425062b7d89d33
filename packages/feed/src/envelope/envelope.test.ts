import { generalVerify, importJWK } from "jose";
import { expect, test } from "vitest";
import { generatePrivateKey } from "../keys/private-key.ts";
import { createSigner } from "../keys/signer.ts";
import { thumbprint } from "../keys/thumbprint.ts";
import { signEnvelope } from "./sign.ts";
import { verifyEnvelope } from "./verify.ts";

const payload = new TextEncoder().encode('{"a":1}');

test.each(["Ed25519", "ES256"] as const)("an envelope of %s is a JWS that jose verifies", async (alg) => {
  const signer = await createSigner(await generatePrivateKey(alg));
  const envelope = await signEnvelope(payload, "manifest", [signer]);
  const found = await generalVerify(envelope, await importJWK(signer.publicKey));
  expect(new TextDecoder().decode(found.payload)).toBe('{"a":1}');
});

test("two of three signatures meet a threshold of two; one does not", async () => {
  const signers = await Promise.all(
    ["Ed25519", "ES256", "Ed25519"].map(async (alg) => createSigner(await generatePrivateKey(alg as "Ed25519"))),
  );
  const keys = Object.fromEntries(signers.map(({ kid, publicKey }) => [kid, publicKey]));
  const signatories = { keys, kids: Object.keys(keys), threshold: 2 };
  const two = await signEnvelope(payload, "root", signers.slice(0, 2));
  expect(await verifyEnvelope(two, "root", signatories)).toEqual(payload);
  const one = await signEnvelope(payload, "root", signers.slice(0, 1));
  await expect(verifyEnvelope(one, "root", signatories)).rejects.toMatchObject({
    code: "signature-invalid",
    evidence: { valid: 1, threshold: 2 },
  });
});

test("a thumbprint is the one of RFC 8037, appendix A.3", async () => {
  const key = { kty: "OKP", crv: "Ed25519", x: "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", alg: "Ed25519" } as const;
  expect(await thumbprint(key)).toBe("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
  // Old libraries of a page give every text a toJSON of their own.
  Object.assign(String.prototype, { toJSON: () => "theirs" });
  try {
    expect(await thumbprint(key)).toBe("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k");
  } finally {
    delete (String.prototype as { toJSON?: unknown }).toJSON;
  }
});
