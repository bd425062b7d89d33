import { createRequire } from "node:module";
import { expect, test } from "vitest";
import * as small from "../../packages/widget/script/small-solver.ts";

const require = createRequire(new URL("../../packages/sdk/package.json", import.meta.url));
const altcha = require("altcha-lib");
const { deriveKey } = require("altcha-lib/algorithms/web/pbkdf2");

const secret = "the service's";

const make = (more: object = {}) =>
  altcha.createChallenge({
    algorithm: "PBKDF2/SHA-256",
    cost: 20,
    keyLength: 32,
    keyPrefix: "00",
    deriveKey,
    hmacSignatureSecret: secret,
    ...more,
  });

const solve = (solver: { solveChallenge: (task: never) => unknown }, challenge: unknown, more: object = {}) =>
  solver.solveChallenge({ challenge, deriveKey, controller: new AbortController(), timeout: 30_000, ...more } as never);

test.each([
  ["", {}],
  ["of an odd prefix", { keyPrefix: "0a1" }],
  ["of a short key", { keyLength: 16, keyPrefix: "f" }],
  ["of a long key", { keyLength: 64, keyPrefix: "ab" }],
  ["of more work", { cost: 3000, keyPrefix: "0" }],
])("a challenge %s has one solution, and the service takes it", async (_what, more) => {
  const challenge = await make(more);
  const expected = await solve(altcha, challenge);
  const found = await solve({ ...small }, challenge, { deriveKey: small.deriveKey });
  expect(found).toEqual({ ...(expected as object), time: expect.any(Number) });
  const options = { challenge, solution: found, deriveKey, hmacSignatureSecret: secret };
  expect(await altcha.verifySolution(options)).toMatchObject({ verified: true });
});

test("what is ended, or takes too long, has no solution", async () => {
  const challenge = await make({ keyPrefix: "000000" });
  for (const solver of [altcha, small]) {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);
    expect(await solve(solver, challenge, { controller })).toBe(null);
    expect(await solve(solver, challenge, { timeout: 50 })).toBe(null);
  }
});
