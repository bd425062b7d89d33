import { type Claim, outcomeOf, type SourceCheck, type Statement, toStatement } from "./source.ts";

/** Asks for the TXT records of a name: each is the list of its strings (RFC 1035 §3.3.14). */
export type ResolveTxt = (name: string, options: { signal: AbortSignal }) => Promise<string[][]>;

/** The name of a host's record. */
export const recordName = (host: string): string => `_trust-center.${host}`;

/** The record that a vendor publishes. */
export const recordText = ({ feed, pin }: Statement): string => `v=tc1; feed=${feed}; pin=${pin}`;

/** What the TXT records of a host say. Without DNSSEC an answer is as good as the way that it came. */
export async function checkDns(
  host: string,
  claim: Claim,
  resolve: ResolveTxt,
  signal: AbortSignal,
): Promise<SourceCheck> {
  const at = recordName(host);
  let records: string[][];
  try {
    records = await resolve(at, { signal });
  } catch (error) {
    const { code = "" } = error as NodeJS.ErrnoException;
    // The name, or a record of this type, is not there: the server said so.
    const outcome = code === "ENOTFOUND" || code === "ENODATA" ? "absent" : "unreachable";
    return {
      source: "dns",
      at,
      outcome,
      found: [],
      ...(outcome === "unreachable" && { problem: code || String(error) }),
    };
  }
  const found = records
    .map((strings) => strings.join(""))
    .filter((text) => /^v=tc1\s*(?:;|$)/.test(text))
    .map(parseRecord);
  return { source: "dns", at, outcome: outcomeOf(found, claim), found };
}

/** `v=tc1; feed=…; pin=…`: members in any order, unknown ones passed over, none twice. */
function parseRecord(text: string): Statement | string {
  const members = new Map<string, string>();
  for (const part of text.split(";").filter((part) => part.trim() !== "")) {
    const [, name, value] = /^\s*([a-z]+)\s*=\s*(\S+)\s*$/.exec(part) ?? [];
    if (name === undefined || value === undefined || members.has(name)) return text;
    members.set(name, value);
  }
  return toStatement(members.get("feed"), members.get("pin"), text);
}
