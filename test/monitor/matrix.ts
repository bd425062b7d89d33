import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Doing, doings, firstLook, prepare, rooted, secondLook } from "./doings.ts";
import { startVendors, type Watched } from "./vendors.ts";
import { add, type Told, Watching } from "./watching.ts";

/** What is measured. */
export interface Plan {
  vendors: number;
  /** How often the round that tells what was done is killed before it is let through. */
  kills: number;
  /** Of the instants of the kills. */
  seed: number;
  log?: (line: string) => void;
}

/** One kind of doing against what was told of it. */
export interface Row {
  doing: Doing;
  vendors: number;
  /** How many were told exactly what they did. */
  right: number;
  /** What was told of the others: each label that is missing (`-`) or should not be there (`+`), and how often. */
  wrong: Map<string, number>;
}

/** A round in which nothing was done. */
export interface Quiet {
  seconds: number;
  /** Bytes that the vendors' server sent; that the process wrote, all in all; of the state file. */
  received: number;
  written: number;
  state: number;
}

export interface Found {
  rows: Row[];
  quiet: Quiet;
  /** How many rounds were killed while they told something, and what was told again after all of them. */
  killed: number;
  /** Reports printed by rounds that were killed. */
  printedByKilled: number;
  /** Labels told in a round after all was told, that are not told in every round. */
  repeated: number;
  /** Milliseconds until the first report of the round in which some vendors hang. */
  firstReport: number;
}

interface One {
  doing: Doing;
  address: string;
  pin?: string;
  vendor?: Watched;
}

/** Watches vendors that each do one thing, with the real command over real HTTP, and compares what is told. */
export async function confusion({ vendors: count, kills, seed, log = () => {} }: Plan): Promise<Found> {
  const folder = await mkdtemp(join(tmpdir(), "trust-center-monitor-"));
  const server = await startVendors();
  try {
    const all = await Promise.all(Array.from({ length: count }, (_, at) => one(doings[at % doings.length] as Doing)));
    const watching = await Watching.of(folder, all);
    log(`${count} vendors are served, of ${doings.length} kinds of doing`);
    const first = await watching.look(firstLook);
    log(`first round: ${(first.took / 1000).toFixed(1)} s`);
    const quiet = await quietRound();
    log(`quiet round: ${JSON.stringify(quiet)}`);
    for (const { doing, vendor } of all) if (vendor) await doing.does?.(vendor);
    const told: Told = new Map();
    const random = randomOf(seed);
    let [killed, printedByKilled, firstReport] = [0, 0, 0];
    // A round takes some time to start, and some more for each vendor.
    const longest = 1_500 + 12 * count;
    for (let kill = 0; kill < kills; kill++) {
      const run = await watching.look(secondLook, 300 + random() * longest);
      merge(run.told);
      if (run.killed) killed += 1;
      if (run.killed) printedByKilled += run.reported.size;
      if (!run.killed) break;
    }
    log(`${killed} rounds were killed, after ${printedByKilled} reports in all`);
    const last = await watching.look(secondLook);
    firstReport = last.first;
    merge(last.told);
    const again = await watching.look(secondLook);
    const repeated = [...again.told.values()].flatMap(againOf);
    return { rows: rowsOf(all, told), quiet, killed, printedByKilled, repeated: repeated.length, firstReport };

    async function one(doing: Doing): Promise<One> {
      if (doing.address) return { doing, address: doing.address(server) };
      const vendor = await server.add(rooted, doing.own);
      await prepare(vendor, doing);
      return { doing, address: vendor.address, pin: vendor.pin, vendor };
    }

    async function quietRound(): Promise<Quiet> {
      const before = server.sent();
      const { took } = await watching.look(firstLook + 1000);
      await new Promise((closed) => setTimeout(closed, 200));
      return {
        seconds: took / 1000,
        received: server.sent() - before,
        written: await watching.written(),
        state: (await stat(watching.state)).size,
      };
    }

    function merge(more: Told): void {
      for (const [address, labels] of more) add(told, address, labels);
    }
  } finally {
    await server.close();
    await rm(folder, { recursive: true });
  }
}

/** What is told again though it was told. What is not reached or does not verify is told in every round, with what is in it. */
function againOf(labels: ReadonlySet<string>): string[] {
  const fails = [...labels].some((label) => label.startsWith("failure:"));
  const lasting = fails ? /^(?:failure:|undeclared:|window-moved$)/ : /^stale:/;
  return [...labels].filter((label) => !lasting.test(label));
}

function rowsOf(all: readonly One[], told: Told): Row[] {
  return doings.map((doing) => {
    const own = all.filter((one) => one.doing === doing);
    const wrong = new Map<string, number>();
    let right = 0;
    for (const { address } of own) {
      const found = told.get(address) ?? new Set();
      const expected = new Set(doing.told);
      const missing = [...expected.difference(found)].map((label) => `-${label}`);
      const more = [...found.difference(expected)].map((label) => `+${label}`);
      if (missing.length + more.length === 0) right += 1;
      for (const label of [...missing, ...more]) wrong.set(label, (wrong.get(label) ?? 0) + 1);
    }
    return { doing, vendors: own.length, right, wrong };
  });
}

/** Of a seed, the same numbers from 0 to 1 each time (mulberry32). */
function randomOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** The matrix as lines: what was done, what was to be told, how often just that was told, and what else. */
export function matrixLines({ rows }: Found): string[] {
  const width = Math.max(...rows.map(({ doing }) => doing.name.length));
  return rows.map(({ doing, vendors, right, wrong }) => {
    const told = doing.told.length > 0 ? doing.told.join(", ") : "nothing";
    const others = [...wrong].map(([label, times]) => `${label} × ${times}`).join(", ");
    return `${doing.by.padEnd(16)} ${doing.name.padEnd(width)} ${String(right).padStart(4)}/${String(vendors).padEnd(4)} ${told}${others && `   WRONG: ${others}`}`;
  });
}
