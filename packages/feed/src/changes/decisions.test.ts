import { describe, expect, test } from "vitest";
import type { Subprocessor } from "../document/subprocessor.ts";
import type { LogEntry } from "../log/entry.ts";
import { asOf } from "./as-of.ts";
import { idOf } from "./atom.ts";
import { audit } from "./audit.ts";
import { replay, saysTheSame } from "./replay.ts";
import { listAt } from "./state.ts";
import { day, listOf, saidBy, start, World } from "./testing/world.ts";

const cloud: Subprocessor = {
  id: "a",
  name: "Acme Cloud",
  locations: [{ country: "DE" }],
  purposes: ["Hosting"],
  dataCategories: [{ items: ["E-mail addresses"] }],
};
const mail: Subprocessor = { id: "b", name: "Bolt Mail", locations: [{ country: "IE" }] };
const cirrus: Subprocessor = { id: "c", name: "Cirrus" };
const everything = { rules: [{ notice: "P30D", objection: "P14D" }] };
const at = (...countries: string[]) => countries.map((country) => ({ country }));

const make = (terms: Parameters<typeof listOf>[0] = everything, ...entries: Subprocessor[]) =>
  World.of(listOf(terms, ...(entries.length > 0 ? entries : [cloud, mail])));
const open = (world: World) => (world.feed.open ?? []).map(({ id, kind, mode }) => `${id} ${mode} ${kind}`);
const fact = (world: World, id: string, field: string, t = world.now) =>
  listAt(world.feed, t).subprocessors.find((entry) => entry.id === id)?.[field];
const refused = (reason: string) => ({ code: "edit-refused", evidence: { reason } });

