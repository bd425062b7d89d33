import fc from "fast-check";
import { expect, test } from "vitest";
import { play, type Step, steps, terms } from "../../packages/feed/src/changes/testing/histories.ts";
import type { World } from "../../packages/feed/src/changes/testing/world.ts";
import { differencesBetween, feedAt, type NoticeTerms, standingsAt } from "../../packages/feed/src/index.ts";
import {
  changeFacts,
  changeFactText,
  factLabel,
  type Reader,
  readerThen,
  tellDifference,
  tellEntry,
  touchedIn,
} from "../../packages/reading/src/index.ts";
import { testReader } from "../../packages/reading/src/testing/reader.ts";
import type { AppliedList } from "../../packages/sdk/src/index.ts";
import { changeItem } from "../../packages/widget/src/changes/change.ts";
import { changedFields } from "../../packages/widget/src/history/changed-fields.ts";
import { comparison } from "../../packages/widget/src/history/past.ts";
import { type View, viewOf } from "../../packages/widget/src/view/view.ts";

/** What the widget shows of a change is what mails, files, pages and the terminal say of it. */

const numRuns = Number(process.env.LAW_RUNS ?? 150);

const holds = (law: (world: World) => void) =>
  fc.assert(
    fc.asyncProperty(terms, steps, async (terms, steps) => law(await play(terms, steps))),
    { numRuns, examples: [amendedBeside] },
  );

const step = (...edits: Step["edits"]): Step => ({ edits, said: [], wait: "none" });
const setTerms = (terms: NoticeTerms): Step => step({ op: "terms", terms });

/** Of announced terms one period is amended, and then the other taken back: what is meant by one that is not stated is the other. */
const amendedBeside: [NoticeTerms, Step[]] = [
  { noticePeriod: "P30D", objectionPeriod: "P5D", appliesTo: ["terms", "added"] },
  [
    setTerms({ rules: [{ notice: "P0D" }] }),
    setTerms({ noticePeriod: "P0D" }),
    setTerms({ objectionPeriod: "P5D" }),
    step(),
  ],
];

/** A reader who is given English alone. */
const content = ["en"];
const viewIn = ({ feed, now }: World): View => {
  const places = { linkTo: () => "#", hrefOf: () => "#", go: () => {} } as unknown as View["places"];
  const setting = { language: { tag: "en", messages: {} }, content, now, level: 2, places };
  return viewOf({ feed } as View["center"], setting, { standingsAt, feedAt });
};

/** Who has left has a name in the widget alone. */
const readerOf = (world: World): Reader =>
  testReader("en", content, {
    ...feedAt(world.feed, world.now),
    subprocessors: viewIn(world).names.subprocessors ?? [],
  });

/** What a template shows: markup without values that no markup has. */
function markup(value: unknown): string {
  if (Array.isArray(value)) return value.map(markup).join("");
  if (typeof value === "string" || typeof value === "number") return String(value);
  if (value === null || typeof value !== "object" || !("strings" in value)) return "";
  const { strings, values } = value as { strings: string[]; values: unknown[] };
  return strings.map((text, at) => text + markup(values[at])).join("");
}

/** Letters and digits alone, with addresses behind what leads to them: how facts are laid out is each surface's. */
const bare = (text: string): string =>
  text
    .replace(/<a\b[^>]*?href="?([^"\s>]*)[^>]*>(.*?)<\/a>/gs, "$2 $1")
    .replace(/<[^>]*>/g, " ")
    .replace(/[^\p{L}\p{N}]/gu, "");

const partsOf = (template: unknown, pattern: RegExp): string[] =>
  [...markup(template).matchAll(pattern)].map(([part]) => bare(part));

test("what was said", async () => {
  await holds((world) => {
    const { log } = world;
    for (const entry of log) {
      const { change } = entry;
      const shown = partsOf(changedFields(viewIn(world), log, entry), /<li>.*?<\/li>/gs);
      const { rows } = tellEntry({ change, touched: touchedIn(log, change) }, readerThen(readerOf(world), log, change));
      const told = rows.filter(({ label }) => !/^(?:Reason|Announced|In effect|Objection deadline)/.test(label));
      // What an arrival does not state is one row elsewhere.
      const unstated = told.filter(({ label }) => label === "Not stated").map(({ text }) => text.split(", ").map(bare));
      const isGathered = (row: string) => unstated.flat().some((label) => row === `${label}Notstated`);
      expect(shown.filter((row) => !isGathered(row))).toEqual(
        told.filter(({ label }) => label !== "Not stated").map(({ label, text }) => bare(label + text)),
      );
      expect(shown.filter(isGathered)).toEqual(unstated.flat().map((label) => `${label}Notstated`));
    }
  });
});

/** Rows of tables of before and after. */
const rowsOf = (template: unknown) => partsOf(template, /<tr><th scope="row">.*?<\/tr>/gs);

const actions = { objecting: undefined, object: () => {} };
/** What the widget shows at once. */
const mostFacts = 12;

test("what will be", async () => {
  await holds((world) => {
    for (const change of world.feed.open ?? []) {
      const reader = readerOf(world);
      const facts = changeFacts(change, reader).filter(({ before }) => before !== undefined);
      const told = facts.map((fact) => bare(factLabel(fact, reader) + changeFactText(fact, reader)));
      const shown = rowsOf(changeItem(viewIn(world), change, actions));
      expect(shown.map((row) => row.replace(/LeavestheEEA$/, ""))).toEqual(told.slice(0, mostFacts));
    }
  });
});

test("in what two lists differ", async () => {
  await holds((world) => {
    const [before, after] = [world.first, world.feed];
    const differences = differencesBetween(before, after);
    const [left, right] = [before, after].map((feed) => ({ feed, list: feed })) as unknown as [
      AppliedList,
      AppliedList,
    ];
    const shown = rowsOf(comparison(viewIn(world), { before: left, after: right, differences }));
    const names = { ...after, subprocessors: [...before.subprocessors, ...after.subprocessors] };
    const told = differences.flatMap((one) => tellDifference(one, testReader("en", content, names)).rows);
    expect(shown).toEqual(
      told
        .map(({ label, text }) => bare(label + text))
        .filter((row) => !row.endsWith("Notstated") || shown.includes(row)),
    );
  });
});

test("“changed” is said of nothing that differs in a language in which it was and is written", async () => {
  const words = fc.constantFrom("Hosting", "Mail", "Support");
  const said = fc.array(fc.record({ en: fc.constantFrom("Hosting", "Mail"), es: words }), {
    minLength: 2,
    maxLength: 6,
  });
  await fc.assert(
    fc.asyncProperty(terms, said, async (terms, said) => {
      const edit = (text: object) => ({
        op: "field" as const,
        id: "a",
        field: ["purposes", [text]] as [string, unknown],
      });
      const world = await play(
        terms,
        said.map((text) => ({ edits: [edit(text)], said: [], wait: "fortnight" as const })),
      );
      for (const entry of world.log) {
        const [atom] = entry.change.content;
        const isInBoth =
          atom?.op === "set" && [atom.before, atom.after].every((text) => JSON.stringify(text).includes("es"));
        const [shown = ""] = partsOf(changedFields(viewIn(world), world.log, entry), /<li>.*?<\/li>/gs);
        if (isInBoth) expect(shown).toMatch(/^Purpose(?!changed)/);
      }
    }),
    { numRuns },
  );
});
