import { describe, expect, test } from "vitest";
import { asOf } from "./as-of.ts";
import { idOf } from "./atom.ts";
import { audit } from "./audit.ts";
import { replay, saysTheSame } from "./replay.ts";
import { at, cirrus, cloud, everything, fact, mail, make, open } from "./testing/small-list.ts";
import { day, type listOf, type World } from "./testing/world.ts";

describe("an emergency in which somebody left, undone while one can object", () => {
  const rome = { ...cirrus, replaces: ["a"] };
  const fire = { subject: "c", emergency: true, reason: "Fire" };
  const names = (w: World) => w.feed.subprocessors.map(({ id }) => id);
  const replaced = async (terms: Parameters<typeof listOf>[0] = everything) => {
    const w = await make(terms);
    await w.edit(1, { subprocessors: [rome, mail] }, fire);
    expect([names(w), open(w)]).toEqual([["c", "b"], ["2.1 emergency replaced"]]);
    return w;
  };

  test("a replacement: who left is back now as it was, and who came is gone, in one withdrawal", async () => {
    const w = await replaced();
    const [over, ...more] = await w.edit(3, { subprocessors: [cloud, mail] });
    expect([over?.mode, over?.kind, over?.subject.id, over?.window, more]).toEqual([
      "withdrawal",
      "replaced",
      "c",
      undefined,
      [],
    ]);
    expect(over?.touches).toEqual({ how: "withdraws", change: "2.1", atoms: ["subprocessor/c", "subprocessor/a"] });
    expect([w.feed.subprocessors, w.feed.open]).toEqual([[cloud, mail], undefined]);
    expect(w.feed.former).toMatchObject([{ id: "c" }]);
    expect(audit(w.first, w.log)).toEqual([]);
    expect(saysTheSame(replay(w.first, w.log), w.feed)).toBe(true);
    // What was so stays true of its time.
    const then = asOf(w.first, w.log, w.now - day).subprocessors.map(({ id }) => id);
    expect(then).toEqual(["b", "c"]);
  });

  test("a removal that needs notice", async () => {
    const w = await make();
    await w.edit(1, { subprocessors: [mail] }, { subject: "a", emergency: true, reason: "Fire" });
    const said = await w.edit(3, { subprocessors: [cloud, mail] });
    expect(said.map(({ mode, kind, subject }) => [mode, kind, subject.id])).toEqual([["withdrawal", "removed", "a"]]);
    expect([w.feed.subprocessors, w.feed.open, w.feed.former]).toEqual([[cloud, mail], undefined, undefined]);
    expect(audit(w.first, w.log)).toEqual([]);
  });

  test("of a replacement the departure alone: who came stays, in its window", async () => {
    const w = await replaced();
    const said = await w.edit(3, { subprocessors: [cloud, mail, rome] });
    expect(said.map(({ mode, kind, subject }) => [mode, kind, subject.id])).toEqual([["withdrawal", "removed", "a"]]);
    expect([names(w), open(w)]).toEqual([["a", "b", "c"], ["2.1 emergency replaced"]]);
    expect(audit(w.first, w.log)).toEqual([]);
  });

  test("a takeover by one that is in use: its fact goes with it", async () => {
    const w = await make(everything, cloud, mail, cirrus);
    await w.edit(1, { subprocessors: [rome, mail] }, fire);
    expect(open(w)).toEqual(["2.1 emergency replaced"]);
    const said = await w.edit(3, { subprocessors: [cloud, mail, cirrus] });
    expect(said.map(({ mode, kind, subject }) => [mode, kind, subject.id])).toEqual([["withdrawal", "replaced", "c"]]);
    expect([w.feed.subprocessors, w.feed.open]).toEqual([[cloud, mail, cirrus], undefined]);
    expect(audit(w.first, w.log)).toEqual([]);
  });

  test("what differs in who is back is announced, and does not come with it", async () => {
    const w = await replaced();
    const said = await w.edit(3, { subprocessors: [{ ...cloud, locations: at("US") }, mail] });
    expect(said.map(({ mode, kind }) => `${mode} ${kind}`)).toEqual(["withdrawal replaced", "announcement location"]);
    expect([fact(w, "a", "locations"), fact(w, "a", "locations", w.now + 60 * day)]).toEqual([at("DE"), at("US")]);
    expect(audit(w.first, w.log)).toEqual([]);
  });

  test("under another id: back as it was, and then that id", async () => {
    const w = await replaced();
    const said = await w.edit(3, { subprocessors: [{ ...cloud, id: "acme" }, mail] });
    expect(said.map(({ mode, kind }) => `${mode} ${kind}`)).toEqual(["withdrawal replaced", "correction id"]);
    expect([names(w), w.feed.open]).toEqual([["acme", "b"], undefined]);
    expect(audit(w.first, w.log)).toEqual([]);
  });

  test("what was announced first, and moved as an emergency, with the facts of its day", async () => {
    const w = await make();
    await w.edit(1, { subprocessors: [rome, mail] });
    await w.edit(1, { subprocessors: [rome, mail] }, { ...fire, effective: w.in(1) });
    expect([names(w), open(w)]).toEqual([["c", "b"], ["2.1 emergency replaced"]]);
    await w.edit(3, { subprocessors: [cloud, mail] }, fire);
    expect([w.feed.subprocessors, w.feed.open]).toEqual([[cloud, mail], undefined]);
    expect(audit(w.first, w.log)).toEqual([]);
  });

  test("one that came on its day, with nothing published since", async () => {
    const w = await make();
    await w.edit(1, { subprocessors: [rome, mail] }, { ...fire, effective: w.in(3) });
    expect([names(w).sort(), open(w)]).toEqual([["a", "b"], ["2.1 emergency replaced"]]);
    const said = await w.edit(5, { subprocessors: [cloud, mail] });
    expect(said.map(({ mode, kind, subject }) => [mode, kind, subject.id])).toEqual([["withdrawal", "replaced", "c"]]);
    expect([w.feed.subprocessors, w.feed.open]).toEqual([[cloud, mail], undefined]);
    expect(audit(w.first, w.log)).toEqual([]);
  });

  test("under a new name of another company it is refused, for the id is the other's", async () => {
    const w = await replaced();
    const edit = w.edit(3, { subprocessors: [{ ...cloud, name: "Zephyr" }, mail] });
    await expect(edit).rejects.toMatchObject({ code: "edit-refused" });
  });

  test("once the window is over it returns, with notice", async () => {
    const w = await replaced();
    const [back] = await w.edit(60, { subprocessors: [cloud, mail] });
    expect([back?.mode, back?.kind, names(w).sort()]).toEqual(["announcement", "restored", ["b", "c"]]);
  });
});

