import fc from "fast-check";
import type { Announce } from "../../document/announce.ts";
import { toInstant } from "../../document/date.ts";
import type { FeedContent } from "../../document/feed.ts";
import type { NoticeTerms, Rule } from "../../document/notice-terms.ts";
import type { ProseTree } from "../../document/prose.ts";
import type { Subprocessor } from "../../document/subprocessor.ts";
import { TrustCenterError } from "../../errors.ts";
import { day, hour, World } from "./world.ts";

const id = fc.constantFrom("a", "b", "c", "d", "e");
const country = fc.constantFrom("DE", "IE", "US", "IN");
const locations = fc.uniqueArray(country, { maxLength: 3 }).map((codes) => codes.map((country) => ({ country })));
const items = fc.uniqueArray(fc.constantFrom("email", "logs", "payment data"), { maxLength: 2 });
const dataCategories = items.map((items) => (items.length > 0 ? [{ source: "Customers", items }] : []));
const purpose = fc.constantFrom("Hosting", "hosting.", "Mail", "E-mail delivery", "Support");
const localised = fc.oneof(
  purpose,
  purpose.map((en) => ({ en })),
  purpose.map((en) => ({ en, es: `${en} (es)` })),
);

/** The same words with a form, and with a link. */
const formatted = (value: string, url?: string): ProseTree => ({
  type: "root",
  children: [
    {
      type: "paragraph",
      children: [
        { type: "strong", children: [{ type: "text", value }] },
        ...(url ? [{ type: "link" as const, url, children: [{ type: "text" as const, value: "more" }] }] : []),
      ],
    },
  ],
});
const variant = fc.oneof(
  purpose,
  purpose.map((one) => formatted(one)),
  fc.tuple(purpose, fc.constantFrom("https://a.example/x", "https://a.example/X")).map((both) => formatted(...both)),
);
const prose = fc.oneof(
  variant,
  variant.map((en) => ({ en })),
  fc.tuple(variant, variant).map(([en, es]) => ({ en, es })),
);

const field: fc.Arbitrary<[string, unknown]> = fc.oneof(
  fc.tuple(fc.constant("locations"), locations),
  fc.tuple(fc.constant("dataCategories"), dataCategories),
  fc.tuple(fc.constant("purposes"), fc.array(fc.oneof(localised, prose), { maxLength: 2 })),
  fc.tuple(fc.constant("description"), prose),
  fc.tuple(
    fc.constant("transferMechanisms"),
    fc.array(fc.constantFrom({ type: "dpf" }, { type: "scc", modules: [3] }), { maxLength: 2 }),
  ),
  fc.tuple(fc.constant("category"), fc.constantFrom("ai", "hosting")),
  fc.tuple(fc.constant("role"), fc.constantFrom("sub-processor", "vendor", undefined)),
  fc.tuple(fc.constant("legalEntity"), fc.constantFrom({ name: "X GmbH" }, { name: "x gmbh." }, { name: "Y Ltd" })),
  fc.tuple(fc.constant("x-odd"), fc.constantFrom("x", "y", "X")),
);

const ruleKinds = [
  "added",
  "replaced",
  "restored",
  "location",
  "data",
  "purpose",
  "removed",
  "terms",
  "policy",
  "renamed",
  "legal-entity",
] as const;

const period = (...days: number[]) => fc.constantFrom(...days.map((n) => `P${n}D`));
const bareRule: fc.Arbitrary<Rule> = fc.record(
  {
    notice: fc.oneof(period(0, 5, 30), fc.constant("none" as const)),
    objection: fc.oneof(period(0, 5, 14, 40), fc.constant("none" as const)),
    authorisation: fc.constantFrom("general" as const, "general" as const, "specific" as const),
    start: fc.constantFrom("noticeEnd" as const, "deadline" as const, "now" as const),
    earlyOnApproval: fc.boolean(),
    from: fc.constantFrom("published" as const, "effective" as const),
    calendar: fc.constantFrom(
      { zone: "Europe/Berlin" },
      { unit: "businessDays" as const, roll: "nextBusinessDay" as const },
      { roll: "nextBusinessDay" as const },
    ),
  },
  { requiredKeys: ["notice"] },
);
const rule: fc.Arbitrary<Rule> = fc
  .tuple(
    bareRule,
    fc.record(
      {
        kind: fc.uniqueArray(fc.constantFrom(...ruleKinds), { minLength: 1 }),
        category: fc.constantFrom("ai", "hosting").map((one) => [one]),
        place: fc.constantFrom("US", "IN").map((one) => [one, "DE"]),
        segment: fc.constant("enterprise").map((one) => [one]),
        emergency: fc.boolean(),
      },
      { requiredKeys: [] },
    ),
  )
  .map(([bare, when]) => ({ ...bare, when }));

