import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { languagesOf, UsageError } from "@trust-center/authoring";
import { type Feed, type PublicSince, resolveText, toInstant } from "@trust-center/feed";
import { instantOf, asOf as listAt, proveAsOf, publicSince, type TrustCenter } from "@trust-center/sdk";
import { exitCodes } from "../exit-codes.ts";
import { instantIn, readJsonFile, readProof } from "../history/bundle-file.ts";
import { isFile } from "../history/is-file.ts";
import { entriesAt, listLines } from "../history/list-words.ts";
import { openCenter, type PastOptions } from "../history/open.ts";
import { orRefused } from "../history/refused.ts";
import { checkWhen } from "../history/when.ts";
import { nowFrom } from "../output/clock.ts";
import type { Io } from "../output/io.ts";
import type { Reporter } from "../output/reporter.ts";
import { timesText } from "../output/times-words.ts";
import { note, passed, type Step } from "../verify/outcome.ts";
import { printSteps } from "../verify/print.ts";
import { checkPin } from "../verify/target.ts";
import { type Dating, type DatingFlags, datingFrom, namesAnybody } from "../verify/witnesses.ts";
import type { Context } from "./context.ts";

export interface AsOfOptions extends PastOptions, DatingFlags {
  save?: string;
  /** Holds a saved proof against the feed as it is today. */
  online?: boolean;
}

/** What the command found, and `--json` prints. */
interface Answer {
  address: string;
  pin: string;
  trust: "verified" | "first-seen";
  freshness: "fresh" | "stale" | "archived";
  /** Instants: asked about; since when and until when the list applied. */
  at: string;
  from: string;
  until?: string;
  version: number;
  sha256: string;
  /** Since when that version was provably public. */
  public?: PublicSince;
  /** Until when the vendor, or this reader, vouches. */
  vouchedUntil: string;
  feed: Feed;
  steps: Step[];
}

/** `trust-center as-of` */
export function asOf(when: string, target: string, options: AsOfOptions, { io, reporter }: Context): Promise<number> {
  return orRefused(reporter, async () => {
    checkPin(options.pin);
    const path = resolve(io.cwd, target);
    const saved = await isFile(path);
    if (saved && options.save !== undefined)
      throw new UsageError("Expected no --save for a proof that is saved already.");
    if (!saved && options.online)
      throw new UsageError("Expected --online with a saved proof, found an address or a folder.");
    checkWhen(when);
    const dating = await datingFrom(options, io.cwd);
    const center = saved ? undefined : await openCenter(target, io, options);
    const answer = center
      ? await answerFrom(center, when, dating)
      : await answerFromFile({ path, name: target, io, options, dating }, when);
    if (center && options.save !== undefined) {
      await writeFile(resolve(io.cwd, options.save), `${JSON.stringify(await proveAsOf(center, when))}\n`);
    }
    print(answer, options.save, reporter);
    return answer.freshness === "stale" ? exitCodes.stale.code : exitCodes.ok.code;
  });
}

async function answerFrom(center: TrustCenter, when: string, dating: Dating): Promise<Answer> {
  const at = instantOf(when, Date.parse(center.verified));
  const { feed, from, until, entry, index } = await listAt(center, when);
  const { log } = center.head.manifest;
  const since = await publicSince(center, index, dating);
  return {
    address: center.address,
    pin: center.pin,
    trust: center.trust,
    freshness: center.freshness,
    at: toInstant(at),
    from,
    ...(until !== undefined && { until }),
    version: feed.version,
    sha256: entry.feed.sha256,
    ...(since && { public: since }),
    vouchedUntil: center.verified,
    feed,
    steps: [
      pinStep(center),
      passed(`History: replays without a gap; entries: ${log.size}`),
      passed(`Entry ${index + 1} of the log is the last one until then; it names this list by its SHA-256`),
      timesStep(from, since, dating),
      ...(center.freshness === "stale"
        ? [note(`Freshness: this is the copy verified on ${center.verified}. ${center.problem?.message ?? ""}`)]
        : []),
    ],
  };
}

/** A proof in a file, and how it is to be verified. */
interface SavedProof {
  path: string;
  name: string;
  io: Io;
  options: AsOfOptions;
  dating: Dating;
}

async function answerFromFile({ path, name, io, options, dating }: SavedProof, when: string): Promise<Answer> {
  const { text } = await readJsonFile(path, name);
  const offline = { pin: options.pin, now: nowFrom(io, options.now), ...dating };
  // Read whole first: the address that it names is asked only where it can be one.
  let proven = await readProof(text, name, offline);
  if (options.online) {
    const center = await openCenter(addressIn(text), io, options);
    proven = await readProof(text, name, { ...offline, center });
  }
  const at = instantIn(proven, when);
  const { feed, from, until, entry, trust, vouchedUntil, public: since } = proven;
  return {
    address: addressIn(text),
    pin: proven.pin,
    trust,
    freshness: "archived",
    at: toInstant(at),
    from,
    ...(until !== undefined && { until }),
    version: feed.version,
    sha256: entry.feed.sha256,
    ...(since && { public: since }),
    vouchedUntil,
    feed,
    steps: [
      pinStep(proven),
      passed(`Signatures: the vendor vouched for this log on ${vouchedUntil}; in an archive nothing expires`),
      passed("Inclusion: the entry that names this list by its SHA-256 stands in that log"),
      passed(
        until === undefined
          ? "Succession: it is the newest entry of that log"
          : `Succession: the entry after it is of ${until}`,
      ),
      timesStep(from, since, dating),
      options.online
        ? passed("Today's history: its entries stand there, signed by the keys that serve today")
        : note("Today's history: not asked. Keys that were stolen since could have signed this; --online tells"),
    ],
  };
}

/** When the version was published, by the vendor's word and by others'. */
const timesStep = (from: string, since: PublicSince | undefined, dating: Dating): Step =>
  (since ? passed : note)(timesText("Published", from, since, namesAnybody(dating)));

const addressIn = (proof: string): string => (JSON.parse(proof) as { feed: string }).feed;

const pinStep = ({ trust, pin }: Pick<Answer, "trust" | "pin">) =>
  trust === "verified"
    ? passed(`Pin: the feed's first root is the one pinned as ${pin}`)
    : note(`First seen: no pin was given. Compare ${pin} with the vendor's, then pass --pin`);

function print(answer: Answer, save: string | undefined, reporter: Reporter): void {
  const { feed, at, from, until, version, vouchedUntil, steps } = answer;
  const entries = entriesAt(feed, Date.parse(at));
  const { steps: _steps, ...facts } = answer;
  reporter.data({ ...facts, entries, steps, ...(save !== undefined && { saved: save }) });
  const publisher = resolveText(feed.publisher.name, languagesOf(feed)).value;
  const end = until === undefined ? `and is not replaced as of ${vouchedUntil}` : `until ${until}`;
  reporter.say(reporter.paint("bold", `${publisher} as of ${at}: version ${version} of the list`));
  reporter.say(`It applied from ${from}, ${end}.`);
  reporter.say();
  for (const line of listLines(entries)) reporter.say(line);
  reporter.say();
  printSteps(steps, reporter);
  if (save === undefined) return;
  reporter.say();
  reporter.say(`The proof is in ${save}: trust-center as-of ${at} ${save} --pin ${answer.pin}`);
}