test("what is announced and cannot wait is moved as an emergency, and stands as one", async () => {
  const w = await make();
  await w.edit(1, { subprocessors: [{ ...cloud, locations: at("US") }, mail] });
  await w.edit(1, {}, { subject: "a", emergency: true, effective: w.in(1), reason: "Fire" });
  expect([open(w), fact(w, "a", "locations")]).toEqual([["2.1 emergency location"], at("US")]);
});

describe("an emergency in which somebody came who is replaced in another one", () => {
  const rome = { ...cirrus, replaces: ["a"] };
  const delta = { id: "d", name: "Delta", replaces: ["c"] };
  const fire = (subject: string) => ({ subject, emergency: true, reason: `Fire at ${subject}` });
  const chain = async (...said: Parameters<World["edit"]>[2][]) => {
    const w = await make();
    await w.edit(1, { subprocessors: [rome, mail] }, fire("c"));
    return { w, said: await w.edit(3, { subprocessors: [delta, mail] }, ...said) };
  };
  const manners = (said: Awaited<ReturnType<World["edit"]>>) =>
    said.map(({ mode, kind, subject, content }) => [
      mode,
      kind,
      subject.id,
      content.map((atom) => `${atom.op} ${idOf(atom)}`),
    ]);

  test("is no arrival taken back: one succession after the other", async () => {
    const { w, said } = await chain(fire("d"));
    expect(manners(said)).toEqual([["emergency", "replaced", "d", ["put d", "drop c"]]]);
    expect([w.feed.subprocessors.map(({ id }) => id).sort(), w.feed.former?.map(({ id }) => id)]).toEqual([
      ["b", "d"],
      ["a", "c"],
    ]);
    expect(audit(w.first, w.log)).toEqual([]);
    expect(saysTheSame(replay(w.first, w.log), w.feed)).toBe(true);
  });

  test("with notice: who came in the emergency stays until then", async () => {
    const { w, said } = await chain();
    expect(manners(said)).toEqual([["announcement", "replaced", "d", ["put d", "drop c"]]]);
    expect(w.feed.subprocessors.map(({ id }) => id).sort()).toEqual(["b", "c"]);
    expect(audit(w.first, w.log)).toEqual([]);
  });

  test("undone alone, who came first is back", async () => {
    const { w } = await chain(fire("d"));
    await w.edit(2, { subprocessors: [rome, mail] });
    expect([w.feed.subprocessors.map(({ id }) => id).sort(), open(w)]).toEqual([
      ["b", "c"],
      ["2.1 emergency replaced"],
    ]);
    expect(audit(w.first, w.log)).toEqual([]);
  });

  test("undone to its beginning, nobody is left of it", async () => {
    const { w } = await chain(fire("d"));
    await w.edit(2, { subprocessors: [cloud, mail] });
    expect([w.feed.subprocessors, w.feed.open]).toEqual([[cloud, mail], undefined]);
    expect(audit(w.first, w.log)).toEqual([]);
  });

  test("a fact of somebody who is announced to leave stays open to objection", async () => {
    const w = await make();
    await w.edit(1, { subprocessors: [{ ...cloud, locations: at("US") }, mail] }, fire("a"));
    const said = await w.edit(1, { subprocessors: [mail] });
    expect(said.map(({ mode, kind }) => `${mode} ${kind}`)).toEqual(["announcement removed"]);
    expect(open(w)).toEqual(["2.1 emergency location", "3.1 announcement removed"]);
  });

  test("a fact of who came in one goes with it", async () => {
    const w = await make();
    await w.edit(1, { subprocessors: [cloud, mail, { ...cirrus, locations: at("DE") }] }, fire("c"));
    await w.edit(
      1,
      { subprocessors: [cloud, mail, { ...cirrus, locations: at("US") }] },
      { ...fire("c"), again: true },
    );
    expect(open(w)).toEqual(["2.1 emergency added", "3.1 emergency location"]);
    await w.edit(1, { subprocessors: [cloud, mail] });
    expect([w.feed.subprocessors, w.feed.open]).toEqual([[cloud, mail], undefined]);
    expect(audit(w.first, w.log)).toEqual([]);
  });
});
