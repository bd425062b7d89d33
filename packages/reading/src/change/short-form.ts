import { type Atom, type NoticeTerms, usualKinds } from "@trust-center/feed";

type SetAtom = Extract<Atom, { op: "set" }>;

/** The members of notice terms that are one rule: the periods, and what they are for. */
const members = ["noticePeriod", "objectionPeriod", "appliesTo"] as const;

const isOfTerms = (atom: Atom): atom is SetAtom => atom.op === "set" && atom.type === "terms";

/**
 * What a change does, where rules take the place of the short form of notice terms or it takes theirs: from one to the other,
 * and not from nothing or to nothing.
 *
 * @param terms What they are beside what changes.
 */
export function shortFormAsRule(content: readonly Atom[], terms: NoticeTerms = {}): readonly Atom[] {
  const ofTerms = (field: keyof NoticeTerms) => content.findLast((atom) => isOfTerms(atom) && atom.field === field);
  const rules = ofTerms("rules") as SetAtom | undefined;
  const side = rules?.before === undefined ? "before" : "after";
  if (!rules || rules[side] !== undefined) return content;
  const [notice, objection, kind = usualKinds] = members.map((field) => {
    const atom = ofTerms(field) as SetAtom | undefined;
    return atom ? atom[side] : terms[field];
  });
  const period = notice ?? objection;
  if (period === undefined) return content;
  const rule = { when: { kind }, notice: period, objection: objection ?? period };
  return content
    .filter((atom) => !isOfTerms(atom) || !members.some((member) => member === atom.field))
    .map((atom) => (atom === rules ? { ...rules, [side]: [rule] } : atom));
}
