import { TrustCenterError } from "@trust-center/feed";
import type { BasicConstraints, Certificate, Extension, ExtKeyUsage } from "pkijs";
import type { HeldCertificate } from "./token.ts";

/** Object identifiers of extensions (RFC 5280). */
const ids = {
  subjectKey: "2.5.29.14",
  keyUsage: "2.5.29.15",
  basicConstraints: "2.5.29.19",
  policies: "2.5.29.32",
  authorityKey: "2.5.29.35",
  extendedKeyUsage: "2.5.29.37",
} as const;
const known: readonly string[] = Object.values(ids);
const timeStamping = "1.3.6.1.5.5.7.3.8";

/** Signatures with MD5 and SHA-1: others could be given the same one. */
const weak: readonly string[] = ["1.2.840.113549.1.1.4", "1.2.840.113549.1.1.5", "1.2.840.10045.4.1"];

/** Certificates from the signer's to one that the reader was given, both counted. */
const longest = 6;

/**
 * Verifies that a certificate may sign time stamps, and leads to one that the reader was given (RFC 3161 §2.3, RFC 5280).
 *
 * @param given What the reader trusts: the authority's own certificate, or one above it.
 * @param carried Certificates that may stand between.
 * @param at When it had to be valid.
 * @throws {TrustCenterError} `key-refused`
 */
export async function verifyChain(
  signer: HeldCertificate,
  { given, carried, at }: { given: readonly HeldCertificate[]; carried: readonly HeldCertificate[]; at: Date },
): Promise<void> {
  requireTimeStamping(signer.certificate);
  let current = signer;
  for (let length = 1; length <= longest; length++) {
    requireValid(current.certificate, at);
    if (given.some(({ bytes }) => isSame(bytes, current.bytes))) return;
    if (weak.includes(current.certificate.signatureAlgorithm.algorithmId))
      throw refused(current.certificate, "Expected it to be signed with SHA-256 or better.");
    const issuer = await issuerOf(current.certificate, [...given, ...carried]);
    if (!issuer) break;
    requireAuthority(issuer.certificate);
    current = issuer;
  }
  throw refused(signer.certificate, "Expected it to lead to the certificate that was given, found that it does not.");
}

async function issuerOf(certificate: Certificate, among: readonly HeldCertificate[]) {
  for (const one of among) {
    if (!one.certificate.subject.isEqual(certificate.issuer)) continue;
    if (await certificate.verify(one.certificate).catch(() => false)) return one;
  }
  return undefined;
}

/** The one purpose, and marked critical: a key that also signs other things is none of a time stamp authority (RFC 3161). */
function requireTimeStamping(certificate: Certificate): void {
  const usage = extensionOf(certificate, ids.extendedKeyUsage);
  const purposes = (usage?.parsedValue as ExtKeyUsage | undefined)?.keyPurposes ?? [];
  if (!usage?.critical || purposes.length !== 1 || purposes[0] !== timeStamping) {
    throw refused(certificate, "Expected the extended key usage timeStamping alone, marked critical.");
  }
  if (!mayUse(certificate, 0xc0)) throw refused(certificate, "Expected a key usage of digital signatures.");
}

function requireAuthority(certificate: Certificate): void {
  const constraints = extensionOf(certificate, ids.basicConstraints)?.parsedValue as BasicConstraints | undefined;
  if (!constraints?.cA || !mayUse(certificate, 0x04))
    throw refused(certificate, "Expected a certificate authority, which may sign certificates.");
}

/** Whether a certificate without key usages, or with one of these bits, may be used so. */
function mayUse(certificate: Certificate, bits: number): boolean {
  const usage = extensionOf(certificate, ids.keyUsage);
  if (!usage) return true;
  const { valueBlock } = usage.parsedValue as { valueBlock: { valueHexView: Uint8Array } };
  return ((valueBlock.valueHexView[0] ?? 0) & bits) !== 0;
}

function requireValid(certificate: Certificate, at: Date): void {
  const [from, to] = [certificate.notBefore.value, certificate.notAfter.value];
  if (!(at >= from && at <= to)) {
    throw refused(
      certificate,
      `Expected it to be valid on ${at.toISOString()}, found it valid from ${from.toISOString()} to ${to.toISOString()}.`,
    );
  }
  const strange = certificate.extensions?.find(({ critical, extnID }) => critical && !known.includes(extnID));
  if (strange) throw refused(certificate, `Found the critical extension ${strange.extnID}, which is not known here.`);
}

const extensionOf = (certificate: Certificate, id: string): Extension | undefined =>
  certificate.extensions?.find(({ extnID }) => extnID === id);

const refused = (certificate: Certificate, message: string) =>
  new TrustCenterError("key-refused", `The certificate of ${nameOf(certificate)}: ${message}`);

const commonName = "2.5.4.3";

/** What a certificate's subject is called: its common name, else the first part of its name. */
export function nameOf({ subject }: Certificate): string {
  const parts = subject.typesAndValues;
  const part = parts.find(({ type }) => type === commonName) ?? parts[0];
  return String((part?.value as { valueBlock: { value: unknown } } | undefined)?.valueBlock.value ?? "no name");
}

export const isSame = (a: Uint8Array, b: Uint8Array): boolean =>
  a.length === b.length && a.every((byte, at) => byte === b[at]);
