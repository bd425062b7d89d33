import { dayText } from "@trust-center/reading";
import { type Cosignature, quorumText, type TrustCenter, TrustCenterError, weighWitnesses } from "@trust-center/sdk";
import { html, nothing, type TemplateResult } from "lit";
import { icon } from "../view/icons.ts";
import { moreWords } from "../view/reader.ts";
import type { View } from "../view/view.ts";

/** What is known of the witnesses that a page names: who signed and when, or why that cannot be told. */
export interface Witnessed {
  names: readonly string[];
  signed: readonly Cosignature[];
  /** Where the page asks for a quorum. */
  quorum?: { isMet: boolean; known: number; asked: string };
  /** The page names logs, and this is none of them. */
  isUnlisted?: boolean;
  problem?: TrustCenterError;
}

/**
 * Asks the checkpoint of a list for the witnesses that a page names: by their verifier keys, separated by white space, or
 * by a policy (C2SP tlog-policy), which has a line `quorum`.
 */
export async function witnessed({ head }: TrustCenter, attribute: string | undefined, now: number): Promise<Witnessed> {
  const named = attribute ?? "";
  const keys = named.split(/\s+/).filter(Boolean);
  const isPolicy = /^[ \t]*quorum[ \t]/m.test(named);
  try {
    const options = isPolicy ? { logPolicy: named.replace(/\r\n?/g, "\n") } : { witnesses: keys };
    const found = await weighWitnesses(head.checkpoint, { ...options, now });
    const { witnesses, quorum } = found.policy;
    return {
      names: witnesses.map(({ name }) => name),
      signed: found.cosignatures,
      isUnlisted: !found.isListed,
      ...(quorum && { quorum: { isMet: found.isMet, known: found.known, asked: quorumText(quorum) } }),
    };
  } catch (problem) {
    if (!(problem instanceof TrustCenterError)) throw problem;
    return { names: isPolicy ? [] : keys.map((key) => key.split("+", 1)[0] ?? key), signed: [], problem };
  }
}

/** One line a witness. A witness that has not looked yet is no fault; a signature that does not verify is. */
export function witnessLines({ language }: View, found: Witnessed | undefined): TemplateResult | typeof nothing {
  if (!found) return nothing;
  const t = moreWords({ language });
  const line = (state: "verified" | "seen", words: string) =>
    html`<li class=${state === "seen" ? "no" : ""}>${icon(state)}<span>${words}</span></li>`;
  const { names, signed, quorum, isUnlisted, problem } = found;
  if (problem?.code === "signature-invalid") {
    const { witness } = problem.evidence;
    return line("seen", t("check_witnessBroken", { name: String(witness ?? names.join(", ")) }));
  }
  if (problem) {
    const { line: number } = problem.evidence;
    return line("seen", t("check_witnessesUnread", { problem: [problem.code, number].filter(Boolean).join(":") }));
  }
  return html`${isUnlisted ? line("seen", t("check_unlisted")) : nothing}
  ${
    quorum
      ? line(
          quorum.isMet ? "verified" : "seen",
          t("check_quorum", { number: signed.length, known: quorum.known, asked: quorum.asked }),
        )
      : nothing
  }
  ${names.map((name) => {
    const at = signed.find((one) => one.name === name)?.at;
    return at === undefined
      ? line("seen", t("check_unwitnessed", { name }))
      : line("verified", t("check_witnessed", { name, date: dayText(language.tag, at) }));
  })}`;
}
