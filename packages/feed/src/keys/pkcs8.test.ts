import { createPrivateKey, createPublicKey, verify } from "node:crypto";
import { describe, expect, test } from "vitest";
import { fromPem, isEncryptedPem, toPem } from "./pkcs8.ts";
import { exportPrivateJwk, generatePrivateKey, importPrivateJwk } from "./private-key.ts";
import { createSigner } from "./signer.ts";

describe.each(["Ed25519", "ES256"] as const)("%s", (alg) => {
  test("PKCS#8 that other tools read, and back", async () => {
    const key = await generatePrivateKey(alg);
    const pem = await toPem(key);
    expect(isEncryptedPem(pem)).toBe(false);
    const { kid } = await createSigner(key);
    expect((await createSigner(await fromPem(pem))).kid).toBe(kid);
    const signer = await createSigner(await fromPem(pem));
    const data = new TextEncoder().encode("signed");
    const other = createPublicKey(createPrivateKey(pem));
    const signature = await signer.sign(data);
    const verified =
      alg === "Ed25519"
        ? verify(null, data, other, signature)
        : verify("sha256", data, { key: other, dsaEncoding: "ieee-p1363" }, signature);
    expect(verified).toBe(true);
  });

  test("encrypted PKCS#8 that other tools read, and back", async () => {
    const key = await generatePrivateKey(alg);
    const pem = await toPem(key, "correct horse");
    expect(isEncryptedPem(pem)).toBe(true);
    expect(createPrivateKey({ key: pem, passphrase: "correct horse" }).asymmetricKeyType).toBe(
      alg === "Ed25519" ? "ed25519" : "ec",
    );
    const { kid } = await createSigner(key);
    expect((await createSigner(await fromPem(pem, "correct horse"))).kid).toBe(kid);
    await expect(fromPem(pem, "wrong")).rejects.toMatchObject({ code: "key-refused" });
    await expect(fromPem(pem)).rejects.toMatchObject({ code: "key-refused" });
  });

  test("what other tools wrote, encrypted", async () => {
    const key = createPrivateKey(await toPem(await generatePrivateKey(alg)));
    const pem = key.export({ type: "pkcs8", format: "pem", cipher: "aes-256-cbc", passphrase: "x" }).toString();
    expect((await createSigner(await fromPem(pem, "x"))).publicKey.alg).toBe(alg);
  });

  test("JWK and back", async () => {
    const key = await generatePrivateKey(alg);
    const { kid } = await createSigner(key);
    expect((await createSigner(await importPrivateJwk(await exportPrivateJwk(key)))).kid).toBe(kid);
  });
});

test.each(["", "not a key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----"])(
  "refuses %j",
  async (pem) => {
    await expect(fromPem(pem)).rejects.toMatchObject({ code: "key-refused" });
  },
);
