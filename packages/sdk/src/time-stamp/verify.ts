import { limits, TrustCenterError, toHex, toInstant } from "@trust-center/feed";
import type { BaseBlock, OctetString, Sequence } from "asn1js";
import { CryptoEngine, IssuerAndSerialNumber, type SignerInfo } from "pkijs";
import { isSame, nameOf, verifyChain } from "./chain.ts";
import { type HeldCertificate, readCertificates, readToken, type Token, timeStampInfoType } from "./token.ts";

/** That something was there at a time, by the word of a time stamp authority. */
export interface TimeStamp {
  /** An instant. */
  at: string;
  /** What the authority's certificate calls it. */
  authority: string;
  /** Its number for this time stamp, hex. */
  serial: string;
  /** Object identifier of the policy under which it was given. */
  policy: string;
}

/** What a token is held against. */
export interface TimeStampOptions {
  /** The bytes that it is about. */
  data: Uint8Array;
  /** Certificates that the reader trusts, in PEM: the authority's own, or one above it. */
  certificates: string;
  /** The object identifier of the one policy that is good enough. Default: any. */
  policy?: string | undefined;
  /** The reader's clock, milliseconds since 1970. */
  now: number;
}

const hashes: Readonly<Record<string, string>> = {
  "2.16.840.1.101.3.4.2.1": "SHA-256",
  "2.16.840.1.101.3.4.2.2": "SHA-384",
  "2.16.840.1.101.3.4.2.3": "SHA-512",
};

/** Object identifiers of signed attributes (RFC 5652, RFC 5035). */
const attributes = {
  contentType: "1.2.840.113549.1.9.3",
  messageDigest: "1.2.840.113549.1.9.4",
  signingCertificateV2: "1.2.840.113549.1.9.16.2.47",
} as const;

/**
 * Verifies a time stamp token offline, at any later time (RFC 3161, RFC 5816): it is about these bytes, and its signed
 * attributes, the certificate that they name and its chain hold. Certificates must have been valid when it was given;
 * revocation is not looked at.
 *
 * @throws {TrustCenterError} `malformed`, `too-large`; `hash-mismatch` for a token about other bytes; `signature-invalid`;
 *   `key-refused` for a certificate that may not sign it, or does not lead to one that was given; `unsupported` for an
 *   algorithm, or another policy than the one asked for; `clock` for a token of the future
 */
export async function verifyTimeStamp(token: Uint8Array, options: TimeStampOptions): Promise<TimeStamp> {
  try {
    return await verify(token, options);
  } catch (cause) {
    if (cause instanceof TrustCenterError) throw cause;
    // The library reads members when they are asked for: what is none there is hostile, or broken.
    throw new TrustCenterError("malformed", "Expected a time stamp token in DER, found something else.", {}, { cause });
  }
}

async function verify(token: Uint8Array, { data, certificates, policy, now }: TimeStampOptions): Promise<TimeStamp> {
  const given = readCertificates(certificates);
  const read = readToken(token);
  const { info, signer } = read;
  await requireImprint(read, data);
  const at = info.genTime.getTime();
  if (!(at <= now + limits.clockSkew)) {
    throw new TrustCenterError(
      "clock",
      `The time stamp is of ${toInstant(at)}, and this machine's clock says ${toInstant(now)}.`,
      {
        at: toInstant(at),
      },
    );
  }
  if (policy !== undefined && info.policy !== policy) {
    throw new TrustCenterError(
      "unsupported",
      `Expected a time stamp under the policy ${policy}, found ${info.policy}.`,
    );
  }
  const own = signerCertificate(signer, [...read.certificates, ...given]);
  await requireAttributes(read, own);
  await requireSignature(signer, own);
  await verifyChain(own, { given, carried: read.certificates, at: info.genTime });
  return {
    at: toInstant(at),
    authority: nameOf(own.certificate),
    serial: toHex(info.serialNumber.valueBlock.valueHexView),
    policy: info.policy,
  };
}

/**
 * Whether something has the form of a token over some bytes. Who gave it is not looked at.
 *
 * @throws {TrustCenterError} `malformed`, `too-large`, `unsupported`
 */
export async function isTokenOver(token: Uint8Array, data: Uint8Array): Promise<boolean> {
  try {
    await requireImprint(readToken(token), data);
    return true;
  } catch (error) {
    if (error instanceof TrustCenterError && error.code === "hash-mismatch") return false;
    throw error;
  }
}

