import { UsageError } from "@trust-center/authoring";
import {
  type NoticeEvidence,
  readNoticeEvidenceUnverified,
  sha256Hex,
  TrustCenterError,
  verifyNoticeEvidence,
} from "@trust-center/feed";
import { failedOutcome } from "./feed.ts";
import { failed, note, passed, type Step, type VerifyOutcome } from "./outcome.ts";
import { historySteps, pinStep } from "./receipt.ts";
import { type RootsOptions, rootsOf } from "./roots.ts";

/** Evidence of a change as the service hands it out, with the roots of its key. */
export interface HeldEvidence {
  evidence: string;
  roots?: unknown;
}

/** Undefined where a text is none. */
export function parseHeldEvidence(text: string): HeldEvidence | undefined {
  try {
    const { evidence, roots } = JSON.parse(text) as HeldEvidence;
    return typeof evidence === "string" ? { evidence, roots } : undefined;
  } catch {
    return undefined;
  }
}

/** Verifies evidence of a change: under its feed online, or under the roots of a published tree or of the file itself. */
export async function verifyHeldEvidence(held: HeldEvidence, options: RootsOptions): Promise<VerifyOutcome> {
  let address = "";
  try {
    const stated = readNoticeEvidenceUnverified(held.evidence);
    address = stated.feed;
    const { roots, pin, center } = await rootsOf(stated, held.roots, options);
    const evidence = await verifyNoticeEvidence(held.evidence, roots, pin);
    const steps = [
      ...(await evidenceSteps(evidence, options.pin)),
      ...(center ? await historySteps(evidence, center, "evidence") : []),
    ];
    const trust = steps.some(({ result }) => result === "failed") ? "failed" : options.pin ? "verified" : "first-seen";
    return { trust, address, pin, version: evidence.version, steps, evidence };
  } catch (error) {
    if (!(error instanceof TrustCenterError) || error instanceof UsageError || error.code === "aborted") throw error;
    return failedOutcome(address, error);
  }
}

async function evidenceSteps(evidence: NoticeEvidence, pin: string | undefined): Promise<Step[]> {
  const { change, announced, made, version, sha256, notices } = evidence;
  const count = (state: string) => notices.filter((notice) => notice.state === state).length;
  return [
    passed(`Signature: signed by the receipt key of ${evidence.feed}`),
    pinStep(evidence.pin, pin),
    passed(`Statement: as of ${made}, notices told of change ${change}, announced on ${announced}`),
    passed(`Feed: announced in version ${version}, SHA-256 ${sha256}`),
    note(
      `Notices: ${count("sent")} taken, ${count("unknown")} without an answer, ${count("failed")} refused or come back`,
    ),
    ...untoldSteps(evidence),
    ...objectionSteps(evidence),
    await textStep(evidence),
  ];
}

function untoldSteps({ untold }: NoticeEvidence): Step[] {
  const byWhy = Map.groupBy(untold, ({ why }) => why);
  return [...byWhy].map(([why, some]) => note(`Not told: ${some.length} whom contracts name, because: ${why}`));
}

/** What became of objections. Their receipts stand beside, and are verified one by one. */
function objectionSteps({ objections }: NoticeEvidence): Step[] {
  if (objections === undefined) return [];
  const byOutcome = Map.groupBy(objections, ({ state, outcome }) => (outcome ? `${state} (${outcome})` : state));
  const each = [...byOutcome].map(([state, some]) => `${some.length} ${state}`).join(", ");
  return [note(`Objections: ${each || "none"}`)];
}

/** Whether each text is what its hash names, and each notice's is there. */
async function textStep({ texts, notices }: NoticeEvidence): Promise<Step> {
  const hashes = new Set<string>();
  for (const { text, sha256 } of texts) {
    if ((await sha256Hex(new TextEncoder().encode(text))) !== sha256)
      return failed(`Texts: ${sha256} is not the hash of its text`);
    hashes.add(sha256);
  }
  const missing = notices.filter(({ text }) => !hashes.has(text)).length;
  return missing === 0
    ? passed(`Texts: ${texts.length}, each the one that its hash names`)
    : failed(`Texts: those of ${missing} notices are not among them`);
}
