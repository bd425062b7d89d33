import { createPublicKey, randomBytes, verify } from "node:crypto";
import { assert, property, string, uint8Array } from "fast-check";
import { Webhook } from "standardwebhooks";
import { expect, test } from "vitest";
import { createKeyed } from "../secret/keyed.ts";
import { headersOf, keysOf, verifierOf } from "./sign.ts";

const bytes = uint8Array({ minLength: 32, maxLength: 32 });

/** As a receiver does with `whpk_…`, from the text of the specification alone. */
function verifies(publicKey: string, { id, timestamp, body }: Record<string, string | number>, signature: string) {
  const x = Buffer.from(publicKey.replace(/^whpk_/, ""), "base64").toString("base64url");
  const key = createPublicKey({ key: { kty: "OKP", crv: "Ed25519", x }, format: "jwk" });
  const [version, value = ""] = signature.split(",");
  return (
    version === "v1a" && verify(null, Buffer.from(`${id}.${timestamp}.${body}`), key, Buffer.from(value, "base64"))
  );
}

test("the vector that Standard Webhooks' own libraries are tested with", () => {
  const key = { kind: "v1" as const, bytes: Buffer.from("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "base64") };
  const message = { id: "msg_p5jXN8AQM9LWM0D4loKWxJek", timestamp: 1614265330, body: '{"test": 2432232314}' };
  expect(headersOf(message, [key])).toEqual({
    "webhook-id": message.id,
    "webhook-timestamp": "1614265330",
    "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  });
  expect(verifierOf(key)).toBe("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
});

test("another implementation verifies what is signed, whatever is said, and by either key of two", () => {
  assert(
    property(bytes, bytes, string({ unit: "grapheme" }), (one, other, text) => {
      const message = { id: "msg_1", timestamp: Math.floor(Date.now() / 1000), body: JSON.stringify({ text }) };
      const symmetric = { kind: "v1" as const, bytes: one };
      const asymmetric = { kind: "v1a" as const, bytes: other };
      const headers = headersOf(message, [asymmetric, symmetric]);
      expect(new Webhook(verifierOf(symmetric)).verify(message.body, headers)).toEqual({ text });
      const [first = "", second = ""] = headers["webhook-signature"]?.split(" ") ?? [];
      expect(verifies(verifierOf(asymmetric), message, first)).toBe(true);
      expect(verifies(verifierOf(asymmetric), message, second)).toBe(false);
      expect(verifies(verifierOf(asymmetric), { ...message, timestamp: 1 }, first)).toBe(false);
      const another = verifierOf({ kind: "v1", bytes: randomBytes(32) });
      expect(() => new Webhook(another).verify(message.body, headers)).toThrow();
    }),
    { numRuns: 30 },
  );
});

test("each endpoint and each rotation has a key of its own, and the one before counts until its time", () => {
  const keyed = createKeyed(randomBytes(32));
  const at = (id: string, generation: number, more: object = {}) =>
    keysOf(keyed, { id, signature: "v1", generation, previous: null, previous_until: null, ...more }, 1000);
  const all = [at("a", 1), at("b", 1), at("a", 2), at("a", 12), at("a1", 2)].map(([key]) => key && verifierOf(key));
  expect(new Set(all).size).toBe(5);
  const rotated = { signature: "v1a" as const, previous: "v1" as const };
  expect(at("a", 2, { ...rotated, previous_until: 1001 }).map(({ kind }) => kind)).toEqual(["v1a", "v1"]);
  expect(at("a", 2, { ...rotated, previous_until: 1001 })[1]).toEqual(at("a", 1)[0]);
  expect(at("a", 2, { ...rotated, previous_until: 1000 })).toHaveLength(1);
});
