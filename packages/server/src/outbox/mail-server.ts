import { setTimeout as wait } from "node:timers/promises";
import { describeError, type Logger } from "../log/logger.ts";
import { minute, second } from "../time.ts";
import type { Transport } from "./transport.ts";

/** What was found when the mail server was asked at start. */
export interface MailServer {
  /** `asked` until it has answered. */
  state: "asked" | "ready" | "refused";
}

/** How many milliseconds it may take to answer. */
const patience = minute / 2;

/**
 * Asks the mail server at start whether it would take mails: a wrong password or a certificate that does not hold is
 * told before the first objection, not by it. A server that is down keeps nobody from objecting.
 */
export function watchMailServer(url: string, transport: Transport, log: Logger): MailServer {
  const { hostname, port } = new URL(url);
  const server: MailServer = { state: "asked" };
  const late = new AbortController();
  const tooLate = wait(patience, undefined, { signal: late.signal, ref: false }).then(() => {
    throw Object.assign(new Error("no answer"), { code: "ETIMEDOUT" });
  });
  Promise.race([transport.verify(), tooLate])
    .then(() => {
      server.state = "ready";
    })
    .catch((error: unknown) => {
      server.state = "refused";
      log.error("mail-server-refused", { host: hostname, port, ...describeError(error), ...reasonOf(error) });
    })
    .finally(() => {
      tooLate.catch(() => {});
      late.abort();
    });
  return server;
}

/** Reasons that the library and Node name by codes. Their messages may quote the password. */
function reasonOf(error: unknown): { reason?: string | undefined } {
  const { code = "", originalCode = code } = error as { code?: string; originalCode?: string };
  return { reason: reasons[originalCode] ?? reasons[code] };
}

const reasons: Readonly<Record<string, string>> = {
  EAUTH: "user or password was not taken",
  ETLS: "the server offers no encryption (STARTTLS), and --smtp-tls is required",
  ECONNREFUSED: "nothing listens there",
  ENOTFOUND: "there is no such host",
  EDNS: "there is no such host",
  ETIMEDOUT: `no answer within ${patience / second} s`,
  DEPTH_ZERO_SELF_SIGNED_CERT: "the certificate is self-signed; name its authority in NODE_EXTRA_CA_CERTS",
  SELF_SIGNED_CERT_IN_CHAIN: "the certificate's authority is unknown; name it in NODE_EXTRA_CA_CERTS",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "the certificate's authority is unknown; name it in NODE_EXTRA_CA_CERTS",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "the certificate's authority is unknown; name it in NODE_EXTRA_CA_CERTS",
  CERT_HAS_EXPIRED: "the certificate has expired",
  ERR_TLS_CERT_ALTNAME_INVALID: "the certificate is another host's",
};
