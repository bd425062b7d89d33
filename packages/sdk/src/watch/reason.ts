import { TrustCenterError } from "@trust-center/feed";
import { hasPage } from "../http/options.ts";

/**
 * Why a feed could not be fetched.
 *
 * - `dns`: the host's name leads nowhere · `refused`: nothing listens there · `unreachable`: there is no way to the host
 * - `timeout`: no whole answer came in time · `interrupted`: an answer or a connection broke off
 * - `tls`: the certificate or the handshake is refused · `redirect`: it would lead elsewhere
 * - `gone`: there is no feed at the address (404, 410) · `incomplete`: the feed names a file that is not there
 * - `forbidden`: 401, 403, 407, 451 · `busy`: it says when to come again · `server`: 5xx · `status`: another status
 * - `no-feed`: something else is there, such as a sign-in page
 * - `hidden`: a browser does not say: the network, or a server that does not allow the origin (CORS)
 */
export type TransportReason =
  | "dns"
  | "refused"
  | "unreachable"
  | "timeout"
  | "interrupted"
  | "tls"
  | "redirect"
  | "gone"
  | "incomplete"
  | "forbidden"
  | "busy"
  | "server"
  | "status"
  | "no-feed"
  | "hidden";

/** Codes of Node's and undici's errors. */
const byCode: Readonly<Record<string, TransportReason>> = {
  ENOTFOUND: "dns",
  EAI_AGAIN: "dns",
  EAI_FAIL: "dns",
  EAI_NODATA: "dns",
  EAI_NONAME: "dns",
  ECONNREFUSED: "refused",
  EHOSTUNREACH: "unreachable",
  EHOSTDOWN: "unreachable",
  ENETUNREACH: "unreachable",
  ENETDOWN: "unreachable",
  EADDRNOTAVAIL: "unreachable",
  ETIMEDOUT: "unreachable",
  UND_ERR_CONNECT_TIMEOUT: "unreachable",
  ECONNRESET: "interrupted",
  ECONNABORTED: "interrupted",
  EPIPE: "interrupted",
  UND_ERR_SOCKET: "interrupted",
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: "interrupted",
  EPROTO: "tls",
};

/** Codes of OpenSSL's verification and of Node's TLS: `CERT_HAS_EXPIRED`, `ERR_TLS_CERT_ALTNAME_INVALID`. */
const tlsCode =
  /^(?:CERT_|CRL_|ERR_TLS_|ERR_SSL_|SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH_)/;

/** Why a feed could not be fetched; undefined where the error is about something else. */
export function transportReason(error: unknown): TransportReason | undefined {
  if (!(error instanceof TrustCenterError)) return undefined;
  const { code, evidence } = error;
  if (code === "timeout") return "timeout";
  if ("elsewhere" in evidence) return "no-feed";
  if (code === "malformed") return evidence.file === "head.json" ? "no-feed" : undefined;
  if (code !== "network") return undefined;
  if (evidence.redirect !== undefined) return "redirect";
  if (evidence.retryIn !== undefined) return "busy";
  if (typeof evidence.status === "number")
    return byStatus(evidence.status, String(evidence.url ?? evidence.path ?? ""));
  for (const found of codesOf(error.cause)) {
    if (tlsCode.test(found)) return "tls";
    if (Object.hasOwn(byCode, found)) return byCode[found];
    if (found.startsWith("HPE_")) return "interrupted";
  }
  // Of all requests that fail, one that would lead elsewhere is refused by nobody but the reader: nothing caused it.
  const refused = error.cause instanceof TrustCenterError ? error.cause : error;
  if (refused.cause === undefined) return "redirect";
  return hasPage() ? "hidden" : "unreachable";
}

function byStatus(status: number, url: string): TransportReason {
  if (status === 404 || status === 410) return url.endsWith("head.json") ? "gone" : "incomplete";
  if ([401, 403, 407, 451].includes(status)) return "forbidden";
  return status >= 500 ? "server" : "status";
}

/** Codes of an error and of what caused it; of several addresses tried, each. A chain has an end here. */
function codesOf(cause: unknown, left = 8): string[] {
  if (left === 0 || !(cause instanceof Error)) return [];
  const { code } = cause as NodeJS.ErrnoException;
  const inner = cause instanceof AggregateError ? cause.errors : [];
  return [
    ...(typeof code === "string" ? [code] : []),
    ...[cause.cause, ...inner].flatMap((one) => codesOf(one, left - 1)),
  ];
}
