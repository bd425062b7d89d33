/**
 * Time stamps of authorities (RFC 3161): asked for, and verified offline. An entry of its own: it brings a library for ASN.1.
 *
 * @module @trust-center/sdk/time-stamps
 */

export { timeStampsOf } from "./reader.ts";
export { requestTimeStamp, type TimeStampRequest } from "./request.ts";
export { readCertificates } from "./token.ts";
export { isTokenOver, type TimeStamp, type TimeStampOptions, verifyTimeStamp } from "./verify.ts";
