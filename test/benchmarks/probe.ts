import type { Subject } from "./bundles.ts";

/** What a page is expected to show. */
export interface Expected {
  readonly subject: Subject;
  /** Names of the rows at the top. */
  readonly names: readonly string[];
  /** Rows to wait for, in this order. Between two of them "show all" is pressed. */
  readonly rows: readonly number[];
}

/** What the probe in a page offers. Times are milliseconds since the page's navigation began. */
export interface Probe {
  /** When the first rows had been painted, and each of the expected numbers of rows, in this order. */
  readonly loaded: Promise<number[]>;
  /** Resolves once the rows at the top have these names and the frame with them has been painted. */
  shows(names: readonly string[]): Promise<number>;
  /** The search field and the heading that sorts by name. */
  search(): HTMLInputElement | undefined;
  heading(): HTMLElement | undefined;
  /** When the last key was pressed or the last click made, as the browser stamped it. */
  lastInput(): number;
  /** The longest task that began later, its frame's rendering included. 0 where none took 50 ms. */
  longestTask(from: number): number;
  layoutShift(): number;
}

/** https://w3c.github.io/long-animation-frames/: each task counts by what it takes beyond 50 ms. */
interface Frame extends PerformanceEntry {
  readonly blockingDuration: number;
}

declare global {
  interface Window {
    probe: Probe;
  }
}

/** Runs in the page before its own scripts, so it must stand alone. It looks once a frame, at a few nodes. */
export function installProbe({ subject, names, rows }: Expected): void {
  const within = <T extends Element>(selector: string) =>
    (document.querySelector("trust-center")?.shadowRoot ?? document).querySelector<T>(selector) ?? undefined;
  const tableIn = () => within<HTMLTableElement>(subject === "widget" ? "trust-center-table table" : "#list table");
  const plainRow = (at: number) => tableIn()?.tBodies[0]?.rows[at]?.cells[0]?.textContent;
  const views: Record<Subject, { name(at: number): string | null | undefined; heading: string }> = {
    widget: { name: plainRow, heading: "trust-center-table thead button" },
    "inner-html": { name: plainRow, heading: "#list th" },
    tabulator: {
      name: (at) => document.querySelectorAll("#list .tabulator-row")[at]?.firstElementChild?.textContent,
      heading: "#list .tabulator-col .tabulator-col-title",
    },
    "ag-grid": {
      name: (at) => document.querySelector(`#list [row-index="${at}"] [col-id="name"]`)?.textContent,
      heading: "#list .ag-header-cell-label",
    },
  };
  const rowCount = () => {
    let count = 0;
    for (const body of tableIn()?.tBodies ?? []) count += body.rows.length;
    return count;
  };
  // A message sent within a frame's callbacks arrives after that frame has been laid out and painted.
  const afterPaint = () =>
    new Promise<number>((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => resolve(performance.now());
      port2.postMessage(0);
    });
  const untilFrame = (holds: () => boolean) =>
    new Promise<void>((resolve) => {
      const look = () => (holds() ? resolve() : void requestAnimationFrame(look));
      requestAnimationFrame(look);
    });
  const frames: Frame[] = [];
  let shift = 0;
  let lastInput = 0;
  // Not `longtask`: it leaves out tasks that begin with a promise of the platform, such as a digest.
  new PerformanceObserver((list) => frames.push(...(list.getEntries() as Frame[]))).observe({
    type: "long-animation-frame",
    buffered: true,
  });
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[]) {
      if (!entry.hadRecentInput) shift += entry.value;
    }
  }).observe({ type: "layout-shift", buffered: true });
  for (const type of ["keydown", "click"]) {
    addEventListener(
      type,
      ({ timeStamp }) => {
        lastInput = timeStamp;
      },
      true,
    );
  }
  const shows = async (wanted: readonly string[]) => {
    await untilFrame(() => wanted.every((name, at) => views[subject].name(at)?.trim() === name));
    return afterPaint();
  };
  const load = async () => {
    const first = shows(names);
    const times: number[] = [];
    for (const [at, count] of rows.entries()) {
      if (at > 0) within<HTMLElement>(".show-all")?.click();
      await untilFrame(() => rowCount() === count);
      times.push(await afterPaint());
    }
    return [await first, ...times];
  };
  window.probe = {
    loaded: load(),
    shows,
    search: () => within<HTMLInputElement>("input[type=search]"),
    heading: () => within<HTMLElement>(views[subject].heading),
    lastInput: () => lastInput,
    longestTask: (from) => {
      const blocking = frames
        .filter(({ startTime }) => startTime >= from)
        .map(({ blockingDuration }) => blockingDuration);
      const longest = Math.max(0, ...blocking);
      return longest > 0 ? longest + 50 : 0;
    },
    layoutShift: () => shift,
  };
}
