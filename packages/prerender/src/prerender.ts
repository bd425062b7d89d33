import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { type ErrorCode, TrustCenterError } from "@trust-center/feed";

/** What to render, and for which page. */
export interface PrerenderOptions {
  /** Address of the feed, as the tag has it: absolute, or relative to the page. */
  feed: string;
  /** `sha256-…`: nothing is rendered without. */
  pin: string;
  /** Address of the page. */
  page: string | URL;
  /** Language of the page, which the tag follows: BCP 47. Default: English. */
  lang?: string | undefined;
  /** Further attributes of the tag, such as `show`, `heading-level`, `contact`, `witnesses`. */
  attributes?: Readonly<Record<string, string>> | undefined;
  /** The feed's files by their paths below its address. Default: they are fetched from there. */
  files?: ReadonlyMap<string, Uint8Array> | undefined;
  /** What stands in the tag where no scripts run: markup of your own, as it is. Default: a link to the feed's page. */
  fallback?: string | undefined;
  /** As of when, milliseconds since 1970. Default: now. */
  now?: number | undefined;
  signal?: AbortSignal | undefined;
}

/** The tag, to be written into the page as it is. */
export interface Prerendered {
  html: string;
  /**
   * `'sha256-…'` for `style-src`, where a policy forbids inline styles. It has to allow both: the first is the same for all
   * lists of this version of the package, the second is of this list (widths of its columns, shares of its bars).
   */
  styleHashes: readonly [string, string];
  /** The version of the list that was rendered. */
  version: number;
}

/** What the worker is told. */
export interface Task extends Omit<PrerenderOptions, "signal" | "page"> {
  page: string;
}

/** What the worker answers. */
export type Answer =
  | { is: "done"; result: Prerendered }
  | { is: "refused"; code: ErrorCode; message: string; evidence: Record<string, unknown> };

/** Milliseconds that one rendering may take, the fetches of the feed included. */
const patience = 60_000;

/**
 * Loads and verifies a feed and renders it as the widget does, with nothing in it that only a reader's own browser can say:
 * not that it is verified, and no days that are left. The script verifies the feed again and puts its own in its place.
 *
 * It runs in a thread of its own, which has a document; Node 24 or later.
 *
 * @throws {TrustCenterError} where the feed could not be loaded or is refused: nothing is rendered of it
 * @throws the signal's reason where it is aborted
 */
export async function prerender({ signal, page, ...task }: PrerenderOptions): Promise<Prerendered> {
  signal?.throwIfAborted();
  const end = AbortSignal.any([AbortSignal.timeout(patience), ...(signal ? [signal] : [])]);
  const own = import.meta.url;
  const worker = new Worker(new URL(`render${own.slice(own.lastIndexOf("."))}`, own), {
    workerData: { ...task, page: String(page) } satisfies Task,
  });
  try {
    const [answer] = (await once(worker, "message", { signal: end })) as [Answer];
    if (answer.is === "done") return answer.result;
    throw new TrustCenterError(answer.code, answer.message, answer.evidence);
  } catch (error) {
    signal?.throwIfAborted();
    if (!end.aborted) throw error;
    throw new TrustCenterError("timeout", `Expected the list to be rendered within ${patience / 1000} s.`, {});
  } finally {
    await worker.terminate();
  }
}
