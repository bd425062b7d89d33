import { verify } from "../commands/verify.ts";
import { type Declaration, now, pin } from "./declaration.ts";

/** What readers do with the lists of others. */
export const reading: Declaration[] = [
  {
    name: "verify",
    summary: "verify a feed, a published folder, or a receipt",
    arguments: [{ name: "<target>", about: "an address, a folder, or a file with a receipt" }],
    options: [
      pin,
      ["--state <folder>", "remember here what was seen, to notice rollbacks and rewritten history"],
      ["--root <folder>", "for a receipt: a published tree to verify it under, offline"],
      ["--no-strict", "do not replay the whole history"],
      now,
    ],
    examples: [
      "trust-center verify https://acme.example/.well-known/trust-center/ --pin sha256-… --state ~/.trust-center",
      "trust-center verify ./public/.well-known/trust-center",
      "trust-center verify receipt.json --pin sha256-…",
    ],
    action: verify,
  },
];