describe("the decision table, a row each", () => {
  test("same name, new id: the id alone, and what is announced goes along", async () => {
    const w = await make();
    await w.edit(1, { subprocessors: [{ ...cloud, locations: at("US") }, mail] });
    const windows = w.feed.open?.map(({ id, window }) => [id, window]);
    const [change] = await w.edit(1, { subprocessors: [{ ...cloud, id: "acme", locations: at("US") }, mail] });
    expect([change?.kind, change?.mode, change?.window]).toEqual(["id", "correction", undefined]);
    expect(w.feed.open?.map(({ id, window }) => [id, window])).toEqual(windows);
    expect(fact(w, "acme", "locations", w.now + 60 * day)).toEqual(at("US"));
    expect(w.feed.former).toMatchObject([{ id: "a", now: "acme" }]);
  });

  test("same name, new id, and it says that it replaces the other: a replacement, with notice", async () => {
    const w = await make({ noticePeriod: "P30D" });
    await w.edit(1, { subprocessors: [{ ...cloud, id: "acme", replaces: ["a"] }, mail] });
    expect([open(w), w.feed.former]).toEqual([["2.1 announcement replaced"], undefined]);
    expect([fact(w, "a", "name"), fact(w, "acme", "name")]).toEqual(["Acme Cloud", undefined]);
  });

  test("all that one entry replaces leave with its coming, in one change", async () => {
    const w = await make();
    const [change] = await w.edit(1, { subprocessors: [{ ...cirrus, replaces: ["a", "b"] }] });
    expect([open(w), change?.content.map(({ op }) => op).sort()]).toEqual([
      ["2.1 announcement replaced"],
      ["drop", "drop", "put"],
    ]);
  });

  test("of several namesakes the one that is most alike has the new id", async () => {
    const [one, two] = [
      { ...cloud, locations: at("US") },
      { ...cloud, id: "a2", purposes: ["Backups"] },
    ];
    const w = await make({}, one, two);
    const changes = await w.edit(1, { subprocessors: [{ ...two, id: "acme" }] });
    expect(changes.map(({ kind, content: [atom] }) => [kind, atom?.op])).toEqual([
      ["id", "rekey"],
      ["removed", "drop"],
    ]);
    expect(w.feed.former).toMatchObject([{ id: "a2", now: "acme" }, { id: "a" }]);
  });

  test("a pending removal is taken back when the entry is in the file again", async () => {
    const w = await make();
    await w.edit(1, { subprocessors: [mail] });
    expect(open(w)).toEqual(["2.1 announcement removed"]);
    const [change] = await w.edit(1, { subprocessors: [cloud, mail] });
    expect([change?.mode, change?.touches?.how, w.feed.open]).toEqual(["withdrawal", "withdraws", undefined]);
  });

  test("a pending arrival that is gone from the file does not come", async () => {
    const w = await make();
    await w.edit(1, { subprocessors: [cloud, mail, cirrus] });
    const [change] = await w.edit(1, { subprocessors: [cloud, mail] });
    expect([change?.mode, change?.kind, w.feed.open]).toEqual(["withdrawal", "added", undefined]);
    expect(fact(w, "c", "name", Infinity)).toBeUndefined();
  });

  test("who was to be replaced stays until somebody else comes in the place of the arrival that does not", async () => {
    const dana: Subprocessor = { id: "d", name: "Dana", replaces: ["a"] };
    const w = await make(everything, cloud, mail);
    await w.edit(1, { subprocessors: [{ ...cirrus, replaces: ["a"] }, mail] });
    const changes = await w.edit(10, { subprocessors: [dana, mail] });
    expect(changes.map(({ mode, kind, content }) => [mode, kind, content.map(idOf).sort()])).toEqual([
      ["withdrawal", "replaced", []],
      ["announcement", "replaced", ["a", "d"]],
    ]);
    expect([fact(w, "a", "name", w.now + 25 * day), fact(w, "d", "name", w.now + 25 * day)]).toEqual([
      cloud.name,
      undefined,
    ]);
    expect([fact(w, "a", "name", w.now + 31 * day), fact(w, "d", "name", w.now + 31 * day)]).toEqual([
      undefined,
      "Dana",
    ]);
    expect(audit(w.first, w.log)).toEqual([]);
  });

  test("who was to be replaced by what does not come, and is still out of the file, leaves on its day", async () => {
    const w = await make(everything, cloud, mail);
    await w.edit(1, { subprocessors: [{ ...cirrus, replaces: ["a"] }, mail] });
    const day31 = w.feed.open?.[0]?.effective;
    const changes = await w.edit(10, { subprocessors: [mail] });
    expect(changes.map(({ mode, kind, subject }) => [mode, kind, subject.id])).toEqual([
      ["withdrawal", "replaced", "c"],
      ["amendment", "removed", "a"],
    ]);
    expect(w.feed.open?.map(({ kind, effective }) => [kind, String(effective) >= String(day31)])).toEqual([
      ["removed", true],
    ]);
    expect(audit(w.first, w.log)).toEqual([]);
  });

  test.each<[string, Subprocessor, Partial<Subprocessor>]>([
    ["legal-entity", { ...cloud, legalEntity: { name: "Acme GmbH" } }, { legalEntity: { name: "Acme Inc" } }],
    ["added", { ...cloud, role: "vendor" }, { role: "sub-processor" }],
    ["replaced", cloud, { replaces: ["b"] }],
  ])("what is taken back is called what it was announced as: %s", async (kind, entry, change) => {
    const w = await make(everything, entry, mail);
    await w.edit(1, { subprocessors: [{ ...entry, ...change }, ...(change.replaces ? [] : [mail])] });
    const back = await w.edit(1, { subprocessors: [entry, mail] });
    const own = back.filter(({ subject }) => subject.id === "a");
    expect(own.map(({ mode, kind }) => [mode, kind])).toEqual([["withdrawal", kind]]);
  });

  test("an arrival that was announced with notice, and replaces somebody now, has it again, also where a replacement needs none", async () => {
    const w = await make({ noticePeriod: "P30D", appliesTo: ["added"] }, cloud, mail);
    await w.edit(1, { subprocessors: [cloud, mail, cirrus] });
    const said = await w.edit(1, { subprocessors: [mail, { ...cirrus, replaces: ["a"] }] });
    expect(said.map(({ mode, kind, window }) => [mode, kind, window !== undefined])).toEqual([
      ["amendment", "replaced", true],
    ]);
    expect(audit(w.first, w.log)).toEqual([]);
  });

  test("who was announced and never was in use cannot be replaced", async () => {
    const w = await make();
    await w.edit(1, { subprocessors: [{ ...cirrus, replaces: ["a"] }, mail] });
    const dana: Subprocessor = { id: "d", name: "Dana", replaces: ["c"] };
    await expect(w.edit(1, { subprocessors: [dana, mail] })).rejects.toMatchObject({
      ...refused("never-used"),
      message: expect.stringContaining("replaces: [a]"),
    });
  });

  test("a day that the terms of one of their zones do not allow is refused with the first one that they do", async () => {
    const rules = [{ notice: "P10D", objection: "P5D" }];
    const zone = "America/New_York";
    const w = await make({
      rules: [...rules.map((rule) => ({ when: { kind: ["added" as const] }, ...rule, calendar: { zone } })), ...rules],
    });
    const edit = (effective: string) =>
      w.edit(0, { subprocessors: [cloud, mail, cirrus] }, { subject: "c", effective });
    const message = expect.stringContaining("2026-01-13 or later (or an instant, from 2026-01-12T05:00:00Z)");
    await expect(edit("2026-01-12")).rejects.toMatchObject({ ...refused("too-early"), message });
    expect((await edit("2026-01-13"))[0]?.effective).toBe("2026-01-13T00:00:00Z");
  });

  test("a name in several languages is one name in any order of them, and with one more", async () => {
    const post = { ...cloud, name: { en: "Post", de: "Die Post" } };
    const w = await make(everything, post, mail);
    const kinds = async (entry: Subprocessor) =>
      (await w.edit(1, { subprocessors: [entry, mail] })).map(({ kind }) => kind);
    expect(await kinds({ ...post, id: "post", name: { de: "Die Post", en: "Post" } })).toEqual(["id"]);
    expect(await kinds({ ...post, id: "p", name: { de: "Die Post", en: "Post", fr: "La Poste" } })).toEqual([
      "id",
      "corrected",
    ]);
  });

  test("an entry that was to leave and is back under another id has that id, and stays", async () => {
    const w = await make({ rules: [{ when: { kind: ["added", "restored"] }, notice: "P30D" }] });
    await w.edit(1, { subprocessors: [mail] }, { subject: "a", effective: w.in(11) });
    const changes = await w.edit(1, { subprocessors: [{ ...cloud, id: "acme" }, mail] });
    expect(changes.map(({ mode, kind }) => [mode, kind])).toEqual([
      ["withdrawal", "removed"],
      ["correction", "id"],
    ]);
    expect([fact(w, "acme", "name"), fact(w, "acme", "name", Infinity), w.feed.open]).toEqual([
      cloud.name,
      cloud.name,
      undefined,
    ]);
    expect(audit(w.first, w.log)).toEqual([]);
  });

  test("an emergency holds from its true start, opens a window, and ends at once", async () => {
    const w = await make();
    const from = w.now + 2 * day;
    const effective = w.in(2);
    await w.edit(
      5,
      { subprocessors: [{ ...cloud, locations: at("US") }, mail] },
      { subject: "a", emergency: true, effective, reason: "Fire" },
    );
    expect([fact(w, "a", "locations"), open(w)]).toEqual([at("US"), ["2.1 emergency location"]]);
    const places = (t: number, known: number) =>
      asOf(w.first, w.log, t, { known }).subprocessors.find(({ id }) => id === "a")?.locations;
    expect([places(from + 1, w.now), places(from + 1, w.now - 1), places(from - 1, w.now)]).toEqual([
      at("US"),
      at("DE"),
      at("DE"),
    ]);
    const [end] = await w.edit(3, { subprocessors: [cloud, mail] });
    expect([end?.mode, fact(w, "a", "locations"), w.feed.open]).toEqual(["withdrawal", at("DE"), undefined]);
    expect(places(from + day, w.now)).toEqual(at("US"));
  });

  test("pending, and back to what is in effect: taken back, also after the deadline; after the day it is a change", async () => {
    const w = await make();
    await w.edit(1, { subprocessors: [{ ...cloud, locations: at("US") }, mail] });
    const [back] = await w.edit(20, { subprocessors: [cloud, mail] });
    expect([back?.mode, w.feed.open]).toEqual(["withdrawal", undefined]);
    await w.edit(1, { subprocessors: [{ ...cloud, locations: at("US") }, mail] });
    const [late] = await w.edit(40, { subprocessors: [cloud, mail] });
    expect(late?.mode).toBe("announcement");
  });

  test("pending, and worded otherwise: corrected in place", async () => {
    const w = await make();
    await w.edit(1, { subprocessors: [{ ...cloud, purposes: ["Mail"] }, mail] });
    const before = w.feed.open?.map(({ id, window }) => ({ id, window }));
    const [change] = await w.edit(1, { subprocessors: [{ ...cloud, purposes: ["mail."] }, mail] });
    expect([change?.mode, change?.touches?.how]).toEqual(["correction", "corrects"]);
    expect(w.feed.open).toMatchObject(before ?? []);
  });

  test("pending, and fewer places than announced: same day and window; none at all is announced again", async () => {
    const w = await make();
    await w.edit(1, { subprocessors: [{ ...cloud, locations: at("DE", "US", "IN") }, mail] });
    const [before] = w.feed.open ?? [];
    const [change] = await w.edit(20, { subprocessors: [{ ...cloud, locations: at("DE", "US") }, mail] });
    expect([change?.touches?.how, w.feed.open?.[0]?.window]).toEqual(["narrows", before?.window]);
    const [none] = await w.edit(1, { subprocessors: [{ ...cloud, locations: [] }, mail] });
    expect(none?.touches?.how).toBe("amends");
  });

  test("fewer safeguards are not narrower", async () => {
    const w = await make();
    await w.edit(1, { subprocessors: [{ ...cloud, safeguards: ["Encryption", "Own keys"] }, mail] });
    const [change] = await w.edit(1, { subprocessors: [{ ...cloud, safeguards: ["Encryption"] }, mail] });
    expect(change?.touches?.how).toBe("amends");
  });

  test("pending, and of a kind without notice: patched, same day", async () => {
    const w = await make({ rules: [{ when: { kind: ["added"] }, notice: "P30D" }] });
    await w.edit(
      1,
      { subprocessors: [{ ...cloud, retention: "1 year" }, mail] },
      { subject: "a", effective: w.in(90) },
    );
    const [change] = await w.edit(1, { subprocessors: [{ ...cloud, retention: "2 years" }, mail] });
    expect([change?.touches?.how, open(w)]).toEqual(["corrects", ["2.1 announcement data"]]);
  });

  test("pending, and else: announced again, no sooner; the rest of the change stays", async () => {
    const w = await make();
    const edited = { ...cloud, locations: at("US"), dataCategories: [{ items: ["Logs"] }], "x-odd": "x" };
    await w.edit(1, { subprocessors: [edited, mail] });
    const [place] = w.feed.open?.filter(({ kind }) => kind === "location") ?? [];
    const others = w.feed.open?.filter(({ kind }) => kind !== "location");
    const [change] = await w.edit(10, { subprocessors: [{ ...edited, locations: at("IN") }, mail] });
    expect([change?.mode, change?.touches?.change]).toEqual(["amendment", place?.id]);
    expect(w.feed.open?.filter(({ kind }) => kind !== "location")).toEqual(others);
    expect(change?.effective && place?.effective && change.effective > place.effective).toBe(true);
  });

  test("a replacement is one change: the old one until a day, the new one from it; taken back in parts", async () => {
    const w = await make();
    const heir = { ...cirrus, replaces: ["a"] };
    const [change] = await w.edit(1, { subprocessors: [mail, heir] });
    expect([change?.kind, change?.content.map(({ op }) => op).sort()]).toEqual(["replaced", ["drop", "put"]]);
    await w.edit(1, { subprocessors: [mail] });
    expect(w.feed.open?.map(({ content }) => content.map(({ op }) => op))).toEqual([["drop"]]);
    await w.edit(1, { subprocessors: [cloud, mail] });
    expect([w.feed.open, saidBy(w.feed)]).toEqual([undefined, saidBy(w.first)]);
  });

  test("an old one that leaves the file later joins the arrival of its successor", async () => {
    const w = await make();
    const [first] = await w.edit(1, { subprocessors: [cloud, mail, { ...cirrus, replaces: ["a"] }] });
    const [second] = await w.edit(2, { subprocessors: [mail, { ...cirrus, replaces: ["a"] }] });
    expect(second?.touches).toEqual({ how: "joins", change: first?.id });
    expect(fact(w, "a", "name", Date.parse(first?.effective ?? "") - 1000)).toBe("Acme Cloud");
    expect(fact(w, "a", "name", Date.parse(first?.effective ?? ""))).toBeUndefined();
  });

  test("an entry in use that takes over another is a replacement by the terms", async () => {
    const w = await make({ noticePeriod: "P30D" });
    const changes = await w.edit(1, { subprocessors: [{ ...cloud, replaces: ["b"] }] });
    expect(changes.map(({ kind, content }) => [kind, content.map(({ op }) => op).sort()])).toEqual([
      ["replaced", ["drop", "set"]],
    ]);
    expect(fact(w, "b", "name")).toBe("Bolt Mail");
  });

  test("a correction that the author calls one: before and after, dated back, no window", async () => {
    const w = await make();
    const [change] = await w.edit(
      10,
      { subprocessors: [{ ...cloud, locations: at("US") }, mail] },
      { subject: "a", correction: true, effective: "2026-01-01T09:00:00Z", reason: "We had it wrong." },
    );
    expect([change?.mode, change?.kind, change?.effective, change?.window]).toEqual([
      "correction",
      "location",
      "2026-01-01T09:00:00Z",
      undefined,
    ]);
    expect(fact(w, "a", "locations")).toEqual(at("US"));
  });

  test("no notice: in effect at once, or from the day that the author names", async () => {
    const w = await make({});
    const [now] = await w.edit(1, { subprocessors: [{ ...cloud, locations: at("US") }, mail] });
    expect([now?.mode, fact(w, "a", "locations")]).toEqual(["immediate", at("US")]);
    const [later] = await w.edit(
      1,
      { subprocessors: [{ ...cloud, locations: at("IN") }, mail] },
      { subject: "a", effective: w.in(30) },
    );
    expect([later?.mode, fact(w, "a", "locations"), fact(w, "a", "locations", w.now + 31 * day)]).toEqual([
      "announcement",
      at("US"),
      at("IN"),
    ]);
  });
});

