import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { importPublicKey, type PublicKey, verifyConsistency, verifyInclusion } from "@trust-center/feed";
import { describe, expect, test } from "vitest";

/** Public suites are read where they lie: beside the checkout, or where TRUST_CENTER_VECTORS says. */
const folder = process.env.TRUST_CENTER_VECTORS ?? fileURLToPath(new URL("../../../shared/vectors", import.meta.url));
const present = existsSync(folder);

if (!present) {
  console.warn(`Public vectors are not at ${folder}: their tests are skipped. Set TRUST_CENTER_VECTORS to run them.`);
}

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, "hex"));
const base64 = (text: string) => Uint8Array.from(Buffer.from(text ?? "", "base64"));

interface Wycheproof {
  numberOfTests: number;
  testGroups: {
    /** Hex: an Ed25519 point, or the coordinates of a P-256 point, with or without leading zeros. */
    publicKey: { pk: string } | { wx: string; wy: string };
    tests: { tcId: number; comment: string; msg: string; sig: string; result: string }[];
  }[];
}

function jwkOf(key: Wycheproof["testGroups"][number]["publicKey"]) {
  const encode = (hex: string) => Buffer.from(hex.padStart(64, "0").slice(-64), "hex").toString("base64url");
  return "pk" in key
    ? { kty: "OKP", crv: "Ed25519", x: encode(key.pk) }
    : { kty: "EC", crv: "P-256", x: encode(key.wx), y: encode(key.wy) };
}

describe.runIf(present)("Wycheproof", () => {
  const suites = [
    ["ed25519_test.json", 151, "Ed25519", { name: "Ed25519" }],
    ["ecdsa_secp256r1_sha256_p1363_test.json", 262, "ES256", { name: "ECDSA", hash: "SHA-256" }],
  ] as const;

  test.each(suites)("%s: all %i cases as the suite says", async (file, cases, alg, parameters) => {
    const suite: Wycheproof = JSON.parse(await readFile(join(folder, "wycheproof", file), "utf8"));
    const wrong: string[] = [];
    let count = 0;
    for (const { publicKey, tests } of suite.testGroups) {
      const key = await importPublicKey({ ...jwkOf(publicKey), alg } as PublicKey).catch(() => undefined);
      for (const { tcId, comment, msg, sig, result } of tests) {
        count += 1;
        const valid = !!key && (await crypto.subtle.verify(parameters, key, bytes(sig), bytes(msg)));
        if (valid !== (result === "valid")) wrong.push(`${tcId} ${comment}: ${result}, found ${valid}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(count).toBe(cases);
  });
});

describe.runIf(present)("Merkle proofs", () => {
  const read = async (kind: string) => {
    const entries = await readdir(join(folder, "merkle", kind), { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith(".json"));
    return Promise.all(files.map(async (file) => JSON.parse(await readFile(join(file.parentPath, file.name), "utf8"))));
  };

  test("98 consistency proofs as the suite says", async () => {
    const cases = await read("consistency");
    for (const { size1, size2, root1, root2, proof, wantErr, desc } of cases) {
      const valid = await verifyConsistency(size1, size2, base64(root1), base64(root2), (proof ?? []).map(base64));
      // An old size of 0 proves nothing, so here it is never consistent, whatever a suite thinks of it.
      expect({ desc, size1, size2, valid }).toEqual({ desc, size1, size2, valid: !wantErr && size1 > 0 });
    }
    expect(cases).toHaveLength(98);
  });

  test("98 inclusion proofs as the suite says", async () => {
    const cases = await read("inclusion");
    for (const { leafIdx, treeSize, root, leafHash, proof, wantErr, desc } of cases) {
      const valid = await verifyInclusion(leafIdx, treeSize, base64(leafHash), (proof ?? []).map(base64), base64(root));
      expect({ desc, leafIdx, treeSize, valid }).toEqual({ desc, leafIdx, treeSize, valid: !wantErr });
    }
    expect(cases).toHaveLength(98);
  });
});
