/** What a failure of the mail server means. */
export interface Reason {
  /** Of SMTP, nodemailer, Node or OpenSSL. */
  code: string;
  /** In words, where it is one of the usual ones. */
  reason?: string;
}

/**
 * Tells why the mail server could not be reached or did not take a mail, by codes alone: the messages of the library
 * and of servers may quote a password or an address.
 */
export function reasonOf(error: unknown): Reason {
  const failure = (error ?? {}) as { code?: unknown; originalCode?: unknown; responseCode?: unknown; cause?: unknown };
  const codes = [failure.originalCode, (failure.cause as { code?: unknown } | undefined)?.code, failure.code];
  const known = codes.filter((code) => typeof code === "string");
  const code = known.find((one) => one in reasons) ?? known[0] ?? "error";
  const reply = typeof failure.responseCode === "number" ? `${failure.responseCode} ` : "";
  const reason = reasons[code];
  return { code: `${reply}${code}`, ...(reason !== undefined && { reason }) };
}

const unknownAuthority = "the certificate's authority is unknown; name it in NODE_EXTRA_CA_CERTS";

const reasons: Readonly<Record<string, string>> = {
  EAUTH: "user or password was not taken",
  ETLS: "the server offers no encryption (STARTTLS), and --smtp-tls is required",
  ECONNREFUSED: "nothing listens there",
  ECONNRESET: "the connection was cut",
  ECONNECTION: "the connection was cut",
  EHOSTUNREACH: "no way leads there",
  ENETUNREACH: "no way leads there",
  ENOTFOUND: "there is no such host",
  EDNS: "there is no such host",
  ETIMEDOUT: "no answer in time",
  EPROTOCOL: "what answers there does not speak SMTP, or turns the service away",
  DEPTH_ZERO_SELF_SIGNED_CERT: "the certificate is self-signed; name its authority in NODE_EXTRA_CA_CERTS",
  SELF_SIGNED_CERT_IN_CHAIN: unknownAuthority,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownAuthority,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownAuthority,
  CERT_HAS_EXPIRED: "the certificate has expired",
  ERR_TLS_CERT_ALTNAME_INVALID: "the certificate is another host's",
};
