import { TrustCenterError } from "@trust-center/feed";
import type { HttpOptions } from "@trust-center/sdk";
import {
  contradictions,
  crossCheckPin,
  dnsResolver,
  type ResolveTxt,
  type SourceCheck,
} from "@trust-center/sdk/discovery";
import type { Io } from "../output/io.ts";
import { failed, note, passed, type Step } from "../verify/outcome.ts";

/** Name servers other than the machine's, as addresses separated by commas: for tests, and networks of their own. */
const serversVariable = "TRUST_CENTER_DNS";

/** Asks DNS and security.txt about a feed. */
export function crossCheck(
  feed: { address: string; pin?: string | undefined },
  io: Io,
  { now, signal = io.signal, fetch }: Pick<HttpOptions, "signal" | "fetch"> & { now: number },
): Promise<SourceCheck[]> {
  const servers = io.env[serversVariable];
  const resolver: ResolveTxt | undefined = servers ? dnsResolver(servers.split(",")) : undefined;
  return crossCheckPin(feed.address, { pin: feed.pin, now: () => now, signal, fetch, ...(resolver && { resolver }) });
}

/** The error that another source's contradiction is, where there is one. */
export function contradiction(address: string, checks: readonly SourceCheck[]): TrustCenterError | undefined {
  const [first] = contradictions(checks);
  return (
    first &&
    new TrustCenterError(
      "pin-mismatch",
      `Expected ${first.at} to name ${address} and its pin, found ${foundText(first)}.`,
      {
        sources: contradictions(checks),
      },
    )
  );
}

/** What each source says, in words. */
export const sourceSteps = (checks: readonly SourceCheck[]): Step[] => checks.map(sourceStep);

function sourceStep(check: SourceCheck): Step {
  const { source, at, outcome, problem } = check;
  const name = source === "dns" ? "DNS" : "security.txt";
  switch (outcome) {
    case "agrees":
      return passed(`${name}: ${at} names this feed and pin`);
    case "differs":
      return failed(`${name}: ${at} names ${foundText(check)}`);
    case "absent":
      return note(`${name}: ${at} says nothing`);
    case "expired":
      return note(`${name}: ${at} is past its date (${problem})`);
    case "unreachable":
      return note(`${name}: ${at} could not be read (${problem})`);
  }
}

const foundText = ({ found }: SourceCheck): string =>
  found.map((one) => (typeof one === "string" ? `“${one}”` : `${one.feed} ${one.pin}`)).join(", ");
