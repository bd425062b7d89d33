import { dayText } from "@trust-center/reading";
import type { Cosignature } from "@trust-center/sdk";
import { checkWitnesses, type TrustCenter } from "@trust-center/sdk";
import { html, nothing, type TemplateResult } from "lit";
import { icon } from "../view/icons.ts";
import { moreWords } from "../view/reader.ts";
import type { View } from "../view/view.ts";

/** What is known of the witnesses that a page names: who signed and when, or that one of the signatures is none. */
export interface Witnessed {
  names: readonly string[];
  signed: readonly Cosignature[];
  broken: boolean;
}

/** Asks the checkpoint of a list for the witnesses that a page names by their verifier keys, separated by white space. */
export async function witnessed({ head }: TrustCenter, keys: string | undefined, now: number): Promise<Witnessed> {
  const witnesses = (keys ?? "").split(/\s+/).filter(Boolean);
  const names = witnesses.map((key) => key.split("+", 1)[0] ?? key);
  try {
    return { names, signed: await checkWitnesses(head.checkpoint, { witnesses, now }), broken: false };
  } catch {
    return { names, signed: [], broken: true };
  }
}

/** One line a witness. A witness that has not looked yet is no fault; a signature that does not verify is. */
export function witnessLines({ language }: View, found: Witnessed | undefined): TemplateResult | typeof nothing {
  if (!found) return nothing;
  const t = moreWords({ language });
  const line = (state: "verified" | "seen", words: string) =>
    html`<li class=${state === "seen" ? "no" : ""}>${icon(state)}<span>${words}</span></li>`;
  if (found.broken) return line("seen", t("check_witnessBroken", { name: found.names.join(", ") }));
  return html`${found.names.map((name) => {
    const at = found.signed.find((one) => one.name === name)?.at;
    return at === undefined
      ? line("seen", t("check_unwitnessed", { name }))
      : line("verified", t("check_witnessed", { name, date: dayText(language.tag, at) }));
  })}`;
}