const short: fc.Arbitrary<NoticeTerms> = fc.record(
  {
    noticePeriod: period(0, 5, 30),
    objectionPeriod: period(5, 14, 40),
    appliesTo: fc.uniqueArray(fc.constantFrom(...ruleKinds), { minLength: 1 }),
    silence: fc.constantFrom("accepted" as const, "refused" as const),
    segments: fc.constant([{ id: "enterprise", name: "Enterprise", noticePeriod: "P60D", objectionPeriod: "P20D" }]),
  },
  { requiredKeys: [] },
);

const enterprise = { when: { segment: ["enterprise"] }, notice: "P60D", objection: "P20D" };
const everybody = { notice: "P30D", objection: "P14D" };
const approved = { authorisation: "specific" as const };
/** A segment has a longer notice, or a shorter one; it alone waits for approval, or all others do; all wait for it. */
export const ownTerms: NoticeTerms[] = [
  [enterprise, everybody],
  [{ ...enterprise, notice: "P10D", objection: "P5D" }, everybody],
  [{ ...enterprise, ...approved }, everybody],
  [enterprise, { ...everybody, ...approved }],
  [
    { ...enterprise, ...approved },
    { ...everybody, ...approved },
  ],
].map((rules) => ({ rules }));

/** Notice terms: short ones, or rules. */
export const terms: fc.Arbitrary<NoticeTerms> = fc.oneof(
  short,
  fc.array(rule, { maxLength: 3 }).map((rules) => ({ rules })),
  bareRule.map((rule) => ({ rules: [rule] })),
  fc.tuple(rule, bareRule).map((rules) => ({ rules })),
  fc.constantFrom(...ownTerms),
);

type Edit =
  | { op: "add" | "remove" | "undo" | "reverse" | "reword" | "rename" | "alone"; id: string }
  | { op: "field"; id: string; field: [string, unknown] }
  | { op: "common"; group: string; locations: unknown[] | undefined }
  | { op: "group"; id: string; group: string | undefined }
  | { op: "rekey" | "replace" | "overlap" | "split" | "merge" | "instead"; id: string; other: string }
  | { op: "terms"; terms: NoticeTerms }
  | { op: "title"; title: string }
  | { op: "policy"; id: string; version: string | undefined };

const oneField = fc.record({ op: fc.constant("field" as const), id, field });
export const edit: fc.Arbitrary<Edit> = fc.oneof(
  fc.record({
    op: fc.constantFrom("add" as const, "remove" as const, "undo" as const, "undo" as const, "reverse" as const),
    id,
  }),
  fc.record({ op: fc.constantFrom("reword" as const, "rename" as const), id }),
  oneField,
  oneField,
  oneField,
  fc.record({
    op: fc.constant("common" as const),
    group: fc.constantFrom("g1", "g2"),
    locations: fc.option(locations, { nil: undefined }),
  }),
  fc.record({
    op: fc.constant("group" as const),
    id,
    group: fc.option(fc.constantFrom("g1", "g2"), { nil: undefined }),
  }),
  fc.record({ op: fc.constant("alone" as const), id }),
  fc.record({
    op: fc.constantFrom("rekey", "replace", "overlap", "split", "merge", "instead"),
    id,
    other: id,
  }),
  fc.record({ op: fc.constant("terms" as const), terms }),
  fc.record({ op: fc.constant("title" as const), title: fc.constantFrom("List", "The list") }),
  fc.record({
    op: fc.constant("policy" as const),
    id: fc.constantFrom("dpa", "privacy"),
    version: fc.option(fc.constantFrom("1", "2", "3"), { nil: undefined }),
  }),
);

