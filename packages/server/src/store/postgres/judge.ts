import { StoreError, type StoreFault } from "../judge.ts";

/** By SQLSTATE, or its first two characters, its class (https://www.postgresql.org/docs/current/errcodes-appendix.html). */
const faults: Readonly<Record<string, StoreFault>> = {
  "08": "gone",
  "28": "gone",
  "3D": "gone",
  "57": "gone",
  "53": "busy",
  "53100": "full",
  "25006": "readonly",
  "40001": "busy",
  "40P01": "busy",
  "55P03": "busy",
  // A statement that took too long, and a transaction that its process slept in.
  "57014": "busy",
  "25P03": "gone",
  "58030": "disk",
  XX001: "corrupt",
  XX002: "corrupt",
};

/** What met another transaction, and may well succeed now. */
const again = new Set(["40001", "40P01"]);

/** Why there is no connection, by the codes of SQLSTATE, Node's sockets and OpenSSL. */
const reasons: Readonly<Record<string, string>> = {
  "28P01": "the database refused the user or the password",
  "28000": "the database refuses this user from here: see its pg_hba.conf",
  "3D000": "the server has no database of this name",
  "42501": "the database's user may not do this: it must own the database, or have rights to create in its schema",
  ECONNREFUSED: "nothing listens at its address",
  ENOTFOUND: "its host's name is not known",
  EAI_AGAIN: "its host's name is not known at the moment",
  ENOENT: "there is no socket in that folder",
  ETIMEDOUT: "its host does not answer",
  SELF_SIGNED_CERT_IN_CHAIN: "its certificate leads to none that is trusted: name it by --database-certificates",
  DEPTH_ZERO_SELF_SIGNED_CERT: "its certificate leads to none that is trusted: name it by --database-certificates",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "its certificate leads to none that is trusted: name it by --database-certificates",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    "its certificate leads to none that is trusted: name it by --database-certificates",
  ERR_TLS_CERT_ALTNAME_INVALID: "its certificate is another host's",
  CERT_HAS_EXPIRED: "its certificate has expired",
};

/** Judges what the driver threw. The driver's words can hold what was stored: they are kept as the cause alone. */
export function judge(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const { code, severity, message } = (error ?? {}) as { code?: unknown; severity?: unknown; message?: unknown };
  const name = typeof code === "string" ? code : "";
  const isOfServer = typeof severity === "string";
  // What is not the server's answer is the way to it: a socket that ended, a time that ran out.
  const fault = isOfServer ? (faults[name] ?? faults[name.slice(0, 2)] ?? "bug") : "gone";
  const takesNoTls = typeof message === "string" && /does not support SSL/i.test(message);
  const reason = takesNoTls
    ? "it takes no TLS; where credentials may go in the clear, say --database-tls none"
    : reasons[name];
  return new StoreError(fault, { cause: error, again: again.has(name), ...(reason !== undefined && { reason }) });
}

/** Whether a connection is of no more use: it ended, or leads to a server that takes no writes any more. */
export const isLost = ({ fault }: StoreError): boolean => fault === "gone" || fault === "readonly";
