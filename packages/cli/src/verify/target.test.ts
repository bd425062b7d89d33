import { expect, test } from "vitest";
import { addressFrom, looksLikeAddress } from "./target.ts";

test.each([
  ["localhost:8801", "http://localhost:8801/.well-known/trust-center/"],
  ["127.0.0.1:8801/trust/", "http://127.0.0.1:8801/trust/"],
  ["acme.example", "https://acme.example/.well-known/trust-center/"],
])("%s is an address", (typed, address) => {
  expect([looksLikeAddress(typed), addressFrom(typed)]).toEqual([true, address]);
});

test.each(["localhosts", "trust", "receipt.jws", "127.txt"])("%s is none", (typed) => {
  expect(looksLikeAddress(typed)).toBe(false);
});
