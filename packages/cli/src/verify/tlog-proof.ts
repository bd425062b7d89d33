import { terminalReader, UsageError } from "@trust-center/authoring";
import { type LogPolicy, quorumText, TrustCenterError, verifyTlogProof } from "@trust-center/feed";
import { changeTitle } from "@trust-center/reading";
import { windowSince } from "@trust-center/sdk";
import { shortText, timesText } from "../output/times-words.ts";
import { failedOutcome } from "./feed.ts";
import { note, passed, type Step, type VerifyOutcome } from "./outcome.ts";

/**
 * Verifies a proof of a change (C2SP tlog-proof), offline.
 *
 * @throws {UsageError} without a policy that lists the log
 */
export async function verifyProofOfChange(text: string, policy: LogPolicy, now: number): Promise<VerifyOutcome> {
  if (policy.logs.length === 0) {
    throw new UsageError(
      "Expected --policy with a file that has a line log: nothing else says whose log the proof is of. `trust-center keys log` prints the key at the vendor's.",
    );
  }
  try {
    const { origin, index, size, entry, cosignatures, known, public: since } = await verifyTlogProof(text, policy, now);
    const { change } = entry;
    const left = since && change.window && windowSince(change.window, since.at);
    const short = shortText(since, left);
    const times = timesText("Announced", change.announced, since, known > 0);
    const steps: Step[] = [
      passed(`Log: ${origin}, signed by a key of the policy, at size ${size}`),
      passed(
        `Inclusion: entry ${index + 1} of it is change ${change.id}: ${changeTitle(change, terminalReader(["en"]))}`,
      ),
      ...cosignatures.map(({ name, at }) => passed(`Witness ${name}: saw that state of the log by ${at}`)),
      ...(policy.quorum
        ? [
            passed(
              `Witnesses: ${cosignatures.length} of ${known} have signed it; asked for: ${quorumText(policy.quorum)}`,
            ),
          ]
        : []),
      (since ? passed : note)(times),
      ...(short ? [note(short)] : []),
    ];
    return {
      trust: "verified",
      address: origin,
      version: entry.feed.version,
      steps,
      times: { announced: change.announced, ...(since && { public: since }), ...(left && { window: left }) },
      entry,
    };
  } catch (error) {
    if (!(error instanceof TrustCenterError)) throw error;
    return failedOutcome("the proof", error);
  }
}
