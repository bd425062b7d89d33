import { type Atom, type NoticeTerms, usualKinds, usualRole } from "@trust-center/feed";

type SetAtom = Extract<Atom, { op: "set" }>;

/** What is meant by members where they are absent. */
const usual: Readonly<Record<string, unknown>> = {
  "subprocessor#role": usualRole,
  "terms#appliesTo": usualKinds,
};

/** Periods of notice terms: where one is not stated it is the other (docs/specification.md, §11.6). */
const otherPeriod: Readonly<Record<string, "noticePeriod" | "objectionPeriod">> = {
  noticePeriod: "objectionPeriod",
  objectionPeriod: "noticePeriod",
};

/**
 * What a change does, with what is meant by what it leaves out, and with a new id as the fact that it is. What it states that
 * was meant before has the same value twice.
 *
 * @param terms Once it holds: a period that is stated no more is the other one.
 */
export function asMeant(content: readonly Atom[], terms: NoticeTerms = {}): Atom[] {
  const ofTerms = (field: keyof NoticeTerms): Pick<SetAtom, "before" | "after"> =>
    content.findLast((atom): atom is SetAtom => atom.type === "terms" && atom.op === "set" && atom.field === field) ?? {
      before: terms[field],
      after: terms[field],
    };
  const rules = ofTerms("rules");
  const givers = (["noticePeriod", "objectionPeriod", "segments"] as const).map(ofTerms);
  // Terms without any period ask for notice of nothing. Where none comes or goes with it, there is one.
  const isGiven = (side: "before" | "after") =>
    givers.every((one) => !("op" in one)) || givers.some((one) => one[side]);
  return content.map((atom): Atom => {
    const { type } = atom;
    if (atom.op === "rekey") return { op: "set", type, id: atom.to, field: "id", before: atom.id, after: atom.to };
    // Beside rules the short form of terms says nothing, and means nothing where it is absent.
    if (atom.op !== "set" || (type === "terms" && (rules.before ?? rules.after))) return atom;
    const { field, before, after } = atom;
    const other = otherPeriod[field];
    const member = usual[`${type}#${field}`];
    const usually = (side: "before" | "after") => (type !== "terms" || isGiven(side) ? member : undefined);
    const meant = other ? ofTerms(other) : { before: usually("before"), after: usually("after") };
    return { ...atom, before: before ?? meant.before, after: after ?? meant.after };
  });
}