describe("pitfalls, by their smallest example", () => {
  test("the day comes between two publishes: nothing to say, nothing written", async () => {
    const w = await make();
    await w.edit(1, { subprocessors: [{ ...cloud, locations: at("US") }, mail] });
    expect([fact(w, "a", "locations"), fact(w, "a", "locations", w.now + 40 * day)]).toEqual([at("DE"), at("US")]);
    expect(await w.edit(60, {})).toEqual([]);
  });

  test("a publish at the very deadline leaves the window open", async () => {
    const w = await make();
    await w.edit(1, { subprocessors: [cloud, mail, cirrus] }, { subject: "c", emergency: true });
    w.now = Date.parse(w.feed.open?.[0]?.window?.deadline ?? "");
    await w.edit(0, { subprocessors: [{ ...cloud, "x-odd": 1 }, mail, cirrus] });
    expect(open(w)).toContain("2.1 emergency added");
  });

  test("what was open of an entry that left does not come to the entry that returns", async () => {
    const w = await make({ rules: [{ when: { kind: ["location"] }, notice: "P200D" }] });
    await w.edit(1, { subprocessors: [{ ...cloud, locations: at("US") }, mail] });
    await w.edit(1, { subprocessors: [mail] });
    expect(w.feed.open).toBeUndefined();
    const [back] = await w.edit(1, { subprocessors: [cloud, mail] });
    expect(back?.kind).toBe("restored");
    expect(fact(w, "a", "locations", w.now + 300 * day)).toEqual(at("DE"));
  });

  test("a dated removal leaves what is pending of the entry, void once it leaves", async () => {
    const w = await make({ rules: [{ when: { kind: ["removed"] }, notice: "P10D" }, { notice: "P30D" }] });
    await w.edit(1, { subprocessors: [{ ...cloud, locations: at("US") }, mail] });
    const before = open(w);
    await w.edit(1, { subprocessors: [mail] });
    await w.edit(1, { subprocessors: [{ ...cloud, locations: at("US") }, mail] });
    expect(open(w)).toEqual(before);
    await w.edit(1, { subprocessors: [mail] });
    expect(listAt(w.feed, w.now + 60 * day).subprocessors.map(({ id }) => id)).toEqual(["b"]);
  });

  test("an amended replacement takes the departure along, and comes no sooner than announced", async () => {
    const w = await make();
    const heir = { ...cirrus, replaces: ["a"], locations: at("DE") };
    await w.edit(1, { subprocessors: [mail, heir] }, { subject: "c", effective: w.in(120) });
    const first = w.feed.open?.[0]?.effective ?? "";
    await w.edit(10, { subprocessors: [mail, { ...heir, locations: at("US") }] });
    expect(w.feed.open?.map(({ effective }) => effective)).toEqual([first]);
    await w.edit(100, { subprocessors: [mail, { ...heir, locations: at("IN") }] });
    expect(fact(w, "a", "name", Date.parse(first))).toBe("Acme Cloud");
    expect(fact(w, "a", "name", Date.parse(first) + 60 * day)).toBeUndefined();
  });

  test("an arrival that replaces somebody else now leaves the other's departure where it was announced", async () => {
    const w = await make({ rules: [{ notice: "P30D", when: { kinds: ["replaced"] } }] });
    const split = (...ids: string[]): Subprocessor[] => ids.map((id) => ({ id, name: id, replaces: ["a"] }));
    await w.edit(1, { subprocessors: [mail, ...split("e", "f")] });
    const changes = await w.edit(1, {
      subprocessors: [...split("e"), { id: "f", name: "f", replaces: ["b"] }],
    });
    const said = changes.map(({ subject, content }) => [subject.id, content.map((atom) => `${atom.op} ${idOf(atom)}`)]);
    expect(said).toContainEqual(["f", ["put f", "drop b"]]);
    expect(said).toContainEqual(["e", ["drop a"]]);
    expect(audit(w.first, w.log)).toEqual([]);
  });

  test("such a departure keeps the day that it was announced for, also where it needs no notice", async () => {
    const w = await make({ rules: [] });
    const split = (...ids: string[]): Subprocessor[] => ids.map((id) => ({ id, name: id, replaces: ["a"] }));
    await w.edit(1, { subprocessors: [mail, ...split("e", "f")] }, { subject: "f", effective: w.in(30) });
    const day = w.feed.open?.find(({ subject }) => subject.id === "f")?.effective;
    const other = { id: "f", name: "f", replaces: ["b"] };
    const now = { subject: "f", emergency: true, reason: "Bolt Mail failed." };
    const changes = await w.edit(1, { subprocessors: [...split("e"), other] }, now);
    const left = changes.find(({ content }) => content.some((atom) => idOf(atom) === "a"));
    expect([left?.subject.id, left?.effective]).toEqual(["e", day]);
    expect(audit(w.first, w.log)).toEqual([]);
  });

  test("a split leaves the old one until the last part has come", async () => {
    const w = await make();
    const parts = [
      { ...cirrus, replaces: ["a"] },
      { id: "d", name: "Delta", replaces: ["a"] },
    ];
    await w.edit(1, { subprocessors: [mail, ...parts] }, { subject: "d", effective: w.in(90) });
    expect(fact(w, "a", "name", w.now + 60 * day)).toBe("Acme Cloud");
    expect(fact(w, "a", "name", w.now + 95 * day)).toBeUndefined();
  });

  test("the terms in effect date a change, not those that the same edit brings", async () => {
    const w = await make();
    const changes = await w.edit(1, { noticeTerms: {}, subprocessors: [{ ...cloud, locations: at("US") }, mail] });
    expect(changes.map(({ kind, effective }) => [kind, effective?.slice(0, 10)])).toEqual([
      ["location", "2026-02-02"],
      ["terms", "2026-02-02"],
    ]);
  });

  test("no edit of a category takes the notice off what comes with it", async () => {
    const w = await make({ rules: [{ when: { category: ["AI"] }, notice: "P30D" }] }, { ...cloud, category: "AI" });
    await w.edit(1, { subprocessors: [{ ...cloud, category: "Hosting", locations: at("US") }] });
    expect(fact(w, "a", "locations")).toEqual(at("DE"));
  });

  test("an entry that becomes a sub-processor by its role is an arrival, with notice", async () => {
    const w = await make({ noticePeriod: "P30D" }, { ...cloud, role: "vendor" });
    const [change] = await w.edit(1, { subprocessors: [cloud] });
    expect([change?.kind, change?.window !== undefined, fact(w, "a", "role")]).toEqual(["added", true, "vendor"]);
  });

  test("a new place and its mechanism take effect on one day", async () => {
    const w = await make({ rules: [{ when: { kind: ["location"] }, notice: "P30D" }] });
    const edited = { ...cloud, locations: at("US"), transferMechanisms: [{ type: "scc" as const }], "x-odd": 1 };
    await w.edit(1, { subprocessors: [edited, mail] });
    expect([fact(w, "a", "transferMechanisms"), fact(w, "a", "x-odd")]).toEqual([undefined, 1]);
    expect(new Set(w.feed.open?.map(({ effective }) => effective)).size).toBe(1);
    await w.edit(1, { subprocessors: [{ ...cloud, "x-odd": 1 }, mail] });
    expect(w.feed.open).toBeUndefined();
  });

  test("members of a group whose terms give them different days are said apart", async () => {
    const rules = [{ when: { category: ["AI"] }, notice: "P60D" }, { notice: "P10D" }];
    const [x, y] = [
      { id: "x", name: "Xeno", groups: ["g"], category: "AI" },
      { id: "y", name: "Yak", groups: ["g"] },
    ];
    const group = (country: string) => ({ id: "g", title: "G", common: { locations: at(country) } });
    const w = await World.of({ ...listOf({ rules }, x, y), groups: [group("DE")] });
    await w.edit(1, { groups: [group("US")] });
    const places = (days: number) => ["x", "y"].map((id) => fact(w, id, "locations", w.now + days * day));
    expect([places(20), places(70)]).toEqual([
      [at("DE"), at("US")],
      [at("US"), at("US")],
    ]);
  });

  test("a group's fact is said once for its members; moving a fact between entry and group says nothing", async () => {
    const [x, y] = [
      { id: "x", name: "Xeno", groups: ["g"] },
      { id: "y", name: "Yak", groups: ["g"] },
    ];
    const group = (country: string) => ({ id: "g", title: "G", common: { locations: at(country) } });
    const w = await World.of({ ...listOf(everything, x, y), groups: [group("DE")] });
    const changes = await w.edit(1, { groups: [group("US")] });
    expect(changes.map(({ kind, subject, content }) => [kind, subject, content.length])).toEqual([
      ["location", { type: "group", id: "g" }, 2],
    ]);
    expect(w.feed.groups).toEqual([{ id: "g", title: "G" }]);
    const moved = [x, y].map((entry) => ({ ...entry, locations: at("US") }));
    expect(await w.edit(1, { subprocessors: moved, groups: [{ id: "g", title: "G" }] })).toEqual([]);
    const [back] = await w.edit(1, { subprocessors: [x, y], groups: [group("DE")] });
    expect([back?.mode, back?.subject, w.feed.open]).toEqual(["withdrawal", { type: "group", id: "g" }, undefined]);
  });

  test("what is said of a group is said of what its members get from it, in one change", async () => {
    const x: Subprocessor = { id: "x", name: "Xeno", groups: ["g"] };
    const y: Subprocessor = { id: "y", name: "Yak", groups: ["g"] };
    const group = (country: string) => ({ id: "g", title: "G", common: { locations: at(country) } });
    const w = await World.of({ ...listOf(everything, x, y), groups: [group("DE")] });
    const announce = { subject: "group:g", emergency: true, reason: "The data centre burnt down." };
    const changes = await w.edit(1, { groups: [group("US")] }, announce);
    expect(changes.map(({ kind, mode, subject, reason }) => [kind, mode, subject, reason])).toEqual([
      ["location", "emergency", { type: "group", id: "g" }, "The data centre burnt down."],
    ]);
    expect([fact(w, "x", "locations"), fact(w, "y", "locations")]).toEqual([at("US"), at("US")]);
  });

  test("what is said of a group is said of those that take its facts, whatever another member states of its own", async () => {
    const groups = (country: string) => [{ id: "g", title: "G", common: { locations: at(country) } }];
    const members = ["x", "y", "z"].map((id) => ({ id, name: id, groups: ["g"] }));
    const [x, y, z] = members as [Subprocessor, Subprocessor, Subprocessor];
    const entries = [x, y, { ...z, locations: at("FR") }];
    const w = await World.of({ ...listOf(everything, ...entries), groups: groups("DE") });
    const said = { subject: "group:g", reason: "Cheaper", effective: w.in(60) };
    const [change, ...others] = await w.edit(1, { groups: groups("US") }, said);
    expect([change?.subject, change?.reason, change?.effective, others]).toEqual([
      ...[{ type: "group", id: "g" }, "Cheaper", said.effective, []],
    ]);
    expect(change?.content.map(idOf)).toEqual(["x", "y"]);
    const [move] = await w.edit(1, {}, { subject: "group:g", reason: "Later", effective: w.in(90) });
    expect([move?.mode, w.feed.open?.[0]?.effective]).toEqual(["move", move?.effective]);
    expect(audit(w.first, w.log)).toEqual([]);
  });

  test("a successor that comes for somebody else leaves nobody behind it, where that needs no notice either", async () => {
    const delta = { id: "d", name: "Delta" };
    const arrivals = { rules: [{ when: { kind: ["replaced" as const] }, notice: "P30D", objection: "P14D" }] };
    const w = await make(arrivals, cloud, mail, cirrus);
    await w.edit(1, { subprocessors: [cloud, cirrus, { ...delta, replaces: ["b"] }] });
    const day = w.feed.open?.[0]?.effective;
    await w.edit(1, { noticeTerms: { rules: [] } });
    await w.edit(1, { subprocessors: [cirrus, { ...delta, replaces: ["a"] }] });
    const left = (w.feed.open ?? []).flatMap(({ kind, effective, content }) =>
      content.flatMap((atom) => (atom.op === "drop" ? [[atom.id, kind, effective]] : [])),
    );
    expect(left.sort()).toEqual([
      ["a", "replaced", day],
      ["b", "removed", day],
    ]);
    expect(audit(w.first, w.log)).toEqual([]);
  });

  test("words explain one change; a day can be moved later without another fact, never before it is due", async () => {
    const w = await make();
    const edited = { ...cloud, locations: at("US") };
    const words = { subject: "a", reason: "Cheaper", effective: w.in(60) };
    await w.edit(1, { subprocessors: [edited, mail] }, words);
    expect(await w.edit(1, {}, words)).toEqual([]);
    const more = { subprocessors: [{ ...edited, dataCategories: [{ items: ["Logs"] }] }, mail] };
    await expect(w.edit(1, more, words)).rejects.toMatchObject(refused("words-used"));
    const [move] = await w.edit(
      1,
      { subprocessors: [edited, mail] },
      { subject: "a", reason: "Delayed", effective: w.in(80) },
    );
    expect([move?.mode, move?.touches?.how, w.feed.open?.[0]?.effective]).toEqual(["move", "moves", move?.effective]);
    await expect(w.edit(1, {}, { subject: "a", effective: w.in(2) })).rejects.toMatchObject(refused("too-early"));
  });

  test("where the time to object counts from the day on which a change starts, another day is announced anew", async () => {
    const w = await make({ rules: [{ notice: "P30D", objection: "P14D", from: "effective" }] });
    await w.edit(1, { subprocessors: [cloud, mail, cirrus] });
    const [announced] = w.feed.open ?? [];
    const soon = w.edit(10, {}, { subject: "c", reason: "Delayed", effective: w.in(39) });
    await expect(soon).rejects.toMatchObject({
      ...refused("too-early"),
      message: expect.stringContaining("announced anew"),
    });
    const [anew] = await w.edit(0, {}, { subject: "c", reason: "Delayed", effective: w.in(50) });
    expect([anew?.mode, anew?.kind, anew?.touches?.how, open(w)]).toEqual([
      ...["amendment", "added", "amends"],
      ["3.1 amendment added"],
    ]);
    const timeOf = (change = anew) => Date.parse(change?.window?.deadline ?? "") - Date.parse(change?.effective ?? "");
    expect([timeOf(announced), timeOf()].map((time) => Math.floor(time / day))).toEqual([14, 14]);
    expect(audit(w.first, w.log)).toEqual([]);
    // A day sooner takes no time from anybody: the deadline that was told stays.
    const sooner = await w.edit(1, {}, { subject: "c", reason: "Sooner", effective: w.in(40) });
    expect(sooner.map(({ mode }) => mode)).toEqual(["move"]);
    expect(w.feed.open?.[0]?.window).toEqual(anew?.window);
    expect(audit(w.first, w.log)).toEqual([]);
    // Whoever signs a later day as a mere move keeps back time that the terms promise.
    const later = { ...(w.log.at(-1) as LogEntry).change, effective: w.in(60) };
    const lied = [...w.log.slice(0, -1), { ...(w.log.at(-1) as LogEntry), change: later }];
    expect(audit(w.first, lied)).toMatchObject([{ change: "4.1", fault: "hidden-window" }]);
  });

  test("specific authorisation: no day until the publisher says that it was approved", async () => {
    const w = await make({ noticePeriod: "P30D", silence: "refused" });
    const [change] = await w.edit(1, { subprocessors: [cloud, mail, cirrus] });
    expect([change?.effective, change?.approval]).toEqual([null, "required"]);
    expect(fact(w, "c", "name", w.now + 999 * day)).toBeUndefined();
    expect(fact(w, "c", "name", Infinity)).toBe("Cirrus");
    await expect(w.edit(1, {}, { subject: "c", start: true, effective: w.in(2) })).rejects.toMatchObject(
      refused("too-early"),
    );
    await w.edit(40, {}, { subject: "c", start: true, effective: w.in(41) });
    expect(fact(w, "c", "name", w.now + 2 * day)).toBe("Cirrus");
  });

  test("what waits for approval goes on waiting when it is amended, whatever terms came since", async () => {
    const specific = { when: { kind: ["added" as const] }, notice: "P30D", authorisation: "specific" as const };
    const w = await make({ rules: [specific] });
    await w.edit(1, { subprocessors: [cloud, mail, cirrus] });
    await w.edit(1, { noticeTerms: { noticePeriod: "P30D" } });
    await w.edit(1, { subprocessors: [cloud, mail, { ...cirrus, locations: at("US") }] });
    expect(w.feed.open).toMatchObject([{ mode: "amendment", effective: null, approval: "required" }]);
    expect(fact(w, "c", "name", w.now + 999 * day)).toBeUndefined();
  });

  test("a day before the one that the terms allow is refused, not moved", async () => {
    const w = await make();
    const early = { subject: "c", effective: w.in(10) };
    await expect(w.edit(1, { subprocessors: [cloud, mail, cirrus] }, early)).rejects.toMatchObject(
      refused("too-early"),
    );
  });

  test("what is announced and cannot wait is moved as an emergency, and stands as one", async () => {
    const w = await make();
    await w.edit(1, { subprocessors: [{ ...cloud, locations: at("US") }, mail] });
    await w.edit(1, {}, { subject: "a", emergency: true, effective: w.in(1), reason: "Fire" });
    expect([open(w), fact(w, "a", "locations")]).toEqual([["2.1 emergency location"], at("US")]);
  });

  test("what left and comes back has not left", async () => {
    const w = await make({});
    await w.edit(1, { subprocessors: [mail] });
    expect(w.feed.former).toMatchObject([{ id: "a" }]);
    const [change] = await w.edit(1, { subprocessors: [cloud, mail] });
    expect([change?.kind, w.feed.former]).toEqual(["restored", undefined]);
  });

  test("what is said later about the past has the last word on all the time since", async () => {
    const w = await make({});
    await w.edit(1, { subprocessors: [{ ...cloud, locations: at("US") }, mail] });
    const said = { subject: "a", correction: true, reason: "It never moved", effective: w.in(-1) };
    await w.edit(4, { subprocessors: [{ ...cloud, locations: at("FR") }, mail] }, said);
    const places = (t: number) => asOf(w.first, w.log, t).subprocessors.find(({ id }) => id === "a")?.locations;
    expect([places(w.now), places(w.now - 3 * day), fact(w, "a", "locations")]).toEqual([at("FR"), at("FR"), at("FR")]);
  });

  test("two entries of one id are refused", async () => {
    const w = await make();
    const twice = { subprocessors: [cloud, mail, { ...mail, name: "Bolt Chat" }] };
    await expect(w.edit(1, twice)).rejects.toMatchObject(refused("duplicate-id"));
    await expect(make(everything, cloud, cloud)).rejects.toMatchObject(refused("duplicate-id"));
  });

  test("the same words with another day are other words, and two about one subject are refused", async () => {
    const w = await make();
    await w.edit(1, { subprocessors: [{ ...cloud, locations: at("US") }, mail] });
    const delayed = { subject: "a", reason: "Delayed" };
    await w.edit(1, {}, { ...delayed, effective: w.in(60) });
    const effective = w.in(80);
    const [again] = await w.edit(1, {}, { ...delayed, effective });
    expect([again?.mode, w.feed.open?.[0]?.effective]).toEqual(["move", effective]);
    const other = { subject: "a", reason: "Cheaper" };
    await expect(w.edit(1, {}, delayed, other)).rejects.toMatchObject(refused("announced-twice"));
  });

  test("a plan without a day waits for one", async () => {
    const w = await make({});
    const [change] = await w.edit(1, { subprocessors: [cloud, mail, cirrus] }, { subject: "c", expected: "2027" });
    expect([change?.effective, change?.expected, fact(w, "c", "name", w.now + 999 * day)]).toEqual([
      null,
      "2027",
      undefined,
    ]);
    await w.edit(1, {}, { subject: "c", effective: w.in(10) });
    expect([w.feed.open?.[0]?.expected, fact(w, "c", "name", w.now + 11 * day)]).toEqual([undefined, "Cirrus"]);
  });

  test("segments: in the list from the first day it holds for anyone; as-of knows each one's day", async () => {
    const segments = [{ id: "enterprise", name: "Enterprise", noticePeriod: "P90D", objectionPeriod: "P60D" }];
    const w = await make({ noticePeriod: "P30D", objectionPeriod: "P14D", segments });
    await w.edit(1, { subprocessors: [cloud, mail, cirrus] });
    const t = w.now + 40 * day;
    expect(fact(w, "c", "name", t)).toBe("Cirrus");
    const enterprise = asOf(w.first, w.log, t, { known: t, segment: "enterprise" });
    expect(enterprise.subprocessors.map(({ id }) => id)).toEqual(["a", "b"]);
    await w.edit(40, { subprocessors: [{ ...cloud, name: "ACME cloud" }, mail, cirrus] });
    expect(open(w)).toEqual(["2.1 announcement added"]);
  });

  test("the first disclosure: what is dated later is announced, the rest is in effect", async () => {
    const w = await World.of(listOf(everything, cloud, mail), [{ subject: "b", effective: "2026-03-15" }]);
    expect(w.feed.subprocessors.map(({ id }) => id)).toEqual(["a"]);
    expect(w.log.map(({ change }) => [change.mode, change.content.length])).toEqual([
      ["initial", 0],
      ["announcement", 1],
    ]);
    expect(saidBy(replay(w.first, w.log))).toBe(saidBy(w.feed));
  });

  test("the first disclosure: what is only expected is announced, without a day", async () => {
    const w = await World.of(listOf(everything, cloud, mail), [{ subject: "b", expected: "2026-06" }]);
    expect(w.feed.subprocessors.map(({ id }) => id)).toEqual(["a"]);
    expect(w.feed.open).toMatchObject([{ kind: "added", effective: null, expected: "2026-06" }]);
  });

  test("an id belongs to one company for good", async () => {
    const w = await make();
    await expect(w.edit(1, { subprocessors: [{ ...cloud, name: "Zeta Inc" }, mail] })).rejects.toMatchObject(
      refused("another-company"),
    );
    const zeta = { subprocessors: [{ ...cloud, name: "Zeta Inc" }, mail] };
    await expect(w.edit(0, zeta, { subject: "a", reason: "New look" })).rejects.toMatchObject(
      refused("another-company"),
    );
    await w.edit(0, zeta, { subject: "a", renamed: true });
    const v = await make({});
    await v.edit(1, { subprocessors: [mail] });
    await expect(v.edit(1, { subprocessors: [mail, { ...cloud, name: "Zeta" }] })).rejects.toMatchObject(
      refused("id-reused"),
    );
  });

  test("another legal entity behind one name is a change of its own kind, with notice", async () => {
    const w = await make({ noticePeriod: "P30D" }, { ...cloud, legalEntity: { name: "Acme GmbH" } });
    const [change] = await w.edit(1, { subprocessors: [{ ...cloud, legalEntity: { name: "Acme Ltd" } }] });
    expect([change?.kind, change?.mode, change?.window !== undefined]).toEqual(["legal-entity", "announcement", true]);
  });

  test("in use since today, under a notice period, cannot both be: the author must say which", async () => {
    const w = await make({ noticePeriod: "P30D" });
    const entry = { ...cirrus, since: "2026-01-02" };
    await expect(w.edit(1, { subprocessors: [cloud, mail, entry] })).rejects.toMatchObject(refused("in-use-already"));
    const said = { subject: "c", emergency: true, effective: "2026-01-02", reason: "The other one failed" };
    const [change] = await w.edit(0, { subprocessors: [cloud, mail, entry] }, said);
    expect([change?.mode, change?.effective, fact(w, "c", "name")]).toEqual([
      "emergency",
      "2026-01-02T00:00:00Z",
      "Cirrus",
    ]);
  });

  test("said in one instant, in two versions: 10.1 comes after 9.1", async () => {
    const w = await make({});
    for (let n = 0; n < 12; n++) await w.edit(0, { subprocessors: [{ ...cloud, "x-odd": n }, mail] });
    expect(w.feed.version).toBe(13);
    expect(saidBy(asOf(w.first, w.log, w.now))).toBe(saidBy(listAt(w.feed, w.now)));
  });

  test("a feed that leaves out what is open or who has left is not the one that its log makes", async () => {
    const w = await make({ rules: [{ when: { kind: ["location"] }, notice: "P30D" }] });
    await w.edit(1, { subprocessors: [{ ...mail, locations: at("US") }] });
    const made = replay(w.first, w.log);
    const { open, former, ...rest } = w.feed;
    expect([open?.length, former?.length, saysTheSame(made, w.feed)]).toEqual([1, 1, true]);
    expect([saysTheSame(made, { ...rest, open }), saysTheSame(made, { ...rest, former })]).toEqual([false, false]);
  });

  test("a changed policy always has its entry", async () => {
    const policies = (version: string) => [{ id: "dpa", title: "DPA", version }];
    const w = await World.of({ ...listOf({}, cloud), policies: policies("1") });
    const [change] = await w.edit(1, { policies: policies("2") });
    expect([change?.kind, change?.subject]).toEqual(["policy", { type: "policy", id: "dpa" }]);
    expect((await w.edit(1, { policies: [] })).map(({ kind, content }) => [kind, content[0]?.op])).toEqual([
      ["policy", "drop"],
    ]);
  });

  test("a clock set back says what it says at the time of the version before", async () => {
    const w = await make({});
    const [change] = await w.edit(-3, { subprocessors: [{ ...cloud, locations: at("US") }, mail] });
    expect([change?.announced, w.feed.published]).toEqual([w.first.published, w.first.published]);
    expect(Date.parse(w.feed.published)).toBe(start);
  });
});

