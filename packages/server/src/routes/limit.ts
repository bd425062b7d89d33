import type { Context } from "hono";
import { clientNetwork } from "../http/client.ts";
import { Refusal } from "../http/problem.ts";
import { refused } from "../proof/challenge.ts";
import type { ProofFault } from "../store/proofs.ts";
import type { AppDeps } from "./deps.ts";

const faults: Readonly<Record<ProofFault, string>> = {
  expired: "The proof has expired.",
  used: "This proof was used before.",
};

export const proofRefusal = (fault: ProofFault): Refusal => refused(faults[fault]);

/** @param wait Milliseconds until it is not one too many. */
export function tooMany(wait: number): Refusal {
  const retryAfter = Math.ceil(wait / 1000);
  return new Refusal(429, "rate", `Too many requests. Try again in ${Math.ceil(retryAfter / 60)} min.`, { retryAfter });
}

/** The key under which objections from one network are counted. */
export const objectionsFrom = ({ keyed, trustProxy }: AppDeps, context: Context): string =>
  `objection ${keyed.hash("network", clientNetwork(context, trustProxy))}`;
