import { type Mutant, mutantsOf } from "./mutant.ts";

const changes = "packages/feed/src/changes";
const watch = "packages/sdk/src/watch";
const store = "packages/sdk/src/store";

/** What a monitor compares, remembers and waits for. */
export const monitorMutants: readonly Mutant[] = [
  ...mutantsOf(
    `${changes}/undeclared.ts`,
    [`${changes}/undeclared.test.ts`],
    [
      {
        name: "what an entry calls wording is declared",
        text: "if (doubted.has(change.id)) return [];",
        becomes: "",
        untruth: "“Corrected wording.” covers a moved data centre.",
      },
      {
        name: "what was announced must be said again",
        text: "const before = listAt(last, Date.parse(now.published));",
        becomes: "const before = listAt(last, 0);",
        untruth: "An honest vendor whose announced day came is told as one that hides a fact.",
      },
      {
        name: "a new id is another company",
        text: "if (old !== anew) one.set(old, anew);",
        becomes: "if (old === anew) one.set(old, anew);",
        untruth: "An entry that got a new id is told as undeclared.",
      },
    ],
  ),
  ...mutantsOf(
    `${changes}/worse-terms.ts`,
    [`${changes}/worse-terms.test.ts`],
    [
      {
        name: "longer is worse",
        text: "(b ?? 0) < a",
        becomes: "(b ?? 0) > a",
        untruth: "Better terms are told as worse, and worse ones not.",
      },
      {
        name: "approval is nothing",
        text: "const approval = then.approval && !now.approval;",
        becomes: "const approval = false;",
        untruth: "That changes start without approval now is told nobody.",
      },
    ],
  ),
  ...mutantsOf(
    `${watch}/derive.ts`,
    [`${watch}/watch.test.ts`],
    [
      {
        name: "a copy that is kept must be signed again",
        text: 'if (freshness === "stale") return undefined;',
        becomes: "",
        untruth: "Of a vendor that could not be reached it is said that it must sign again.",
      },
    ],
  ),
  ...mutantsOf(
    `${watch}/look.ts`,
    [`${watch}/watch.test.ts`, `${watch}/many.test.ts`],
    [
      {
        name: "a server may silence its monitor",
        text: "Math.min(retryIn, longestRest)",
        becomes: "Math.max(retryIn, longestRest)",
        untruth: "A vendor that asks to be left alone for years is not looked at for years.",
      },
      {
        name: "a full disk is the vendor's",
        text: "if (broken) throw broken;",
        becomes: "",
        untruth: "A full disk reads as a failure of each vendor.",
      },
    ],
  ),
  ...mutantsOf(
    `${watch}/watch.ts`,
    [`${watch}/watch.test.ts`, `${watch}/many.test.ts`],
    [
      {
        name: "told because it was asked for",
        text: "if (!confirm) handled().catch(() => {});",
        becomes: "handled().catch(() => {});",
        untruth: "What was collected and never printed counts as told.",
      },
    ],
  ),
  ...mutantsOf(
    `${watch}/open.ts`,
    [`${watch}/standing.test.ts`],
    [
      {
        name: "segments have no deadline",
        text: "[{ deadline: window.deadline }, ...own]",
        becomes: "[{ deadline: window.deadline }, ...own.slice(0, 0)]",
        untruth: "A customer segment's window closes without a warning.",
      },
      {
        name: "windows of everybody alone",
        text: "windowState(window, now, segment)",
        becomes: "windowState(window, now)",
        untruth: "A customer segment's window is open no longer than everybody's.",
      },
    ],
  ),
  ...mutantsOf(
    `${store}/journal.ts`,
    [`${store}/state-file.test.ts`],
    [
      {
        name: "zeros are a line",
        text: "(end === bytes.length - 1 && written.includes(0))",
        becomes: "(end === bytes.length - 1 && written.includes(1))",
        untruth: "After a loss of power the state is taken for damaged.",
      },
      {
        name: "what grew is written as if it had not",
        text: "const isGrown = new Set(grown.map(([name]) => name));",
        becomes: "const isGrown = new Set(grown.map(([, more]) => more));",
        untruth: "A history is written whole with each entry.",
      },
      {
        name: "what is gone stays",
        text: "for (const name of patch.gone ?? []) now.delete(name);",
        becomes: "",
        untruth: "What a record no longer says comes back when the state is read.",
      },
    ],
  ),
  ...mutantsOf(
    `${store}/state-file.ts`,
    [`${store}/state-file.test.ts`],
    [
      {
        name: "what was not written is remembered",
        text: "for (const { done } of applied) done(new StorageFailure(this.#path, cause));\n      return;",
        becomes: "for (const { done } of applied) done(new StorageFailure(this.#path, cause));",
        untruth: "What the disk had no room for counts as remembered.",
      },
    ],
  ),
];