describe("a succession that is taken back or announced otherwise", () => {
  const dana: Subprocessor = { id: "d", name: "Dana" };
  const merged = { ...cloud, replaces: ["b"] };
  const wide = { ...cloud, replaces: ["b", "d"] };
  const told = (changes: Awaited<ReturnType<World["edit"]>>) =>
    changes.map(({ mode, kind, subject, content, touches }) => [
      `${mode} ${kind} ${subject.id}`,
      content.map((atom) => `${atom.op} ${idOf(atom)}`),
      touches && "atoms" in touches ? [...(touches.atoms as string[])].sort() : undefined,
    ]);

  test.each([
    ["of an entry that is here", [merged]],
    ["of an arrival", [cloud, { ...cirrus, replaces: ["b"] }]],
  ] as [string, Subprocessor[]][])(
    "whole, it is one withdrawal of what was announced: %s",
    async (_, subprocessors) => {
      const w = await make();
      const [said] = await w.edit(1, { subprocessors });
      const changes = await w.edit(4, { subprocessors: [cloud, mail] });
      const [touches, subject] = [{ change: said?.id }, said?.subject];
      expect(changes).toMatchObject([{ mode: "withdrawal", kind: "replaced", subject, touches }]);
      expect([changes.length, w.feed.open, audit(w.first, w.log)]).toEqual([1, undefined, []]);
    },
  );

  test("in part, who stays is taken out, and who still leaves goes with what is announced anew", async () => {
    const w = await make(everything, cloud, mail, dana);
    await w.edit(1, { subprocessors: [wide] });
    const changes = await w.edit(4, { subprocessors: [merged, dana] });
    expect(told(changes)).toEqual([
      ["withdrawal removed d", [], ["subprocessor/d"]],
      ["amendment replaced a", ["set a", "drop b"], ["subprocessor/a#replaces", "subprocessor/b"]],
    ]);
    expect([open(w), audit(w.first, w.log)]).toEqual([["3.2 amendment replaced"], []]);
  });

  test("whom an entry takes over from besides is announced with it, once", async () => {
    const w = await make(everything, cloud, mail, dana);
    await w.edit(1, { subprocessors: [merged, dana] });
    const changes = await w.edit(4, { subprocessors: [wide] });
    expect(changes.map(({ kind, content }) => [kind, content.map(idOf).sort()])).toEqual([
      ["replaced", ["a", "b", "d"]],
    ]);
    const days = ["b", "d"].map((id) => [fact(w, id, "name", w.now + 29 * day), fact(w, id, "name", w.now + 31 * day)]);
    expect(days).toEqual([
      ["Bolt Mail", undefined],
      ["Dana", undefined],
    ]);
    expect([open(w), audit(w.first, w.log)]).toEqual([["3.1 amendment replaced"], []]);
  });

  test.each([
    ["with notice", everything],
    ["at once", { noticePeriod: "P30D" }],
  ])("who leaves too takes over from nobody: %s", async (_, terms) => {
    const w = await make(terms, cloud, mail, dana);
    const [said] = await w.edit(1, { subprocessors: [merged, dana] });
    const changes = await w.edit(4, { subprocessors: [dana] });
    expect(told(changes).slice(0, 1)).toEqual([["withdrawal replaced a", [], ["subprocessor/a#replaces"]]]);
    expect(changes.slice(1).map(({ kind, content }) => [kind, content.map(idOf)])).toEqual(
      expect.arrayContaining([
        ["removed", ["a"]],
        ["removed", ["b"]],
      ]),
    );
    const leaves = changes.find(({ content }) => content.some((atom) => atom.op === "drop" && atom.id === "b"));
    expect(String(leaves?.effective) >= String(said?.effective)).toBe(true);
    expect(w.feed.open?.filter(({ kind }) => kind === "replaced") ?? []).toEqual([]);
    expect(audit(w.first, w.log)).toEqual([]);
  });

  test("who leaves for a third entry leaves those to it that it was to take over from", async () => {
    const w = await make(everything, cloud, mail, dana);
    await w.edit(1, { subprocessors: [merged, dana] });
    const changes = await w.edit(4, { subprocessors: [{ ...dana, replaces: ["a", "b"] }] });
    const drops = changes.flatMap(({ kind, subject, content }) =>
      content.flatMap((atom) => (atom.op === "drop" ? [`${atom.id} ${kind} ${subject.id}`] : [])),
    );
    expect(drops.sort()).toEqual(["a replaced d", "b replaced d"]);
    expect(audit(w.first, w.log)).toEqual([]);
  });
});