/** What an author says, with days from the publish it is for. */
export type Said = Omit<Announce, "effective"> & { days?: number | undefined };

const said: fc.Arbitrary<Said> = fc.record(
  {
    subject: fc.oneof(id, id, id, fc.constantFrom("terms", "policy:dpa", "group:g1", "list")),
    reason: fc.string({ maxLength: 6 }),
    days: fc.integer({ min: -20, max: 120 }),
    emergency: fc.constantFrom(false, false, true),
    correction: fc.constantFrom(false, false, true),
    start: fc.constantFrom(false, false, true),
    expected: fc.constantFrom("2027", undefined, undefined),
    audience: fc.constantFrom("enterprise", undefined).map((one) => one && [one]),
  },
  { requiredKeys: ["subject", "reason"] },
);

const waits = [
  "none",
  "second",
  "hour",
  "day",
  "fortnight",
  "deadline",
  "after-deadline",
  "effective",
  "year",
  "back",
] as const;

export interface Step {
  edits: Edit[];
  said: Said[];
  /** What passes until the next step. */
  wait: (typeof waits)[number];
}

/** What an author does, publish by publish. */
export const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.record({
    edits: fc.array(edit, { maxLength: 3 }),
    said: fc.array(said, { maxLength: 1 }),
    wait: fc.constantFrom(...waits),
  }),
  { minLength: 1, maxLength: 10 },
);

const named = (id: string): Subprocessor => ({
  id,
  name: `Company ${id.toUpperCase()}x`,
  locations: [{ country: "DE" }],
  purposes: ["Hosting"],
});

const bare = ({ locations: _, ...entry }: Subprocessor): Subprocessor => entry;

const begin = (noticeTerms: NoticeTerms): FeedContent => ({
  publisher: { name: "P" },
  noticeTerms,
  groups: [
    { id: "g1", title: "One", common: { locations: [{ country: "DE" }] } },
    { id: "g2", title: "Two", common: { locations: [{ country: "US" }] } },
  ],
  policies: [{ id: "dpa", title: "DPA", version: "1" }],
  subprocessors: [{ ...bare(named("a")), groups: ["g1"] }, bare(named("b")), { ...bare(named("c")), groups: ["g1"] }],
});

/** The author's file after an edit. `past`: the files that were published. */
export function apply(author: FeedContent, edit: Edit, past: readonly FeedContent[]): FeedContent {
  const list = author.subprocessors;
  const has = (id: string) => list.some((entry) => entry.id === id);
  const withList = (subprocessors: Subprocessor[]) => ({ ...author, subprocessors });
  const update = (id: string, change: (entry: Subprocessor) => Subprocessor) =>
    withList(list.map((entry) => (entry.id === id ? change(entry) : entry)));
  const others = (id: string) => list.filter((entry) => entry.id !== id);
  switch (edit.op) {
    case "add":
      return has(edit.id) ? author : withList([...list, named(edit.id)]);
    case "remove":
      return withList(others(edit.id));
    case "undo":
      return past.at(-2) ?? author;
    case "reverse":
      return withList([...list].reverse());
    case "reword":
      return update(edit.id, (entry) => ({ ...entry, name: `${String(entry.name).toUpperCase()}.` }));
    case "rename":
      return update(edit.id, (entry) => ({ ...entry, name: `${entry.name} Cloud` }));
    case "field":
      return update(edit.id, (entry) => ({ ...entry, [edit.field[0]]: edit.field[1] }));
    case "common":
      return {
        ...author,
        groups: (author.groups ?? []).map((group) => {
          const { common: _, ...rest } = group;
          if (group.id !== edit.group) return group;
          return (edit.locations ? { ...rest, common: { locations: edit.locations } } : rest) as typeof group;
        }),
      };
    case "group":
      return update(edit.id, (entry) => ({ ...entry, groups: edit.group ? [edit.group] : [] }));
    case "rekey":
      return has(edit.other) ? author : update(edit.id, (entry) => ({ ...entry, id: `${edit.id}2` }));
    case "replace":
    case "split":
      if (!has(edit.id) || has(edit.other)) return author;
      return withList([
        ...others(edit.id),
        { ...named(edit.other), replaces: [edit.id] },
        ...(edit.op === "split" && !has("f") ? [{ ...named("f"), replaces: [edit.id] }] : []),
      ]);
    case "overlap":
      return has(edit.other) ? author : withList([...list, { ...named(edit.other), replaces: [edit.id] }]);
    // Another successor than the one in the file.
    case "instead": {
      const heir = list.find(({ replaces }) => replaces !== undefined);
      if (!heir?.replaces || has(edit.other)) return author;
      return withList([...others(heir.id), { ...named(edit.other), replaces: heir.replaces }]);
    }
    // It takes over from nobody.
    case "alone":
      return update(edit.id, ({ replaces: _, ...entry }) => entry);
    case "merge":
      if (edit.id === edit.other || !has(edit.id) || !has(edit.other)) return author;
      return withList(
        others(edit.id).map((entry) =>
          entry.id === edit.other ? { ...entry, replaces: [...(entry.replaces ?? []), edit.id] } : entry,
        ),
      );
    case "terms":
      return { ...author, noticeTerms: edit.terms };
    case "title":
      return { ...author, title: edit.title };
    case "policy": {
      const { id, version } = edit;
      const rest = (author.policies ?? []).filter((policy) => policy.id !== id);
      return { ...author, policies: [...rest, ...(version ? [{ id, title: id, version }] : [])] };
    }
  }
}

