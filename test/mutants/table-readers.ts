import { type Mutant, mutantsOf } from "./mutant.ts";

const reading = "packages/reading/src";
const sdk = "packages/sdk/src";
const authoring = "packages/authoring/src";
const cli = "packages/cli/src";

/** What people and programs are told. */
export const readerMutants: readonly Mutant[] = [
  ...mutantsOf(
    `${sdk}/load/record.ts`,
    [`${sdk}/load/interleavings.test.ts`, "test/conformance/recovery.test.ts"],
    [
      {
        name: "kept whatever stands there",
        text: "isKept = isSame || kept === stateOf(against, feed);",
        becomes: "isKept = isSame || kept === stateOf(against, feed) || true;",
        untruth: "Two readers who are shown two histories at once both believe what they see.",
      },
      {
        name: "a fork of one version is the same state",
        text: "one && [one.version, one.sha256]",
        becomes: "one && [one.version]",
        untruth: "The second history of one version is taken for the first.",
      },
    ],
  ),
  ...mutantsOf(
    `${authoring}/folder/prose.ts`,
    [`${authoring}/folder/prose.test.ts`],
    [
      {
        name: "blocks in a line",
        text: 'text.trim().includes("\\n") ? inSeveralLines : blocks',
        becomes: "inSeveralLines",
        untruth: "“> 30 days” loses its sign.",
      },
    ],
  ),
  ...mutantsOf(
    `${authoring}/folder/read-file.ts`,
    ["packages/cli/src/commands/check.test.ts"],
    [
      {
        name: "any file is a policy",
        text: "if (!isMarkdown(path)) {",
        becomes: "if (!isMarkdown(name)) {",
        untruth: "A link to the private key, named like a policy, is published.",
      },
    ],
  ),
  ...mutantsOf(
    `${sdk}/discovery/security-txt.ts`,
    [`${sdk}/discovery`],
    [
      {
        name: "it never expires",
        text: 'isOver && statements.length > 0 ? "expired" : outcomeOf',
        becomes: 'isOver && statements.length < 0 ? "expired" : outcomeOf',
        untruth: "A statement that is over counts as the vendor's word.",
      },
      {
        name: "the last Expires counts",
        text: "expires ??= value;",
        becomes: "expires = value;",
        untruth: "A second line makes an expired file valid.",
      },
      {
        name: "what follows the signature counts",
        text: "end < 0 ? undefined : end",
        becomes: "end < 0 ? undefined : end + 99",
        untruth: "A pin that was appended to a signed text counts as signed.",
      },
      {
        name: "words beside the pin",
        text: "statements.push(more.length > 0 ? value : toStatement(feed, pin, value));",
        becomes: "statements.push(more.length < 0 ? value : toStatement(feed, pin, value));",
        untruth: "A line of another form counts as a statement.",
      },
    ],
  ),
  ...mutantsOf(
    `${sdk}/watch/since.ts`,
    [`${sdk}/watch/watch.test.ts`],
    [
      {
        name: "a day that came at the publish",
        text: "effective > published && effective <= at)",
        becomes: "effective > published && effective < at)",
        untruth: "A change whose day came with the next version is never told.",
      },
      {
        name: "only the first version since",
        text: "feed = replay(feed, entries);",
        becomes: "",
        untruth: "A change that came between two later versions is never told.",
      },
    ],
  ),
  ...mutantsOf(
    `${sdk}/watch/derive.ts`,
    [`${sdk}/watch/watch.test.ts`],
    [
      {
        name: "nothing new is a first look",
        text: "known === undefined || known > history.length",
        becomes: "known === undefined || known >= history.length",
        untruth: "Everything is told again at each look, as if it were new.",
      },
      {
        name: "one entry short is no other feed",
        text: "known === undefined || known > history.length",
        becomes: "known === undefined || known > history.length + 1",
        untruth: "A feed that was started again is told as if nothing had changed.",
      },
      {
        name: "faults are kept quiet",
        text: "const held = (center.faults ?? []).filter(({ change }) => ids.has(change));",
        becomes: "const held = (center.faults ?? []).filter(({ change }) => !ids.has(change));",
        untruth: "A publisher that breaks its terms is not told of.",
      },
    ],
  ),
  ...mutantsOf(
    `${sdk}/watch/pins.ts`,
    [`${sdk}/watch`],
    [
      {
        name: "the last pin counts",
        text: "if (!first) this.#stated.set(address, statement);",
        becomes: "this.#stated.set(address, statement);",
        untruth: "An entry of somebody else's list takes the place of the reader's own pin.",
      },
    ],
  ),
  ...mutantsOf(
    `${authoring}/folder/nesting.ts`,
    [`${cli}/commands/check.test.ts`],
    [
      {
        name: "an alias that holds itself",
        text: "if (depth > maxDepth) {",
        becomes: "if (depth > maxDepth) return undefined;\n  if (depth < 0) {",
        untruth: "A file that has no end is taken for a list.",
      },
    ],
  ),
  ...mutantsOf(
    `${cli}/commands/verify.ts`,
    [`${cli}/commands/verify.test.ts`, `${cli}/commands/discover.test.ts`, `${cli}/commands/witness.test.ts`],
    [
      {
        name: "not strict by itself",
        text: "strict: options.strict ?? true,",
        becomes: "strict: options.strict === undefined,",
        untruth: "A list is called verified without its history.",
      },
      {
        name: "a contradiction is no failure",
        text: 'return { ...outcome, trust: "failed", steps, sources: checks, problem: { code, message, evidence } };',
        becomes: "return { ...outcome, steps, sources: checks, problem: { code, message, evidence } };",
        untruth: "A feed is called verified though the vendor's own domain names another pin.",
      },
    ],
  ),
  ...mutantsOf(
    `${cli}/verify/witnesses.ts`,
    [`${cli}/commands/witness.test.ts`],
    [
      {
        name: "more witnesses than there are",
        text: " && least <= (witness?.length ?? 0)",
        becomes: "",
        untruth: "A threshold that nobody can reach is taken without a word.",
      },
    ],
  ),
  ...mutantsOf(
    `${cli}/verify/feed.ts`,
    [`${cli}/commands/verify.test.ts`],
    [
      {
        name: "faults are not printed",
        text: "steps.push(...faults.map((fault) => warning(faultText(fault))));",
        becomes: "",
        untruth: "A list is called verified, and what its history holds against its publisher is left out.",
      },
    ],
  ),
  ...mutantsOf(
    "packages/server/src/routes/window.ts",
    ["packages/server/src/objections.test.ts"],
    [
      {
        name: "a withdrawn change",
        text: "!(await readLeft(db, state, id, now))",
        becomes: "false",
        untruth: "A receipt is signed for an objection to what was taken back.",
      },
      {
        name: "a version before the change",
        text: "feed.version < entry.feed.version || ",
        becomes: "",
        untruth: "A receipt says that the change was read in a version that does not have it.",
      },
      {
        name: "a version that was never published",
        text: " || !(await wasPublished(db, feed.version, feed.sha256))",
        becomes: "",
        untruth: "A receipt is signed over a list that nobody published.",
      },
      {
        name: "every segment has everybody's time",
        text: "const byTerms = deadlineOf(window, segment);",
        becomes: "const byTerms = deadlineOf(window, undefined);",
        untruth: "An objection of a customer segment in its own time is refused.",
      },
    ],
  ),
  ...mutantsOf(
    `${reading}/change/facts.ts`,
    [reading],
    [
      {
        name: "what is in effect for what was announced",
        text: "isOther ? { ...atom, before: announced.after } : atom",
        becomes: "isOther ? { ...atom } : atom",
        untruth: "An amendment says that it changes what nobody had announced.",
      },
      {
        name: "a withdrawal says nothing",
        text: '(touches?.how === "withdraws" && touches.atoms',
        becomes: '(touches?.how === "amends" && touches.atoms',
        untruth: "A withdrawal does not say what is taken back.",
      },
      {
        name: "an amended arrival leaves out what is gone",
        text: "Object.keys({ ...then, ...now })",
        becomes: "Object.keys(now)",
        untruth: "A fact that was taken out of an announced arrival is not told.",
      },
      {
        name: "what is not stated is left out",
        text: 'after.length > 0 || (isNew && type === "subprocessor")',
        becomes: "after.length > 0",
        untruth: "A notice keeps quiet about what the vendor does not say.",
      },
    ],
  ),
  ...mutantsOf(
    `${reading}/change/tell.ts`,
    [reading],
    [
      {
        name: "no reason",
        text: '{ label: t("reason"), text: say(reader, reason) },',
        becomes: '{ label: t("reason"), text: reason ? "" : say(reader, reason) },',
        untruth: "A change is told without the reason that was signed.",
      },
      {
        name: "the segments' deadlines are left out",
        text: "...(window?.segments ?? []).map(",
        becomes: "...(window?.segments ?? []).slice(0, 0).map(",
        untruth: "A customer segment reads everybody's deadline as its own.",
      },
      {
        name: "an expected day is none",
        text: "if (expected !== undefined) return",
        becomes: "if (expected === null) return",
        untruth: "A change is told without the day on which it is expected.",
      },
    ],
  ),
  ...mutantsOf(
    `${reading}/read/mechanism.ts`,
    [reading],
    [
      {
        name: "what is excluded is relied on",
        text: 'const words = excluded\n    ? t("notThisOne", { mechanism: parts })\n    : fallback',
        becomes: "const words = excluded\n    ? parts\n    : fallback",
        untruth: "A mechanism that the vendor excludes is shown as the one it relies on.",
      },
      {
        name: "a condition is left out",
        text: "conditionText(reader, when),",
        becomes: "",
        untruth: "A mechanism that holds for some customers is shown for all.",
      },
    ],
  ),
  ...mutantsOf(
    `${reading}/read/place.ts`,
    [reading],
    [
      {
        name: "a condition is left out",
        text: "      conditionText(reader, when),\n    ].filter(Boolean),\n  };\n  return linked",
        becomes: "    ].filter(Boolean),\n  };\n  return linked",
        untruth: "A place that holds for some customers is shown for all.",
      },
    ],
  ),
  ...mutantsOf(
    `${reading}/read/period.ts`,
    [reading],
    [
      {
        name: "business days are days",
        text: 't("businessDays", {',
        becomes: 't("unit_days", {',
        untruth: "Ten business days are shown as ten days.",
      },
    ],
  ),
  ...mutantsOf(
    `${reading}/read/condition.ts`,
    [reading],
    [
      {
        name: "the region is left out",
        text: 'customerRegion ? t("whenRegion", { region: say(reader, customerRegion) }) : "",',
        becomes: "",
        untruth: "A fact that holds for customers of one region is shown for all.",
      },
    ],
  ),
];