test("whoever was announced and never was in use is not to be replaced", async () => {
  const w = await make();
  await w.edit(1, { subprocessors: [cloud, mail, cirrus] });
  const zeta = { subprocessors: [cloud, mail, { ...cirrus, name: "Zeta" }] };
  const message = expect.not.stringContaining("replaces");
  await expect(w.edit(1, zeta)).rejects.toMatchObject({ ...refused("another-company"), message });
  const other = { subprocessors: [{ ...cloud, name: "Zeta" }, mail, cirrus] };
  const used = expect.stringContaining("replaces: [a]");
  await expect(w.edit(1, other)).rejects.toMatchObject({ ...refused("another-company"), message: used });
});

test("to state what is meant without stating it, or no more, is wording", async () => {
  const kinds = (...changes: { kind: string; mode: string; window?: unknown }[]) =>
    changes.map(({ kind, mode, window }) => [kind, mode, window]);
  const w = await make({ noticePeriod: "P30D", appliesTo: ["scope", "added"] });
  const role = { ...cloud, role: "sub-processor" as const };
  const wording = [["corrected", "correction", undefined]];
  expect(kinds(...(await w.edit(1, { subprocessors: [role, mail] })))).toEqual(wording);
  expect(kinds(...(await w.edit(1, { subprocessors: [cloud, mail] })))).toEqual(wording);
  const usual = { noticePeriod: "P30D", appliesTo: ["added", "replaced", "restored", "legal-entity"] } as const;
  const v = await make({ noticePeriod: "P30D" });
  expect(kinds(...(await v.edit(1, { noticeTerms: { ...usual, appliesTo: [...usual.appliesTo] } })))).toEqual(wording);
  const never = { noticePeriod: "P30D", appliesTo: [] };
  expect(kinds(...(await v.edit(1, { noticeTerms: never })))).toEqual([["terms", "immediate", undefined]]);
  const less = { noticePeriod: "P30D", appliesTo: ["added" as const] };
  expect(kinds(...(await v.edit(1, { noticeTerms: less })))).toEqual([["terms", "immediate", undefined]]);
  expect([...audit(w.first, w.log), ...audit(v.first, v.log)]).toEqual([]);
});

