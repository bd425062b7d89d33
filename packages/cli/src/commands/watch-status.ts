import { resolve } from "node:path";
import { UsageError } from "@trust-center/authoring";
import { changeTitle } from "@trust-center/reading";
import { type OpenWindow, standing, type VendorStanding } from "@trust-center/sdk";
import { readStateFile } from "@trust-center/sdk/file-store";
import { exitCodes } from "../exit-codes.ts";
import { dayOf, minuteOf, readerOfFeed } from "../output/change-words.ts";
import { nowFrom } from "../output/clock.ts";
import { errorData } from "../output/error.ts";
import type { Reporter } from "../output/reporter.ts";
import { shortText, timesText } from "../output/times-words.ts";
import { readWatchList } from "../watch/list-file.ts";
import { vendorText } from "../watch/words.ts";
import type { Context } from "./context.ts";

export interface WatchStatusOptions {
  state?: string;
  open?: boolean;
  failOn?: string;
  now?: string;
}

/** `trust-center watch status`: what is open, by what the watch remembers. It asks no network and changes nothing. */
export async function watchStatus(
  file: string,
  options: WatchStatusOptions,
  { io, reporter }: Context,
): Promise<number> {
  if (options.failOn !== undefined && options.failOn !== "open") {
    throw new UsageError(`Expected --fail-on to be open, found “${options.failOn}”.`);
  }
  const { vendors } = await readWatchList(resolve(io.cwd, file), file);
  const store = await readStateFile(resolve(io.cwd, options.state ?? `${file}.state.json`));
  const now = nowFrom(io, options.now);
  const all = await standing(vendors, { store, now: () => now });
  const shown = options.open ? all.filter(({ open }) => open.windows.length > 0) : all;
  reporter.data({ type: "status", at: all[0]?.at, vendors: shown.map(standingData) });
  for (const one of [...shown].sort(byDeadline)) {
    for (const line of standingLines(one, now, reporter)) reporter.tell(line);
  }
  reporter.say(reporter.paint("bold", summaryOf(all)));
  const isOpen = all.some(({ open }) => open.windows.length > 0);
  return options.failOn === "open" && isOpen ? exitCodes.failed.code : exitCodes.ok.code;
}

/** Standings as data: of the copy, what names it. */
const standingData = ({ center, problem, ...data }: VendorStanding) => ({
  ...data,
  ...(center && { version: center.feed.version, verified: center.verified, trust: center.trust }),
  ...(problem && { problem: errorData(problem) }),
});

const byDeadline = (a: VendorStanding, b: VendorStanding): number => {
  const [x, y] = [a, b].map(({ open }) => open.windows[0]?.deadline ?? "~");
  return x === y ? 0 : (x ?? "") < (y ?? "") ? -1 : 1;
};

function standingLines(one: VendorStanding, now: number, reporter: Reporter): string[] {
  const { center, open, failing, problem } = one;
  const { paint } = reporter;
  const reader = readerOfFeed(center?.feed);
  const title = (change: OpenWindow["change"]) => changeTitle(change, reader);
  return [
    vendorText(one, reporter),
    ...open.windows.flatMap((window) => [
      `  ${paint("yellow", "!")} Objections until ${untilText(window, now)}: ${title(window.change)}`,
      ...dateLines(window),
    ]),
    ...open.coming.map(
      (change) =>
        `  ${paint("cyan", "•")} ${change.effective === null ? "No day set yet" : `In effect on ${dayOf(change.effective)}`}: ${title(change)}`,
    ),
    ...(center ? [`  By version ${center.feed.version}, verified on ${minuteOf(center.verified)}`] : []),
    ...(!center && !problem ? ["  Never verified: nothing is known of it"] : []),
    ...(failing
      ? [
          `  ${paint("red", "✗")} Not well since ${minuteOf(failing.since)} (${failing.code}): there may be newer changes`,
        ]
      : []),
    ...(problem ? [`  ${paint("red", "✗")} ${problem.message}`] : []),
  ];
}

/** When it was announced, by the vendor's word and by others'; and a window that is short for it. */
function dateLines({ change, public: since, since: left }: OpenWindow): string[] {
  const short = shortText(since, left);
  return [`    ${timesText("Announced", change.announced, since, true)}`, ...(short ? [`    ${short}`] : [])];
}

const day = 24 * 60 * 60 * 1000;

/** `9 Feb 2026, 23:59 UTC (3 days left)`, and whose deadline it is. */
function untilText({ deadline, segment }: OpenWindow, now: number): string {
  const days = Math.floor((Date.parse(deadline) + 1000 - now) / day);
  const left = days < 1 ? "last day" : days === 1 ? "1 day left" : `${days} days left`;
  return `${minuteOf(deadline)} (${left})${segment === undefined ? "" : ` for customers under “${segment}”`}`;
}

function summaryOf(all: readonly VendorStanding[]): string {
  const count = (number: number, one: string, many: string) => `${number} ${number === 1 ? one : many}`;
  const windows = all.reduce((sum, { open }) => sum + open.windows.length, 0);
  const coming = all.reduce((sum, { open }) => sum + open.coming.length, 0);
  return [
    `${count(all.length, "vendor", "vendors")}: ${count(windows, "window", "windows")} open`,
    `${count(coming, "change", "changes")} to come`,
    `${all.filter(({ failing, problem }) => failing ?? problem).length} not well`,
    `${all.filter(({ center, problem }) => !center && !problem).length} never verified`,
  ].join(", ");
}
