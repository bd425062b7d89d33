import { describe, expect, test } from "vitest";
import type { Subprocessor } from "../document/subprocessor.ts";
import { asOf } from "./as-of.ts";
import { idOf } from "./atom.ts";
import { audit } from "./audit.ts";
import { at, cirrus, cloud, everything, fact, mail, make, open, refused } from "./testing/small-list.ts";
import { day, saidBy } from "./testing/world.ts";

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
