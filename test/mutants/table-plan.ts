import { type Mutant, mutantsOf } from "./mutant.ts";

const folder = "packages/feed/src/changes/plan";
const tests = ["packages/feed/src/changes"];

/** How an author's edit is said. */
export const planMutants: readonly Mutant[] = [
  ...mutantsOf(`${folder}/decide.ts`, tests, [
    {
      name: "a day before the terms allow",
      text: "if (dates && wanted !== undefined && wanted < Date.parse(dates.due))",
      becomes: "if (!dates && wanted === Infinity)",
      untruth: "An author's day is signed though the terms give a later one.",
    },
    {
      name: "what waits for approval stops waiting",
      text: 'if (amended?.effective === null && amended.approval === "required") {',
      becomes: 'if (amended?.effective === "" && amended.approval === "required") {',
      untruth: "An amended change starts without the approval that was promised for it.",
    },
    {
      name: "words explain twice",
      text: "this.#situation.explained.has(announced.digest) && !announced.again",
      becomes: "this.#situation.explained.size < 0 && !announced.again",
      untruth: "The reason of an earlier change is signed as that of another.",
    },
    {
      name: "an emergency is an announcement",
      text: 'const said: Saying = { ...saying, mode: "emergency", effective, needsNotice: dates !== undefined };',
      becomes: "const said: Saying = { ...saying, effective, needsNotice: dates !== undefined };",
      untruth: "What came without notice is not called an emergency.",
    },
    {
      name: "who came in an emergency and is replaced never came",
      text: "const emergency = followed ? undefined : this.#emergency(",
      becomes: "const emergency = this.#emergency(",
      untruth: "A replacement that took place is signed as taken back.",
    },
    {
      name: "a withdrawn emergency stays open",
      text: "if (emergency) return [{ ...withdrawal(emergency, [key], subject), atom }];",
      becomes: "",
      untruth: "An emergency that is over is still open to objection.",
    },
    {
      name: "a namesake comes unasked",
      text: "if (announced?.renamed || announced?.correction || !isAnotherCompany(before, after)) return;",
      becomes: "if (announced || !isAnotherCompany(before, after)) return;",
      untruth: "Any word of the author's makes one company another.",
    },
    {
      name: "an id goes to another company",
      text: "if (!old || !isAnotherCompany(old.name, item.name)) return;",
      becomes: "if (!old || old.id === item.id) return;",
      untruth: "An id that left the list names another company.",
    },
    {
      name: "in use and not yet",
      text: "this.#refuseInUse(item as Item, saying);",
      becomes: "",
      untruth: "An entry in use since today is announced as starting in thirty days.",
    },
    {
      name: "a narrower fact is announced again",
      text: 'if (isNarrower(anew, atom.before)) return [patch("narrows", "amendment")];',
      becomes: "",
      untruth: "A new time to object opens over what only became less.",
    },
    {
      name: "what it replaces stays for ever",
      text: "[...[atom, ...along].map((one)",
      becomes: "[...[atom].map((one)",
      untruth: "A replacement that is announced again leaves the departure on the old day.",
    },
    {
      name: "who leaves takes over",
      text: '...(type === "subprocessor" ? this.#takenOver(id) : []),',
      becomes: "",
      untruth: "An entry is said to be replaced by one that has left.",
    },
    {
      name: "who takes over from nobody takes somebody along",
      text: "? [...said, ...this.#leftBy(id, atom.after)] : said",
      becomes: "? said : said",
      untruth: "An entry is said to be replaced by one that does not replace it.",
    },
    {
      name: "what it replaces no more leaves with it",
      text: 'type === "subprocessor" ? this.#leftBy(item.id, item.replaces) : []',
      becomes: "[]",
      untruth: "An arrival is said to replace what it no longer replaces.",
    },
    {
      name: "what it replaces no more leaves at once",
      text: 'const keeps = said.mode === "immediate" &&',
      becomes: "const keeps = false &&",
      untruth: "A departure comes sooner than it was announced for.",
    },
    {
      name: "words about a group go unheard",
      text: 'return group === undefined ? undefined : about({ type: "group", id: group });',
      becomes: "return undefined;",
      untruth: "An emergency of a group is signed as an announcement of its members.",
    },
  ]),
  ...mutantsOf(`${folder}/plan.ts`, tests, [
    {
      name: "a removal cannot be taken back",
      text: "[backUnderNewIds, newIds, calledOff, broughtBack, handedOver]",
      becomes: "[backUnderNewIds, newIds, calledOff, handedOver]",
      untruth: "An entry that the author keeps leaves on the announced day.",
    },
    {
      name: "a succession that is off is a removal that is off",
      text: "[backUnderNewIds, newIds, calledOff, broughtBack, handedOver]",
      becomes: "[backUnderNewIds, newIds, broughtBack, handedOver]",
      untruth: "A merge that is taken back is told as a removal that nobody announced.",
    },
    {
      name: "a day of the terms is one of UTC",
      text: "zoneOf(termsOf(state?.facts ?? wanted))",
      becomes: '"UTC"',
      untruth: "A change starts hours before or after the day that its author named.",
    },
    {
      name: "moved before its day",
      text: "if ((day < first || effective < state.at) && !emergency)",
      becomes: "if (effective < state.at && !emergency)",
      untruth: "A change is moved to a day before the terms allow.",
    },
    {
      name: "two entries of one id",
      text: "for (const type of manyTypes) refuseDuplicates(wanted[type]);",
      becomes: "",
      untruth: "One of two entries with the same id is signed, and the other lost.",
    },
    {
      name: "what is dated later is in effect",
      text: "const isLater = ({ effective = 0, expected }: Announcement) => effective > now || expected !== undefined;",
      becomes: "const isLater = ({ effective = 0 }: Announcement) => effective > now;",
      untruth: "The first list shows as in use what is only expected.",
    },
  ]),
  ...mutantsOf(`${folder}/emergencies-over.ts`, tests, [
    {
      name: "who left in an emergency that is over returns with notice",
      text: "= history && hasLeft ?",
      becomes: "= history && !hasLeft ?",
      untruth: "The list names nobody where the old one is in use again, for as long as a notice takes.",
    },
    {
      name: "who came in an emergency stays when who left is back",
      text: "return stays.has(key) ? [] : [",
      becomes: "return stays.has(key) || key ? [] : [",
      untruth: "One emergency that is over is told as two withdrawals.",
    },
    {
      name: "emergencies that followed each other stay open",
      text: "const along = whole.has(change)",
      becomes: "const along = !whole.has(change)",
      untruth: "One can object to somebody who came and left again, as if nothing had been undone.",
    },
    {
      name: "an emergency is over once its subject is to leave",
      text: "if (!stays.has(key)) return comes(key);",
      becomes: "if (!stays.has(key)) return true;",
      untruth: "A fact in effect is taken back, and its window closed, while it goes on.",
    },
    {
      name: "who is back under a new id was never away",
      text: "new Set([...then.keys(), ...renamed])",
      becomes: "new Set(then.keys())",
      untruth: "An old entry that is back under another id is announced as a new one.",
    },
  ]),
  ...mutantsOf(`${folder}/announcement.ts`, tests, [
    {
      name: "words without their day",
      text: "canonical({ ...said, effective })",
      becomes: "canonical({ ...said })",
      untruth: "A second move of the same words is lost, and the list keeps the first day.",
    },
    {
      name: "two announcements of one subject",
      text: "if (!twice) return read;",
      becomes: "if (!twice || read.length > 0) return read;",
      untruth: "One of two reasons is signed, and the other lost.",
    },
  ]),
  ...mutantsOf(`${folder}/saying.ts`, tests, [
    {
      name: "place and mechanism part",
      text: "if (!before || startOf(saying) > startOf(before)) latest.set(saying.subject.id, saying);",
      becomes: "",
      untruth: "For a while the list says that data is in a country under the mechanism of another.",
    },
    {
      name: "members of different dates are one",
      text: "    dates(first),\n    sets,",
      becomes: "    sets,",
      untruth: "Members of a group get one day though the terms give each its own.",
    },
  ]),
];
