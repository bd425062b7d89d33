import { type Mutant, mutantsOf } from "./mutant.ts";

const server = "packages/server/src";

/** What becomes of objections. */
export const caseMutants: readonly Mutant[] = [
  ...mutantsOf(
    `${server}/store/cases.ts`,
    [`${server}/cases/laws.test.ts`, `${server}/cases/interleaved.test.ts`],
    [
      {
        name: "whoever decided meanwhile",
        text: "where id = ? and step = ? returning *",
        becomes: "where id = ? and (step = ? or true) returning *",
        untruth: "An objection is rejected that was withdrawn in the same moment: two receipts contradict each other.",
      },
      {
        name: "the privacy team is told",
        text: `if (said.actor === "objector") await enqueue(tx, { ...mail, recipient: "vendor" }, now);`,
        becomes: "",
        untruth: "The objector is told that its message went to the privacy team, and nobody got it.",
      },
    ],
  ),
  ...mutantsOf(
    `${server}/objections/step.ts`,
    [`${server}/objections/step.test.ts`],
    [
      {
        name: "a decision without review",
        text: `resolved: { "under-review": "resolved" },`,
        becomes: `resolved: { filed: "resolved", "under-review": "resolved" },`,
        untruth: "The trail says that an objection was resolved which nobody took under review.",
      },
      {
        name: "confirmed for all that comes",
        text: `confirmed: action === "filed" ? null : `,
        becomes: "confirmed: ",
        untruth: "A text that somebody else filed in its name counts as confirmed by the address.",
      },
    ],
  ),
  ...mutantsOf(
    `${server}/objections/silence.ts`,
    [`${server}/objections/step.test.ts`],
    [
      {
        name: "the deadline's last second",
        text: "now < deadline + 1000",
        becomes: "now < deadline",
        untruth: "A customer counts as accepting who can still object.",
      },
      {
        name: "an objection that waits",
        text: `if (states.some(isOpen)) return "objected";`,
        becomes: "",
        untruth: "A customer counts as accepting whose objection was not answered.",
      },
      {
        name: "silence under specific authorisation",
        text: `if (silence === "refuses") return "approval-missing";`,
        becomes: "",
        untruth: "A customer counts as silent, or as having time, where nothing may start without its approval.",
      },
      {
        name: "what was taken back",
        text: `if (isVoid) return "void";`,
        becomes: "",
        untruth: "A customer counts as having accepted what was taken back.",
      },
    ],
  ),
  ...mutantsOf(
    `${server}/cases/standings.ts`,
    [`${server}/store/pages.test.ts`],
    [
      {
        name: "what was taken back",
        text: "isVoid: !left",
        becomes: "isVoid: false",
        untruth: "Customers count as having accepted what was taken back.",
      },
      {
        name: "approvals of what was taken back",
        text: "(customer: string) => !isVoid && (",
        becomes: "(customer: string) => (",
        untruth: "Approvals are missing of what is not to come.",
      },
      {
        name: "who waits alone",
        text: '? "refuses" : bySilence',
        becomes: "? bySilence : bySilence",
        untruth: "The silence of customers counts as acceptance for whom nothing starts without approval.",
      },
      {
        name: "a deadline of what was taken back",
        text: "if (isVoid) return undefined;",
        becomes: "",
        untruth: "Customers are said to have time to object to what was taken back.",
      },
    ],
  ),
  ...mutantsOf(
    `${server}/cases/standings.ts`,
    [`${server}/cases/later.test.ts`],
    [
      {
        name: "an approval of what was announced anew",
        text: "if (given && !(await readLeft(",
        becomes: "if (!given && !(await readLeft(",
        untruth: "Whoever notes an approval takes for done what still waits under another id.",
      },
    ],
  ),
  ...mutantsOf(
    `${server}/objections/void-by.ts`,
    ["test/differential/standings.test.ts"],
    [
      {
        name: "whoever left",
        text: "(undoes(said, named) || ends(said, named))",
        becomes: "undoes(said, named)",
        untruth: "An objector is named the deadline of what can no longer come.",
      },
      {
        name: "under another id",
        text: "named && underNewIds(named, said)",
        becomes: "named",
        untruth: "An objector is named the deadline of what can no longer come, for its subject left under a new id.",
      },
      {
        name: "in part",
        text: "by && !leftOf(log, id, at) ? by : undefined",
        becomes: "by",
        untruth: "An objector reads that a change is taken back of which the rest goes on.",
      },
    ],
  ),
  ...mutantsOf(
    `${server}/cases/take.ts`,
    [`${server}/cases/laws.test.ts`],
    [
      {
        name: "what was read",
        text: "seen !== undefined && seen !== of.step",
        becomes: "seen !== undefined && seen < 0",
        untruth: "A decision is signed on a case whose newest message nobody had read.",
      },
    ],
  ),
  ...mutantsOf(
    `${server}/cases/party.ts`,
    [`${server}/cases.test.ts`],
    [
      {
        name: "a mailbox is a person",
        text: "emailHash: emailHash(keyed, email),",
        becomes: "emailHash: mailboxHash(keyed, email),",
        untruth: "Whoever reads at ada+x@ gets the link that withdraws Ada's objection.",
      },
    ],
  ),
  ...mutantsOf(
    `${server}/store/sqlite/keep.ts`,
    [`${server}/restore.test.ts`],
    [
      {
        name: "steps after the backup",
        text: "  await catchUpCases(tx, keep);\n",
        becomes: "",
        untruth: "A restored service decides again what it has signed a decision of.",
      },
    ],
  ),
];
