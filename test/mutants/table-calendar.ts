import { type Mutant, mutantsOf } from "./mutant.ts";

const folder = "packages/feed/src/changes";
const tests = [folder];

/** Periods, days and deadlines. */
export const calendarMutants: readonly Mutant[] = [
  ...mutantsOf(`${folder}/calendar.ts`, tests, [
    {
      name: "a weekend does not roll",
      text: "return calendar.roll ? nextWorkingDay(last, calendar.holidays) : last;",
      becomes: "return last;",
      untruth: "A deadline falls on a Sunday where the terms promise the next working day.",
    },
    {
      name: "a window ends a day early",
      text: "midnight(last + day, zone) - 1000;",
      becomes: "midnight(last, zone) - 1000;",
      untruth: "The deadline that is signed is one day shorter than the terms.",
    },
    {
      name: "a window ends at midnight",
      text: "midnight(last + day, zone) - 1000;",
      becomes: "midnight(last + day, zone);",
      untruth: "The deadline that is signed names the day after the last.",
    },
    {
      name: "the day of the event counts",
      text: "const start = dayOf(from, calendar.zone);",
      becomes: "const start = dayOf(from, calendar.zone) - day;",
      untruth: "Thirty days are twenty-nine.",
    },
    {
      name: "holidays are working days",
      text: "weekday !== 0 && weekday !== 6 && !holidays.has(date.toISOString().slice(0, 10));",
      becomes: "weekday !== 0 && weekday !== 6 && holidays.size >= 0;",
      untruth: "Business days are counted through the holidays that the terms name.",
    },
    {
      name: "a period's own holidays are lost",
      text: "new Set([...calendar.holidays, ...(holidays ?? [])])",
      becomes: "calendar.holidays",
      untruth: "Business days are counted through the holidays that the period names.",
    },
    {
      name: "a month that lacks the day runs over",
      text: "Math.min(dayOfMonth, monthsEnd)",
      becomes: "dayOfMonth",
      untruth: "A month from 31 January ends in March.",
    },
    {
      name: "clocks never change",
      text: "const start = of - offsetAt(guess, zone);",
      becomes: "const start = guess;",
      untruth: "A deadline is an hour off on the night when clocks change.",
    },
    {
      name: "every day has a midnight",
      text: "return start + offsetAt(start, zone) < of ? guess : start;",
      becomes: "return start;",
      untruth: "A deadline is an hour short where clocks go forward at midnight.",
    },
    {
      name: "days are those of UTC",
      text: "Math.floor((at + offsetAt(at, zone)) / day) * day",
      becomes: 'Math.floor((at + offsetAt(at, zone === "" ? zone : "UTC")) / day) * day',
      untruth: "What is announced after midnight in Berlin is counted from the day before.",
    },
  ]),
  ...mutantsOf(`${folder}/terms.ts`, tests, [
    {
      name: "the deadline's second is over",
      text: 'now < Date.parse((own ?? window).deadline) + 1000 ? "open" : "closed"',
      becomes: 'now < Date.parse((own ?? window).deadline) ? "open" : "closed"',
      untruth: "An objection in the last second is refused.",
    },
    {
      name: "the milder rule dates it",
      text: "return key(a) > key(b);",
      becomes: "return key(a) < key(b);",
      untruth: "An edit of a category takes the notice off what comes with it.",
    },
    {
      name: "rules for emergencies date everything",
      text: "(emergency === undefined || emergency === asked.emergency)",
      becomes: "(emergency === undefined || emergency !== null)",
      untruth: "An ordinary change gets the short notice of an emergency.",
    },
    {
      name: "objection runs from the announcement",
      text: 'rule.from === "effective" ? Math.max(noticeEnd, wanted) : announced',
      becomes: "announced",
      untruth: "A time to object that begins with the effect is over before it.",
    },
    {
      name: "silence is consent",
      text: 'const waits = specific || start === "approval";',
      becomes: 'const waits = start === "approval" && !specific;',
      untruth: "A change starts by itself where the terms ask for approval.",
    },
    {
      name: "the segments' windows end with everybody's",
      text: "Math.max(...[deadline, ...segments.map(({ deadline }) => deadline)].map((at) => Date.parse(at) + 1000))",
      becomes: "segments.length >= 0 ? Date.parse(deadline) + 1000 : 0",
      untruth: "A change is closed while a customer segment may still object.",
    },
  ]),
];
