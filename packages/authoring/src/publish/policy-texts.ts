import { listAt, type Plan, type Policy, type Prose, resolveText } from "@trust-center/feed";
import type { Foreseen } from "./doubts.ts";

/**
 * Policies whose text becomes another one under the version that it has, or was announced with: who agreed to that version agreed
 * to another text. What the author calls a correction, and a text in one language more, are asked nothing.
 */
export function aboutPolicyTexts({ plan, previous }: Foreseen): { code: "policy-text"; text: string }[] {
  if (!previous) return [];
  const [inEffect, announced] = [Date.parse(plan.feed.published), Infinity].map(
    (at) => new Map(listAt(previous, at).policies?.map((policy) => [policy.id, policy])),
  ) as [Map<string, Policy>, Map<string, Policy>];
  return (listAt(plan.feed, Infinity).policies ?? []).flatMap((policy) => {
    const { id, title, version } = policy;
    const [now, then] = [inEffect.get(id), announced.get(id)];
    const known = [now, then].find((one) => one?.version === version);
    const isAnew = !then || then.version !== version || hasOtherText(then, policy);
    if (version === undefined || !known || !hasOtherText(known, policy) || !isAnew || isCorrected(plan, id)) return [];
    const text =
      `“${resolveText(title as Prose, ["en"]).value}” gets another text, and stays version ${version}: readers cannot tell which of the two they agreed to. ` +
      `Give it another \`version\`; where only words are corrected, say so in \`announce\`: [{ subject: "policy:${id}", correction: true }].`;
    return [{ code: "policy-text" as const, text }];
  });
}

const hasOtherText = ({ bodies = {} }: Policy, { bodies: now = {} }: Policy) =>
  Object.entries(bodies).some(([tag, body]) => now[tag] !== undefined && now[tag] !== body);

const isCorrected = ({ changes }: Plan, id: string) =>
  changes.some(
    ({ mode, content }) =>
      mode === "correction" &&
      content.some((atom) => atom.op === "set" && atom.type === "policy" && atom.id === id && atom.field === "bodies"),
  );
