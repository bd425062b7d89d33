import { type Mutant, mutantsOf } from "./mutant.ts";

const folder = "packages/feed/src/changes";
const tests = [folder];

/** What changes are, what they do to a list, and what is held against a publisher. */
export const changeMutants: readonly Mutant[] = [
  ...mutantsOf(`${folder}/differences.ts`, tests, [
    {
      name: "a policy changes without an entry",
      text: "return subjectTypes.flatMap((type) => {",
      becomes: 'return subjectTypes.filter((type) => type !== "policy").flatMap((type) => {',
      untruth: "A policy is replaced, and the history says nothing.",
    },
    {
      name: "what takes over a name takes over an id",
      text: " && !replacesOf(item).includes(old.id));",
      becomes: ");",
      untruth: "Another company's arrival is signed as a new id of the one that leaves.",
    },
    {
      name: "of namesakes the least alike",
      text: "differingFields(a, item).length - differingFields(b, item).length",
      becomes: "differingFields(b, item).length - differingFields(a, item).length",
      untruth: "The facts of one namesake are signed as those of another.",
    },
  ]),
  ...mutantsOf(`${folder}/fields.ts`, tests, [
    {
      name: "no place at all is fewer places",
      text: "if (!rule.lessIsLess || isEmpty(after)) return false;",
      becomes: "if (!rule.lessIsLess) return false;",
      untruth: "An announced location is taken out as narrower, and the list no longer says where the data is.",
    },
    {
      name: "fewer safeguards are narrower",
      text: 'safeguards: { kind: "transfer-mechanism", prose: true, set: true },',
      becomes: 'safeguards: { kind: "transfer-mechanism", prose: true, set: true, lessIsLess: true },',
      untruth: "A safeguard that was announced disappears without notice.",
    },
    {
      name: "a language less is wording",
      text: "found.get(tag) === formOf(text, rule));",
      becomes: "!found.has(tag) || found.get(tag) === formOf(text, rule));",
      untruth: "A text is taken away and comes back saying something else, and both are corrections.",
    },
    {
      name: "two items find the same partner",
      text: "if (before !== undefined && !finds(before, tried)) return false;",
      becomes: "",
      untruth: "One of two places is replaced by a translation of the other, and it is called wording.",
    },
    {
      name: "what becomes a processor is removed",
      text: 'return isProcessorRole(after) ? "added" : "removed";',
      becomes: 'return isProcessorRole(after) ? "removed" : "added";',
      untruth: "An entry that becomes a sub-processor is announced as leaving, without a time to object.",
    },
  ]),
  ...mutantsOf(`${folder}/same.ts`, tests, [
    {
      name: "a sign is punctuation",
      text: "if (literal.test(bare)) return signed + bare;",
      becomes: "if (literal.test(bare)) return bare;",
      untruth: "−5 % becomes 5 %, and it is called wording.",
    },
    {
      name: "a small digit is a digit",
      text: '.normalize("NFC")',
      becomes: '.normalize("NFKC")',
      untruth: "10² becomes 102, and it is called wording.",
    },
    {
      name: "companies are alike by their form",
      text: "return new Set(telling.length > 0 ? telling : all);",
      becomes: "return new Set(all);",
      untruth: "An id is handed from one Ltd to another Ltd as a new name of the same company.",
    },
  ]),
  ...mutantsOf(`${folder}/replaces.ts`, tests, [
    {
      name: "only the first is replaced",
      text: 'item.replaces.filter((id) => typeof id === "string")',
      becomes: 'item.replaces.filter((id) => typeof id === "string").slice(0, 1)',
      untruth: "Of two entries that one replaces, the second leaves on a day of its own.",
    },
  ]),
  ...mutantsOf(`${folder}/state.ts`, tests, [
    {
      name: "what is in effect applies again",
      text: "(change) => isAhead(change, state.at) && effectiveOf(change) <= at",
      becomes: "(change) => effectiveOf(change) <= at",
      untruth: "A change in effect overwrites what was said after it.",
    },
    {
      name: "what came back has left",
      text: "this.#leavers().delete(subjectKey(atom.type, id));",
      becomes: "",
      untruth: "An entry stands in the list and among those that have left it.",
    },
    {
      name: "plans outlive what they are about",
      text: "if (!isAhead(change, at)) return [change];",
      becomes: "if (at > 0) return [change];",
      untruth: "The list goes on announcing facts of an entry that has left.",
    },
    {
      name: "what comes with a newcomer is void before it",
      text: "return this.#arrivals.get(key) ?? 0;",
      becomes: "return 0;",
      untruth: "What is announced of an entry that is announced to come is no longer announced.",
    },
    {
      name: "what became void on the way comes on its day",
      text: "left.set(change, draft.left([change], day - 1));",
      becomes: "left.set(change, [change]);",
      untruth: "A change of who has left by then is open again once its day has passed.",
    },
    {
      name: "open until the last whole second",
      text: "open.filter((change) => endOf(change) > at);",
      becomes: "open.filter((change) => endOf(change) > at + 1000);",
      untruth: "A change is no longer open while one may still object to it.",
    },
  ]),
  ...mutantsOf(`${folder}/touch.ts`, tests, [
    {
      name: "what was withdrawn still applies",
      text: "const left = open.content.filter((atom) => !taken.has(keyOf(atom)));",
      becomes: "const left = open.content.filter((atom) => !taken.has(keyOf(atom)) || true);",
      untruth: "A change that was taken back takes effect on its day.",
    },
    {
      name: "a moved emergency is forgotten",
      text: '...(mode === "emergency" && { mode })',
      becomes: "",
      untruth: "A change that came early as an emergency stands in the list as an ordinary one.",
    },
    {
      name: "the start of a segment is everybody's",
      text: "if (segments) return [{ ...open, ...(open.window && { window: startedFor(segments, open.window) }) }];",
      becomes: "",
      untruth: "Customers who wait for their approval are said to have no day, though they were started.",
    },
    {
      name: "what was expected stays expected",
      text: "const { expected: _, ...dated } = open;",
      becomes: "const { ...dated } = open;",
      untruth: "A change that has its day still says about when it is expected.",
    },
  ]),
  ...mutantsOf(`${folder}/record.ts`, tests, [
    {
      name: "the start of a segment starts what others have",
      text: "touches.segments ? undefined : open.find(",
      becomes: "open.find(",
      untruth: "Facts that were changed since are set back on the day on which a segment is started.",
    },
  ]),
  ...mutantsOf(`${folder}/segment-start.ts`, tests, [
    {
      name: "a segment starts before its time to object is over",
      text: 'effective === null || approval === "required" ? toInstant(Date.parse(deadline) + 1000) : effective;',
      becomes: 'effective ?? "";',
      untruth: "Customers who may still object are told that it began for them.",
    },
    {
      name: "whose day has come is started again",
      text: '(approval === "required" && Date.parse(effective) > at)',
      becomes: 'approval === "required"',
      untruth: "What holds for a segment is signed as beginning later.",
    },
  ]),
  ...mutantsOf(`${folder}/replay.ts`, tests, [
    {
      name: "who has left is not held to the log",
      text: "return canonical([version, at, sorted, open, former.map(canonical).sort()]);",
      becomes: "return canonical([version, at, sorted, open]);",
      untruth: "A company disappears from those that have left, and the strict replay finds nothing.",
    },
    {
      name: "what is open is not held to the log",
      text: "return canonical([version, at, sorted, open, former.map(canonical).sort()]);",
      becomes: "return canonical([version, at, sorted, former.map(canonical).sort()]);",
      untruth: "An announced change stands in the list with another day than in the history.",
    },
  ]),
  ...mutantsOf(`${folder}/standing.ts`, tests, [
    {
      name: "who is gone again replaces somebody",
      text: 'if (kind !== "replaced" || isAhead(change, at) ||',
      becomes: 'if (kind === "replaced" || isAhead(change, at) ||',
      untruth: "The list says that somebody replaces who left, and nobody is there.",
    },
    {
      name: "what leaves is simply active",
      text: 'leaving.has(entry.id) ? "sunset" : "active"',
      becomes: '"active"',
      untruth: "An entry whose leaving is announced is shown as staying.",
    },
    {
      name: "what is planned is not shown",
      text: 'if (atom.op === "put" && ahead) planned.push(atom.item as Subprocessor);',
      becomes: "",
      untruth: "An announced sub-processor is not shown.",
    },
  ]),
  ...mutantsOf(`${folder}/settled.ts`, tests, [
    {
      name: "a new id is a departure",
      text: 'type === "subprocessor" && now === undefined',
      becomes: 'type === "subprocessor"',
      untruth: "An entry that got a new id is shown as having left.",
    },
  ]),
  ...mutantsOf(`${folder}/as-of.ts`, tests, [
    {
      name: "said later about the past",
      text: "const acts = Math.max(from, heard.dated);",
      becomes: "const acts = from;",
      untruth: "A correction of the past loses against what it corrects.",
    },
    {
      name: "what was said at the instant is unknown",
      text: "if (at > known ||",
      becomes: "if (at >= known ||",
      untruth: "What was known at the second of a publish leaves that publish out.",
    },
    {
      name: "a segment's own dates do not count",
      text: "effectiveOf(segment === undefined ? heard.change : { effective: dayFor(heard.change, segment) })",
      becomes: "effectiveOf(heard.change)",
      untruth: "A customer reads that a change holds for it before its own day.",
    },
  ]),
  ...mutantsOf(`${folder}/day-for.ts`, tests, [
    {
      name: "what was approved waits on",
      text: ' || approval === "required"',
      becomes: "",
      untruth: "What has started goes on waiting for the approval of a segment, and is never over.",
    },
    {
      name: "an emergency waits for those with a longer notice",
      text: ' || mode === "emergency"',
      becomes: "",
      untruth: "Customers whose data is with a new sub-processor are told that it begins in sixty days.",
    },
    {
      name: "an own day before the first",
      text: " || (own && own < effective)",
      becomes: "",
      untruth: "A customer reads that a change which was moved holds for it before it holds for anybody.",
    },
    {
      name: "a segment's day is everybody's",
      text: "?? window)?.effective;",
      becomes: ")?.effective;",
      untruth: "Customers with the longer notice read the day of those with the shorter.",
    },
  ]),
  ...mutantsOf(`${folder}/left-of.ts`, tests, [
    {
      name: "what was void comes with who is back",
      text: "[...others.flatMap(departuresOf), ...undone]",
      becomes: "others.flatMap(departuresOf)",
      untruth: "A change that became void with its entry is told to take effect once the entry is back.",
    },
  ]),
  ...mutantsOf(`${folder}/audit.ts`, tests, [
    {
      name: "segments may have less time",
      text: "return (promised.segments ?? []).every(({ id, deadline }) => (own.get(id) ?? window.deadline) >= deadline);",
      becomes: "return own.size >= 0;",
      untruth: "A customer segment has less time to object than promised, and nobody is told.",
    },
    {
      name: "nobody's own day is judged",
      text: 'own !== null && due !== null && own < due && "too-early"',
      becomes: "false",
      untruth:
        "A change starts for a segment before its own notice is over, and nothing is held against the publisher.",
    },
    {
      name: "an amendment comes sooner",
      text: 'sooner === true && effective !== null && "too-early",',
      becomes: "",
      untruth: "An amended change takes effect before the day that was announced, and nobody is told.",
    },
    {
      name: "a move needs no approval",
      text: 'touches?.how === "moves" && old.approval === "required" && old.effective === null && "not-approved",',
      becomes: "",
      untruth: "What waits for approval is given a day, and nobody is told.",
    },
    {
      name: "a plan taken back brings facts in",
      text: '!(undoes && isOver) && "smuggled-facts"',
      becomes: '!undoes && "smuggled-facts"',
      untruth: "A withdrawal of a plan takes an entry out at once, and nobody is told.",
    },
    {
      name: "an emergency that is taken back goes on",
      text: 'taken.some((atom) => holds(atom, start, end)) && "hidden-window"',
      becomes: 'taken.some((atom) => !atom && holds(atom, start, end)) && "hidden-window"',
      untruth: "A publisher ends the time to object to what stays as it is, and nobody is told.",
    },
    {
      name: "who is back is another",
      text: "!now && same(atom.item, left?.get(keyOf(atom)))",
      becomes: "!now",
      untruth: "With an emergency that is over an entry comes back with facts that it never had, and nobody is told.",
    },
    {
      name: "who never left is back",
      text: "!now && same(atom.item, left?.get(keyOf(atom)))",
      becomes: "same(atom.item, left?.get(keyOf(atom)))",
      untruth: "An emergency that is over gives an entry facts of long ago, and nobody is told.",
    },
    {
      name: "an id that is taken is given again",
      text: "state.facts[type].some(({ id }) => id === to) || isOthers",
      becomes: "isOthers",
      untruth: "One entry is put in the place of another by a new id, and nobody is told.",
    },
    {
      name: "a window that opens late",
      text: 'window !== undefined && window.opens !== announced && "hidden-window",',
      becomes: "",
      untruth: "A time to object opens days after the announcement, and nobody is told.",
    },
    {
      name: "a narrowing may widen",
      text: 'if (how === "narrows") return !isPart(atom, before) && "wider-than-announced";',
      becomes: 'if (how === "narrows") return false;',
      untruth: "More than was announced comes as less, and nobody is told.",
    },
    {
      name: "a departure joins whom it likes",
      text: '(atom.op !== "drop" || !isHeir(atom.id)) && "no-successor"',
      becomes: 'atom.op !== "drop" && "no-successor"',
      untruth: "An entry leaves with another that does not replace it, and nobody is told.",
    },
    {
      name: "terms of the same version date it",
      text: "datesByTerms(start.facts.terms[0] as NoticeTerms | undefined, {\n      kind: change.kind,\n      type: atom.type,\n      before: subjectsOfCached(start).get(key),",
      becomes:
        'datesByTerms((wanted.get("terms/terms") ?? {}) as NoticeTerms, {\n      kind: change.kind,\n      type: atom.type,\n      before: subjectsOfCached(start).get(key),',
      untruth: "A publisher shortens its terms together with the change that they would have delayed.",
    },
  ]),
];