test("what is announced of an entry that has a new id since is moved and called off by that", async () => {
  const w = await make();
  const heir = { ...cloud, id: "acme", replaces: ["b"] };
  await w.edit(1, { subprocessors: [{ ...heir, id: "a" }] });
  await w.edit(1, { subprocessors: [heir] });
  const [moved] = await w.edit(1, {}, { subject: "acme", effective: w.in(60) });
  expect([moved?.mode, moved?.subject.id, audit(w.first, w.log)]).toEqual(["move", "acme", []]);
  const changes = await w.edit(1, { subprocessors: [{ ...cloud, id: "acme" }, mail] });
  expect([changes.map(({ mode, subject, name }) => [mode, subject.id, name]), open(w)]).toEqual([
    [["withdrawal", "acme", "Acme Cloud"]],
    [],
  ]);
});

test("what is announced to come, and has a new id since, is moved by that, and takes nobody along whom it does not replace any more", async () => {
  const w = await make();
  const heir = { ...cirrus, replaces: ["b"] };
  await w.edit(1, { subprocessors: [cloud, heir] });
  await w.edit(1, { subprocessors: [cloud, { ...heir, id: "cc" }] });
  const [moved] = await w.edit(1, {}, { subject: "cc", effective: w.in(60) });
  expect([moved?.mode, moved?.subject.id]).toEqual(["move", "cc"]);
  const changes = await w.edit(1, { subprocessors: [cloud, { ...cirrus, id: "c3" }] });
  expect(changes.flatMap(({ kind, content }) => content.map((atom) => `${kind} ${atom.op}`)).sort()).toEqual([
    "added put",
    "id rekey",
    "removed drop",
  ]);
  expect(audit(w.first, w.log)).toEqual([]);
});