async function requireImprint({ info }: Pick<Token, "info">, data: Uint8Array): Promise<void> {
  const { hashAlgorithm, hashedMessage } = info.messageImprint;
  const found = await digest(hashAlgorithm.algorithmId, data);
  if (isSame(found, new Uint8Array(hashedMessage.getValue()))) return;
  throw new TrustCenterError("hash-mismatch", "Expected a time stamp of these bytes, found one of others.", {
    expected: toHex(found),
    found: toHex(new Uint8Array(hashedMessage.getValue())),
  });
}

/** The certificate that the signature names, among those at hand. */
function signerCertificate({ sid }: SignerInfo, among: readonly HeldCertificate[]): HeldCertificate {
  const found = among.find(({ certificate }) => {
    if (!(sid instanceof IssuerAndSerialNumber)) return false;
    const isIts = sid.serialNumber.isEqual(certificate.serialNumber);
    return isIts && sid.issuer.isEqual(certificate.issuer);
  });
  if (found) return found;
  throw new TrustCenterError(
    "key-refused",
    "Expected the time stamp to carry its signer's certificate, or the one that was given to be it, found neither.",
  );
}

/** What is signed names what it is of, by its hash, and the certificate: no other one can take its place (RFC 5035). */
async function requireAttributes({ signer, infoBytes }: Token, own: HeldCertificate): Promise<void> {
  const signed = signer.signedAttrs?.attributes ?? [];
  const one = (id: string): BaseBlock | undefined => {
    const [first, second] = signed.filter(({ type }) => type === id);
    return first && !second && first.values.length === 1 ? (first.values[0] as BaseBlock) : undefined;
  };
  const type = one(attributes.contentType) as { valueBlock?: { toString(): string } } | undefined;
  if (type?.valueBlock?.toString() !== timeStampInfoType)
    throw invalid("Expected it to be signed as a time stamp (RFC 3161).");
  const stated = octetsOf(one(attributes.messageDigest));
  if (!stated || !isSame(stated, await digest(signer.digestAlgorithm.algorithmId, infoBytes)))
    throw invalid("Expected the hash of what is signed, found another.");
  const named = await namedCertificate(one(attributes.signingCertificateV2), own.bytes);
  if (!named) throw invalid("Expected it to name its signer's certificate (ESSCertIDv2, RFC 5816).");
}

/** Whether the first ESSCertIDv2 of an attribute is of a certificate. Its hash is SHA-256 unless it says otherwise. */
async function namedCertificate(attribute: BaseBlock | undefined, certificate: Uint8Array): Promise<boolean> {
  const first = membersOf(membersOf(membersOf(attribute)[0])[0]);
  const [algorithm, hash] = first[0]?.idBlock.tagNumber === 16 ? first : [undefined, first[0]];
  const id = membersOf(algorithm)[0] as { valueBlock?: { toString(): string } } | undefined;
  const stated = octetsOf(hash);
  const found = await digest(id?.valueBlock?.toString() ?? "2.16.840.1.101.3.4.2.1", certificate);
  return stated !== undefined && isSame(stated, found);
}

const membersOf = (block: BaseBlock | undefined): (BaseBlock | undefined)[] => {
  const value = (block as Sequence | undefined)?.valueBlock.value;
  return Array.isArray(value) ? (value as BaseBlock[]) : [];
};

function octetsOf(block: BaseBlock | undefined): Uint8Array | undefined {
  return block?.idBlock.tagClass === 1 && block.idBlock.tagNumber === 4
    ? new Uint8Array((block as OctetString).getValue())
    : undefined;
}

async function requireSignature(
  { signedAttrs, signature, signatureAlgorithm, digestAlgorithm }: SignerInfo,
  own: HeldCertificate,
) {
  const bytes = signedAttrs?.encodedValue ?? new ArrayBuffer();
  const engine = new CryptoEngine({ name: "webcrypto", crypto: globalThis.crypto });
  const { subjectPublicKeyInfo } = own.certificate;
  const hash = hashOf(digestAlgorithm.algorithmId);
  const isValid = await engine
    .verifyWithPublicKey(bytes, signature, subjectPublicKeyInfo, signatureAlgorithm, hash)
    .catch(() => false);
  if (!isValid) throw invalid("Expected a signature by the key of the certificate that it names, found none.");
}

const invalid = (message: string) =>
  new TrustCenterError("signature-invalid", `The time stamp does not verify: ${message}`);

function hashOf(id: string): string {
  const name = hashes[id];
  if (name) return name;
  throw new TrustCenterError("unsupported", `Expected a time stamp with SHA-256, SHA-384 or SHA-512, found ${id}.`);
}

const digest = async (id: string, data: Uint8Array): Promise<Uint8Array> =>
  new Uint8Array(await crypto.subtle.digest(hashOf(id), new Uint8Array(data)));
