import { TrustCenterError } from "@trust-center/feed";
import { type BaseBlock, fromBER, type OctetString, type Sequence } from "asn1js";
import { Certificate, ContentInfo, SignedData, type SignerInfo, TSTInfo } from "pkijs";

/** A certificate, and its own bytes: what is hashed is never encoded again. */
export interface HeldCertificate {
  certificate: Certificate;
  bytes: Uint8Array<ArrayBuffer>;
}

/** A time stamp token as it was read: nothing of it is verified. */
export interface Token {
  info: TSTInfo;
  /** The bytes of `info`, which the signed attributes name by their hash. */
  infoBytes: Uint8Array<ArrayBuffer>;
  signer: SignerInfo;
  /** What it carries of its chain. */
  certificates: readonly HeldCertificate[];
}

/** Object identifiers (RFC 5652, RFC 3161, RFC 5816). */
const signedDataType = "1.2.840.113549.1.7.2";
export const timeStampInfoType = "1.2.840.113549.1.9.16.1.4";

/** Bytes of a token with its certificates, or of an answer that holds one. */
export const tokenLimit: number = 64 * 1024;

/**
 * Reads a token: CMS SignedData (RFC 5652) over a TSTInfo (RFC 3161).
 *
 * @throws {TrustCenterError} `malformed`, `too-large`
 */
export function readToken(bytes: Uint8Array): Token {
  return reading("a time stamp token", bytes, (outer) => {
    const content = new ContentInfo({ schema: outer });
    const signed = new SignedData({ schema: content.content });
    const { eContentType, eContent } = signed.encapContentInfo;
    const [signer, second] = signed.signerInfos;
    if (content.contentType !== signedDataType || eContentType !== timeStampInfoType || !eContent) return undefined;
    if (!signer || second) return undefined;
    const infoBytes = new Uint8Array((eContent as OctetString).getValue());
    const info = TSTInfo.fromBER(infoBytes);
    return { info, infoBytes, signer, certificates: certificatesIn(outer) };
  });
}

/** Certificates of a SignedData, in the bytes in which it holds them. */
function certificatesIn(outer: BaseBlock): HeldCertificate[] {
  const [, content] = membersOf(outer);
  const [signed] = content ? membersOf(content) : [];
  const held = signed && membersOf(signed).find(({ idBlock }) => idBlock.tagClass === 3 && idBlock.tagNumber === 0);
  return (held ? membersOf(held) : []).map((one) => readCertificate(new Uint8Array(one.valueBeforeDecodeView)));
}

const membersOf = (block: BaseBlock): BaseBlock[] => (block as Sequence).valueBlock.value as BaseBlock[];

/**
 * Reads a certificate in DER.
 *
 * @throws {TrustCenterError} `malformed`, `too-large`
 */
export const readCertificate = (bytes: Uint8Array): HeldCertificate =>
  reading("a certificate", bytes, (schema) => ({
    certificate: new Certificate({ schema }),
    bytes: new Uint8Array(bytes),
  }));

/**
 * Certificates of a PEM text (RFC 7468); other blocks are passed over.
 *
 * @throws {TrustCenterError} `malformed` where there is none
 */
export function readCertificates(pem: string): HeldCertificate[] {
  const found = [...pem.matchAll(/-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]*)-----END CERTIFICATE-----/g)];
  if (found.length === 0) {
    throw new TrustCenterError(
      "malformed",
      "Expected a certificate in PEM, from -----BEGIN CERTIFICATE----- on, found none.",
    );
  }
  return found.map(([, text = ""]) => {
    try {
      return readCertificate(Uint8Array.from(atob(text.replace(/\s/g, "")), (char) => char.charCodeAt(0)));
    } catch (cause) {
      if (cause instanceof TrustCenterError) throw cause;
      throw new TrustCenterError("malformed", "Expected a certificate in base64.", {}, { cause });
    }
  });
}

/**
 * Reads DER, all of it. Whatever the library makes of hostile bytes is one error.
 *
 * @param take Gives nothing for what has another form.
 */
export function reading<T>(what: string, bytes: Uint8Array, take: (block: BaseBlock) => T | undefined): T {
  if (bytes.length > tokenLimit)
    throw new TrustCenterError("too-large", `Expected ${what} of at most ${tokenLimit} bytes, found ${bytes.length}.`);
  let found: T | undefined;
  let cause: unknown;
  try {
    const { offset, result } = fromBER(bytes);
    if (offset === bytes.length) found = take(result as BaseBlock);
  } catch (error) {
    cause = error;
  }
  if (found !== undefined) return found;
  if (cause instanceof TrustCenterError) throw cause;
  throw new TrustCenterError("malformed", `Expected ${what} in DER, found something else.`, {}, { cause });
}
