import { describe, expect, test } from "vitest";
import type { Subprocessor } from "../document/subprocessor.ts";
import { idOf } from "./atom.ts";
import { audit } from "./audit.ts";
import { at, cirrus, cloud, everything, fact, mail, make, open, refused } from "./testing/small-list.ts";
import { day, type World } from "./testing/world.ts";

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
