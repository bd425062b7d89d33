import { isSafeUrl, TrustCenterError } from "@trust-center/feed";
import type { Path } from "../format/path.ts";
import { readAuthoring } from "./check.ts";
import type { Finding } from "./report.ts";
import { findingIn } from "./yaml-source.ts";

/** An address that gave no clear answer: a page that is kept from programs is not dead. */
export interface UnsureLink {
  url: string;
  /** `HTTP status 403`, `no answer in 15 seconds`. */
  found: string;
}

/** What was found out about the links of a list. */
export interface LinkReport {
  /** Addresses that were asked. */
  asked: number;
  /** Addresses beyond the first 2,000 of the list, which were not. */
  leftOut: number;
  /** Links that lead nowhere, where they stand, and one for all that were not asked. */
  findings: Finding[];
  unsure: UnsureLink[];
}

export interface LinkOptions {
  signal?: AbortSignal | undefined;
  /** Milliseconds for one address, with all its redirects. */
  timeout?: number | undefined;
  /** Asks every address, however many there are. */
  all?: boolean | undefined;
}

/** Addresses asked at the same time, redirects that are followed, bytes of a page that are read, addresses of one list. */
const limits = { atOnce: 8, redirects: 5, bytes: 64 * 1024, links: 2_000, timeout: 15_000 } as const;

/** Statuses by which a server says that there is nothing. Every other one may be about who asks. */
const gone: readonly number[] = [404, 410];

/**
 * Asks every address of the list whether it leads anywhere: `HEAD`, and `GET` where that is not taken. `http:` and `https:` alone are asked,
 * none with a password in it, and no cookie and no body is sent.
 *
 * @throws {TrustCenterError} `network` where none of them could be reached: then it is not about the links; `malformed` where the folder has no
 *   `trust-center.yaml`; whatever `signal` was aborted with
 */
export async function deadLinks(
  folder: string,
  { signal, timeout = limits.timeout, all = false }: LinkOptions = {},
): Promise<LinkReport> {
  const { source } = await readAuthoring(folder);
  const places = Map.groupBy(linksIn(source.value, []), ({ url }) => url);
  const addresses = [...places.keys()];
  const urls = all ? addresses : addresses.slice(0, limits.links);
  const leftOut = addresses.slice(urls.length);
  const answers = new Map<string, Answer>();
  const queue = [...urls];
  const work = async () => {
    for (let url = queue.shift(); url !== undefined; url = queue.shift())
      answers.set(url, await answerOf(url, { signal, timeout }));
  };
  await Promise.all(Array.from({ length: Math.min(limits.atOnce, urls.length) }, work));
  if (urls.length > 0 && [...answers.values()].every(({ isReached }) => !isReached)) {
    throw new TrustCenterError(
      "network",
      `Expected an answer from one of ${urls.length} addresses of the list, found none: ${answers.get(urls[0] ?? "")?.found}. Look at this machine's network first.`,
    );
  }
  const report = findingIn(source);
  const of = (state: Answer["state"]) =>
    urls.flatMap((url) => {
      const answer = answers.get(url);
      return answer?.state === state ? [{ url, found: answer.found }] : [];
    });
  return {
    asked: urls.length,
    leftOut: leftOut.length,
    findings: [
      ...of("gone").flatMap(({ url, found }) =>
        (places.get(url) ?? []).map(({ path }) =>
          report("dead-link", path, {
            expected: "a link that leads somewhere",
            found: `${found} (${url})`,
            fix: "Write the address where it is now, or remove the link.",
          }),
        ),
      ),
      ...leftOut.slice(0, 1).map((url) =>
        report("unasked-link", places.get(url)?.[0]?.path ?? [], {
          expected: `at most ${limits.links} addresses to ask`,
          found: `${addresses.length}: ${leftOut.length} from here on were not asked`,
          fix: "Ask all of them with --links=all.",
        }),
      ),
    ],
    unsure: of("unsure"),
  };
}

interface Answer {
  state: "there" | "gone" | "unsure";
  /** Whether a server answered, whatever it said. */
  isReached: boolean;
  found: string;
}

/** Every text under the name `url` that is an address of the web. */
function linksIn(value: unknown, path: Path): { url: string; path: Path }[] {
  if (Array.isArray(value)) return value.flatMap((item, at) => linksIn(item, [...path, at]));
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([name, member]) => {
    const inside = [...path, name];
    if (name !== "url" || typeof member !== "string") return linksIn(member, inside);
    return isSafeUrl(member) && isWeb(URL.parse(member)) ? [{ url: member, path: inside }] : [];
  });
}

const isWeb = (url: URL | null): url is URL =>
  url !== null && ["http:", "https:"].includes(url.protocol) && url.username === "" && url.password === "";

async function answerOf(
  address: string,
  { signal, timeout }: { signal: AbortSignal | undefined; timeout: number },
): Promise<Answer> {
  const deadline = AbortSignal.any([AbortSignal.timeout(timeout), ...(signal ? [signal] : [])]);
  try {
    const head = await follow(address, "HEAD", deadline);
    // Many servers know no HEAD, or answer it otherwise.
    return head.state === "there" ? head : await follow(address, "GET", deadline);
  } catch (error) {
    signal?.throwIfAborted();
    if (deadline.aborted) return { state: "unsure", isReached: false, found: `no answer in ${timeout / 1000} seconds` };
    const code = causeOf(error);
    // Everything else can pass: a resolver or a route that is down for a moment.
    const isNowhere = ["ENOTFOUND", "ECONNREFUSED"].includes(code);
    return { state: isNowhere ? "gone" : "unsure", isReached: false, found: `no connection: ${code}` };
  }
}

async function follow(address: string, method: "HEAD" | "GET", signal: AbortSignal): Promise<Answer> {
  let url = URL.parse(address);
  for (let hops = 0; hops <= limits.redirects; hops++) {
    if (!isWeb(url)) return { state: "unsure", isReached: true, found: "a redirect to no address of the web" };
    const response = await fetch(url, {
      method,
      redirect: "manual",
      credentials: "omit",
      headers: { "user-agent": "trust-center check --links", accept: "*/*" },
      signal,
    });
    await discard(response);
    const { status } = response;
    const next = status >= 300 && status < 400 ? response.headers.get("location") : null;
    if (next === null) {
      if (response.ok) return { state: "there", isReached: true, found: "" };
      return { state: gone.includes(status) ? "gone" : "unsure", isReached: true, found: `HTTP status ${status}` };
    }
    url = URL.parse(next, url);
  }
  return { state: "unsure", isReached: true, found: `more than ${limits.redirects} redirects` };
}

/** Reads no more of a page than shows that it comes. */
async function discard({ body }: Response): Promise<void> {
  const reader = body?.getReader();
  let bytes = 0;
  for (let part = await reader?.read(); part && !part.done && bytes < limits.bytes; part = await reader?.read())
    bytes += part.value.length;
  await reader?.cancel().catch(() => {});
}

function causeOf(error: unknown): string {
  const { cause } = error as { cause?: { code?: unknown; errors?: { code?: unknown }[] } };
  const code = cause?.code ?? cause?.errors?.[0]?.code;
  return typeof code === "string" ? code : "none";
}