describe("a day that comes to be known", () => {
  const terms = { rules: [{ notice: "P10D", objection: "P30D", from: "effective" as const }] };

  test("gives the time to object that is counted from it", async () => {
    const w = await make(terms);
    await w.edit(1, { subprocessors: [cloud, mail, cirrus] }, { subject: "c", expected: "2026-06" });
    const [change] = await w.edit(90, {}, { subject: "c", effective: "2026-06-15" });
    expect([change?.mode, change?.effective, change?.window?.deadline]).toEqual([
      "amendment",
      "2026-06-15T00:00:00Z",
      "2026-07-15T23:59:59Z",
    ]);
    expect([w.feed.open?.length, audit(w.first, w.log)]).toEqual([1, []]);
  });

  test("that is expected at another time is announced anew, and stays without a day", async () => {
    for (const rules of [terms, {}]) {
      const w = await make(rules);
      await w.edit(1, { subprocessors: [cloud, mail, cirrus] }, { subject: "c", expected: "2026-06" });
      const later = { subject: "c", expected: "2026-09", reason: "Delayed" };
      const [change, ...others] = await w.edit(20, {}, later);
      expect(change).toMatchObject({ mode: "amendment", effective: null, expected: "2026-09", reason: "Delayed" });
      expect([others, w.feed.open?.map(({ expected }) => expected)]).toEqual([[], ["2026-09"]]);
      expect(change?.window !== undefined).toBe("rules" in rules);
      expect([await w.edit(1, {}, later), audit(w.first, w.log)]).toEqual([[], []]);
    }
  });

  test("is another day, and no approval, where nothing waited for one", async () => {
    for (const start of [undefined, true]) {
      const v = await make(everything);
      await v.edit(1, { subprocessors: [cloud, mail, cirrus] }, { subject: "c", expected: "2026-06" });
      const [change] = await v.edit(90, {}, { subject: "c", effective: "2026-06-15", ...(start && { start }) });
      expect(change).toMatchObject({ mode: "move", touches: { how: "moves", change: "2.1" } });
      expect(audit(v.first, v.log)).toEqual([]);
    }
  });
});

