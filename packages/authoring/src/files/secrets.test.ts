import { expect, test } from "vitest";
import { secretIn } from "./secrets.ts";

const letters = (count: number) => "aB3".repeat(count).slice(0, count);

test.each([
  ["-----BEGIN PRIVATE KEY-----\nMC4C", "a private key"],
  ["-----BEGIN ENCRYPTED PRIVATE KEY-----", "a private key"],
  ["-----BEGIN OPENSSH PRIVATE KEY-----", "a private key"],
  ["-----BEGIN RSA PRIVATE KEY-----", "a private key"],
  ["-----BEGIN PGP PRIVATE KEY BLOCK-----", "a private key"],
  [JSON.stringify({ text: "-----BEGIN EC PRIVATE KEY-----\nMC" }), "a private key"],
  ["PuTTY-User-Key-File-3: ssh-ed25519", "a private key"],
  [`AGE-SECRET-KEY-1${"Q2".repeat(29)}`, "a private key"],
  [JSON.stringify({ kty: "OKP", crv: "Ed25519", d: letters(43), x: letters(43) }), "a private key"],
  [JSON.stringify({ text: JSON.stringify({ kty: "EC", d: letters(43) }) }), "a private key"],
  [`kty: OKP\nd: ${letters(43)}`, "a private key"],
  [`AKIA${"A1".repeat(8)}`, "an access key of AWS"],
  [`ghp_${letters(36)}`, "a token of GitHub"],
  [`github_pat_${letters(60)}`, "a token of GitHub"],
  [`glpat-${letters(20)}`, "a token of GitLab"],
  [`npm_${letters(36)}`, "a token of npm"],
  [`xoxb-${letters(12)}`, "a token of Slack"],
  [`sk_live_${letters(24)}`, "a key of Stripe"],
  [`AIza${letters(35)}`, "a key of Google"],
])("%j is %s", (text, what) => expect(secretIn(`Our policy\n${text}`)?.what).toBe(what));

test.each([
  "We keep private keys in an HSM. A PRIVATE KEY is never published.",
  "-----BEGIN PUBLIC KEY-----\nMCow",
  JSON.stringify({ kty: "OKP", crv: "Ed25519", x: letters(43) }),
  `sha256-${letters(43)}`,
  JSON.stringify({ protected: letters(80), signature: letters(86) }),
  JSON.stringify({ id: letters(64) }),
])("%j is nothing secret", (text) => expect(secretIn(text)).toBeUndefined());

test("the line is said", () => expect(secretIn("a\nb\n-----BEGIN PRIVATE KEY-----")?.line).toBe(3));
