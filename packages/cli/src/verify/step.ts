import { UsageError } from "@trust-center/authoring";
import {
  readStepReceiptUnverified,
  type StepReceipt,
  sha256Hex,
  TrustCenterError,
  verifyStepReceipt,
} from "@trust-center/feed";
import { failedOutcome } from "./feed.ts";
import { failed, note, passed, type Step, type VerifyOutcome } from "./outcome.ts";
import { type HeldReceipt, pinStep } from "./receipt.ts";
import { type RootsOptions, rootsOf } from "./roots.ts";

/** Whether a receipt says that it is one of a step, and not of what was filed. */
export function isStepReceipt({ receipt }: Pick<HeldReceipt, "receipt">): boolean {
  try {
    return readStepReceiptUnverified(receipt).type === "step";
  } catch {
    return false;
  }
}

/** Verifies a receipt of a step: under its feed online, or under the roots of a published tree or of the file itself. */
export async function verifyHeldStep(held: HeldReceipt, options: RootsOptions): Promise<VerifyOutcome> {
  const stated = readStepReceiptUnverified(held.receipt);
  const address = stated.feed;
  try {
    const { roots, pin } = await rootsOf(stated, held.roots, options);
    const receipt = await verifyStepReceipt(held.receipt, roots, pin);
    const steps = [...stepSteps(receipt, options.pin), await textStep(held, receipt)];
    const trust = steps.some(({ result }) => result === "failed") ? "failed" : options.pin ? "verified" : "first-seen";
    return { trust, address, pin, steps, receipt };
  } catch (error) {
    if (!(error instanceof TrustCenterError) || error instanceof UsageError || error.code === "aborted") throw error;
    return failedOutcome(address, error);
  }
}

const sides = { objector: "the objector", publisher: "the vendor" } as const;

function stepSteps(receipt: StepReceipt, pin: string | undefined): Step[] {
  const { change, filed, action, by, at, id, step, state, outcome } = receipt;
  return [
    passed(`Signature: signed by the receipt key of ${receipt.feed}`),
    pinStep(receipt.pin, pin),
    passed(`Statement: the objection to change ${change} of ${filed} was ${action} by ${sides[by]} on ${at}`),
    passed(`Place: step ${step} of objection ${id}; another receipt with this number would contradict it`),
    passed(`State: ${state}${outcome === undefined ? "" : `, ${outcome}`}`),
  ];
}

async function textStep({ objection }: HeldReceipt, { text }: StepReceipt): Promise<Step> {
  if (text === undefined) return note("Text: nothing was written in this step");
  if (typeof objection !== "string") return note("Text: it was not given, only its hash is known");
  return (await sha256Hex(new TextEncoder().encode(objection))) === text
    ? passed("Text: this is the one that was written")
    : failed("Text: this is not the one that was written");
}