describe("a day that an author names is one of the terms' zone", () => {
  const inZone = (...zones: (string | undefined)[]) => ({
    rules: zones.map((zone, at) => ({
      ...(at < zones.length - 1 && { when: { kind: ["location" as const] } }),
      ...{ notice: "P10D", objection: "P10D", ...(zone !== undefined && { calendar: { zone } }) },
    })),
  });
  const starts = async (terms: NonNullable<Parameters<typeof listOf>[0]>, effective: string) => {
    const w = await make(terms);
    const [change] = await w.edit(1, { subprocessors: [cloud, mail, cirrus] }, { subject: "c", effective });
    expect(audit(w.first, w.log)).toEqual([]);
    return change?.effective;
  };

  test.each([
    [["Europe/Berlin"], "2026-01-12T23:00:00Z"],
    [["America/Los_Angeles"], "2026-01-13T08:00:00Z"],
    [["Pacific/Auckland", "Pacific/Auckland"], "2026-01-12T11:00:00Z"],
    [[undefined], "2026-01-13T00:00:00Z"],
    [["Europe/Berlin", undefined], "2026-01-13T00:00:00Z"],
  ])("%j: the first day that the terms allow starts at %s", async (zones, instant) => {
    expect(await starts(inZone(...zones), "2026-01-13")).toBe(instant);
    await expect(starts(inZone(...zones), "2026-01-12")).rejects.toMatchObject({
      ...refused("too-early"),
      message: expect.stringContaining("2026-01-13 or later"),
    });
  });

  test("an instant is an instant, and an emergency and the first disclosure have days too", async () => {
    expect(await starts(inZone("Asia/Tokyo"), "2026-02-01T00:00:00Z")).toBe("2026-02-01T00:00:00Z");
    const w = await World.of(listOf(inZone("Asia/Tokyo"), cloud, cirrus), [{ subject: "c", effective: "2026-03-01" }]);
    expect(w.feed.open).toMatchObject([{ effective: "2026-02-28T15:00:00Z" }]);
    const said = { subject: "b", emergency: true, effective: "2026-01-02", reason: "Outage" };
    const [change] = await w.edit(3, { subprocessors: [cloud, mail, cirrus] }, said);
    expect(change?.effective).toBe("2026-01-01T15:00:00Z");
  });
});
