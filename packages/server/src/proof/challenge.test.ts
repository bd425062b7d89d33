import { createHmac } from "node:crypto";
import { type Challenge, verifySolution } from "altcha-lib";
import { deriveKey } from "altcha-lib/algorithms/pbkdf2";
import { describe, expect, test } from "vitest";
import { createKeyed } from "../secret/keyed.ts";
import { solved } from "../testing/prove.ts";
import { checkProof, makeChallenge } from "./challenge.ts";

const secrets = createKeyed(new TextEncoder().encode("a secret of more than thirty-two bytes"));
const now = Date.now();
const asked = { purpose: "subscription" } as const;
const open = (proof: string) => JSON.parse(atob(proof)) as { challenge: Challenge; solution: { derivedKey: string } };
const shut = (value: object) => btoa(JSON.stringify(value));

describe.each([
  ["a challenge at the least cost", 1000],
  ["one that costs more", 1600],
])("%s", (_name, cost) => {
  const make = () => makeChallenge(secrets, { ...asked, now, cost, counter: 3 });

  test("its solution counts, here and by the library", async () => {
    const proof = await solved(await make());
    expect(await checkProof(secrets, { proof, ...asked })).toMatchObject({ cost });
    const { challenge, solution } = open(proof);
    const library = await verifySolution({
      ...{ challenge, solution: solution as never, deriveKey },
      hmacSignatureSecret: secrets.challenges,
      hmacKeySignatureSecret: secrets.solutions,
    });
    expect(library.verified).toBe(true);
  });

  test("no other key, and no change of its terms", async () => {
    const proof = open(await solved(await make()));
    const refuse = (value: object) =>
      expect(checkProof(secrets, { proof: shut(value), ...asked })).rejects.toMatchObject({
        problem: { code: "proof" },
      });
    await refuse({ ...proof, solution: { ...proof.solution, derivedKey: "00".repeat(32) } });
    await refuse({ ...proof, solution: { ...proof.solution, derivedKey: "" } });
    const { parameters, signature } = proof.challenge;
    for (const more of [{ cost: 1 }, { expiresAt: parameters.expiresAt ?? 0 + 100 }, { data: { for: "objection" } }]) {
      if (JSON.stringify({ ...parameters, ...more }) === JSON.stringify(parameters)) continue;
      await refuse({ ...proof, challenge: { parameters: { ...parameters, ...more }, signature } });
    }
    // A key that somebody else signed.
    const keySignature = createHmac("sha256", "another")
      .update(Buffer.from(proof.solution.derivedKey, "hex"))
      .digest("hex");
    await refuse({ ...proof, challenge: { parameters: { ...parameters, keySignature }, signature } });
  });
});
