import { TrustCenterError } from "@trust-center/feed";
import { get } from "../http/get.ts";
import type { HttpOptions } from "../http/options.ts";
import { type Claim, outcomeOf, type SourceCheck, type Statement, toStatement } from "./source.ts";

const maxBytes = 64 * 1024;

/** Where a host keeps the file (RFC 9116 §3). */
export const securityTxtPath = "/.well-known/security.txt";

/** The line that a vendor adds to it (RFC 9116 §2.4: extension fields). */
export const securityTxtLine = ({ feed, pin }: Statement): string => `Trust-Center: ${feed} ${pin}`;

/** What a host's security.txt says. Its signature, where it has one, is not looked at. */
export async function checkSecurityTxt(
  origin: string,
  claim: Claim,
  now: number,
  http: HttpOptions,
): Promise<SourceCheck> {
  const at = new URL(securityTxtPath, origin).href;
  const source = "security.txt";
  let text: string;
  try {
    const { bytes } = await get(at, "security.txt", maxBytes, http);
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    if (error instanceof TrustCenterError && error.code === "aborted") throw error;
    const status = error instanceof TrustCenterError ? error.evidence.status : undefined;
    if (status === 404 || status === 410) return { source, at, outcome: "absent", found: [] };
    const problem = error instanceof TrustCenterError ? error.message : "Expected text in UTF-8, found other bytes.";
    return { source, at, outcome: "unreachable", found: [], problem };
  }
  const { statements, expires } = parse(text);
  const isOver = expires !== undefined && !(Date.parse(expires) > now);
  const outcome = isOver && statements.length > 0 ? "expired" : outcomeOf(statements, claim);
  return { source, at, outcome, found: statements, ...(outcome === "expired" && { problem: `Expires: ${expires}` }) };
}

function parse(text: string): { statements: (Statement | string)[]; expires: string | undefined } {
  const statements: (Statement | string)[] = [];
  let expires: string | undefined;
  for (const line of bodyOf(text)) {
    const [, name = "", value = ""] = /^([A-Za-z-]+):[ \t]*(.*?)[ \t]*$/.exec(line) ?? [];
    if (name.toLowerCase() === "expires") expires ??= value;
    if (name.toLowerCase() !== "trust-center") continue;
    const [feed, pin, ...more] = value.split(/[ \t]+/);
    statements.push(more.length > 0 ? value : toStatement(feed, pin, value));
  }
  return { statements, expires };
}

/** Lines; of a clear-signed text those between its markers, its dashes taken off (RFC 9580 §7). */
function bodyOf(text: string): string[] {
  const lines = text.replace(/^\ufeff/, "").split(/\r?\n/);
  if (lines[0] !== "-----BEGIN PGP SIGNED MESSAGE-----") return lines;
  const start = lines.indexOf("") + 1;
  const end = lines.indexOf("-----BEGIN PGP SIGNATURE-----");
  return lines.slice(start || 1, end < 0 ? undefined : end).map((line) => line.replace(/^- /, ""));
}
