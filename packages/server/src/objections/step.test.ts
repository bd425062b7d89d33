import { objectionActions, objectionStates } from "@trust-center/feed";
import { expect, test } from "vitest";
import { silenceOf, standingOfCustomer } from "./silence.ts";
import { type ObjectionState, type Standing, type StepAction, standingAfter, stateAfter } from "./step.ts";
import { readText } from "./text.ts";

const day = 86_400_000;

/** Where each action leads, from each state in the order of `objectionStates`; `-` is refused. */
const table: Record<StepAction, string> = {
  filed: "filed under-review filed filed filed",
  confirmed: "filed under-review resolved rejected withdrawn",
  answered: "filed under-review resolved rejected withdrawn",
  written: "filed under-review resolved rejected withdrawn",
  reviewed: "under-review - - - -",
  resolved: "- resolved - - -",
  rejected: "- rejected - - -",
  withdrawn: "withdrawn withdrawn - - -",
};

test.each(["filed", ...objectionActions] as const)("%s leads from each state where the table says", (action) => {
  expect(objectionStates.map((state) => stateAfter(state, action) ?? "-").join(" ")).toBe(table[action]);
});

const after = (...actions: StepAction[]) =>
  actions.reduce<Standing | undefined>(
    (standing, action, at) =>
      standingAfter(standing, { action, outcome: action === "resolved" ? "cease-use" : null, at }),
    undefined,
  );

test("a case begins by what is filed, and no other step", () => {
  expect(after("filed")).toEqual({ step: 1, state: "filed", outcome: null, since: 0, confirmed: null });
  expect(after("written")).toBeUndefined();
});

test("since when it stands so is counted from what moved it, and an outcome is the newest decision's", () => {
  expect(after("filed", "reviewed", "written", "resolved", "answered")).toMatchObject({
    ...{ step: 5, state: "resolved", outcome: "cease-use", since: 3 },
  });
  expect(after("filed", "reviewed", "resolved", "filed")).toMatchObject({ state: "filed", outcome: null, since: 3 });
  expect(after("filed", "reviewed", "filed")).toMatchObject({ state: "under-review", since: 1 });
});

test("what is filed after the address was confirmed is to be confirmed again", () => {
  expect(after("filed", "confirmed", "reviewed")?.confirmed).toBe(1);
  expect(after("filed", "confirmed", "filed")?.confirmed).toBeNull();
});

const stand = (states: ObjectionState[], now: number, silence: "accepts" | "refuses" | "unsaid" = "accepts") =>
  standingOfCustomer({ states, deadline: 10 * day, now, silence, approved: false, isVoid: false });

test("silence accepts after the deadline's second, and not a moment before; nothing is written for it", () => {
  expect(stand([], 10 * day + 999)).toBe("open");
  expect(stand([], 10 * day + 1000)).toBe("accepted");
  expect(stand([], 10 * day + 1000, "unsaid")).toBe("silent");
  expect(stand([], 5 * day, "refuses")).toBe("approval-missing");
  const never = {
    states: [],
    deadline: undefined,
    now: 0,
    silence: "accepts",
    approved: false,
    isVoid: false,
  } as const;
  expect(standingOfCustomer(never)).toBe("accepted");
});

test("an objection goes before silence, for as long as it waits, and by what it brought; a withdrawn one is none", () => {
  for (const state of ["filed", "under-review"] as const) expect(stand([state], 20 * day)).toBe("objected");
  expect(stand(["rejected"], 20 * day)).toBe("rejected");
  expect(stand(["resolved", "withdrawn"], 20 * day)).toBe("resolved");
  expect(stand(["withdrawn"], 5 * day)).toBe("open");
  expect(stand(["withdrawn"], 20 * day)).toBe("accepted");
  expect(stand(["rejected", "filed"], 20 * day)).toBe("objected");
});

test("an approval ends the wait for it; an objection that waits for an answer goes before it", () => {
  const approved = { deadline: 10 * day, now: 5 * day, approved: true, isVoid: false };
  expect(standingOfCustomer({ ...approved, states: [], silence: "refuses" })).toBe("approved");
  expect(standingOfCustomer({ ...approved, states: ["withdrawn"], silence: "accepts" })).toBe("approved");
  expect(standingOfCustomer({ ...approved, states: ["filed"], silence: "refuses" })).toBe("objected");
});

test("to what was taken back silence says nothing, whatever the terms; what was said of it stays", () => {
  const silences = ["accepts", "refuses", "unsaid"] as const;
  for (const silence of silences) {
    const taken = { deadline: 10 * day, approved: false, silence, isVoid: true };
    for (const now of [5 * day, 20 * day]) expect(standingOfCustomer({ ...taken, now, states: [] })).toBe("void");
    expect(standingOfCustomer({ ...taken, now: 0, states: ["withdrawn"] })).toBe("void");
    expect(standingOfCustomer({ ...taken, now: 0, states: ["filed"] })).toBe("objected");
    expect(standingOfCustomer({ ...taken, now: 0, states: ["rejected"] })).toBe("rejected");
    expect(standingOfCustomer({ ...taken, now: 0, states: [], approved: true })).toBe("approved");
  }
});

test("what silence means is said by the change, or by the terms", () => {
  expect(silenceOf({ approval: "required" }, { silence: "accepted" })).toBe("refuses");
  expect(silenceOf({}, { silence: "accepted" })).toBe("accepts");
  expect(silenceOf({ approval: "early" }, { rules: [] })).toBe("accepts");
  expect(silenceOf({}, {})).toBe("unsaid");
  expect(silenceOf({}, undefined)).toBe("unsaid");
});

test("a text is lines without control characters, and not too long", () => {
  expect(readText(" one\r\ntwo\tthree \r\n")).toBe("one\ntwo\tthree");
  for (const text of ["", " \r\n ", "a\u0000b", "a\u001bb", "x".repeat(5001)]) expect(readText(text)).toBeUndefined();
  expect(readText("字".repeat(5000))).toHaveLength(5000);
});
