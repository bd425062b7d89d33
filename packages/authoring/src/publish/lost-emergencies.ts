import { type Prose, resolveText } from "@trust-center/feed";
import type { Foreseen } from "./doubts.ts";

/**
 * Emergencies that are to come, and get the notice of the terms by an edit that does not say again that they are such: what cannot
 * wait would wait.
 */
export function aboutLostEmergencies({ plan, previous }: Foreseen): { code: "emergency"; text: string }[] {
  return plan.changes.flatMap((change) => {
    const { touches, effective, mode, name, subject } = change;
    const before = previous?.open?.find(({ id }) => touches?.how === "amends" && id === touches.change);
    // What was announced, and begins sooner as an emergency, keeps the day that the terms gave it.
    const isEarly = before && (before.mode === "emergency" || (before.due && (before.effective ?? "9") < before.due));
    if (!isEarly || before.effective === null || mode === "emergency") return [];
    if (effective !== null && effective <= before.effective) return [];
    const { type, id = type } = subject;
    const key = type === "subprocessor" || id === type ? id : `${type}:${id}`;
    const day = before.effective.replace("T00:00:00Z", "");
    const text =
      `“${resolveText(name as Prose, ["en"]).value || id}” had its day on ${day} as an emergency, and gets the notice of your terms by this edit: it starts ` +
      `${effective === null ? "once it is approved" : `on ${effective}`}. Where it cannot wait, say so: announce: [{ subject: ${key}, emergency: true, effective: ${day}, reason: … }].`;
    return [{ code: "emergency" as const, text }];
  });
}