function instantAfter({ now, feed }: World, wait: Step["wait"]): number {
  const open = feed.open ?? [];
  const next = (instants: (string | null | undefined)[], more = 0) => {
    const times = instants.flatMap((at) => (at ? [Date.parse(at) + more] : [])).filter((at) => at > now);
    return times.length > 0 ? Math.min(...times) : now + day;
  };
  switch (wait) {
    case "deadline":
      return next(open.map(({ window }) => window?.deadline));
    case "after-deadline":
      return next(
        open.map(({ window }) => window?.deadline),
        1000,
      );
    case "effective":
      return next(open.map(({ effective }) => effective));
    default: {
      const spans = { none: 0, second: 1000, hour, day, fortnight: 14 * day, year: 365 * day, back: -3 * day };
      return now + spans[wait];
    }
  }
}

/** What happened in the histories played so far: a generator that stopped making something would be noticed. */
export const tally = {
  histories: 0,
  changes: 0,
  refused: {} as Record<string, number>,
  seen: {} as Record<string, number>,
};

const count = (counts: Record<string, number>, name: string) => {
  counts[name] = (counts[name] ?? 0) + 1;
};

/** Plays a history. `after` sees the world after each publish. An edit that is refused is taken back by the author. */
export async function play(
  noticeTerms: NoticeTerms,
  steps: readonly Step[],
  after: (world: World) => void | Promise<void> = () => {},
): Promise<World> {
  const world = await World.of(begin(noticeTerms));
  const past = [world.author];
  for (const { edits, said, wait } of steps) {
    const { author: before, announce: words } = world;
    for (const one of edits) world.author = apply(world.author, one, past);
    const anew = said.map(
      ({ days, ...rest }): Announce => ({
        ...rest,
        ...(days !== undefined && { effective: toInstant(world.now + days * day) }),
      }),
    );
    world.announce = [...anew, ...words.filter(({ subject }) => subject !== anew[0]?.subject)].slice(0, 3);
    try {
      for (const { mode, touches } of await world.publish()) {
        tally.changes++;
        count(tally.seen, touches ? `${mode} ${touches.how}` : mode);
      }
    } catch (error) {
      if (!(error instanceof TrustCenterError) || error.code !== "edit-refused") throw error;
      count(tally.refused, String(error.evidence.reason));
      world.author = before;
      world.announce = words.filter(
        ({ subject }) => subject !== anew[0]?.subject && subject !== error.evidence.subject,
      );
      world.now = instantAfter(world, wait);
      continue;
    }
    if (world.author !== before) past.push(world.author);
    await after(world);
    world.now = instantAfter(world, wait);
  }
  tally.histories++;
  return world;
}
