import { TrustCenterError } from "@trust-center/feed";
import { Integer, OctetString } from "asn1js";
import { AlgorithmIdentifier, MessageImprint, TimeStampReq, TimeStampResp } from "pkijs";
import { readBody } from "../http/body.ts";
import { ended } from "../http/get.ts";
import { deadline, type HttpOptions } from "../http/options.ts";
import { isSame } from "./chain.ts";
import { reading, readToken, tokenLimit } from "./token.ts";
import { type TimeStamp, type TimeStampOptions, verifyTimeStamp } from "./verify.ts";

/** How a time stamp is asked for. */
export interface TimeStampRequest extends TimeStampOptions, HttpOptions {
  /** Where the authority takes requests: HTTP, or HTTPS. */
  url: string;
}

const sha256Id = "2.16.840.1.101.3.4.2.1";

/** Bytes of the number that ties an answer to its request. */
const nonceLength = 16;

/**
 * Asks a time stamp authority for a token over some bytes, by their SHA-256 (RFC 3161 §3.4), and verifies it.
 *
 * @returns the token in DER, and what it says
 * @throws {TrustCenterError} `network`, `timeout`, `aborted`, `too-large`; `service-refused` where the authority does not
 *   grant it; as {@link verifyTimeStamp}; `signature-invalid` for the answer to another request
 */
export async function requestTimeStamp(
  request: TimeStampRequest,
): Promise<{ token: Uint8Array<ArrayBuffer>; timeStamp: TimeStamp }> {
  const nonce = new Integer({ valueHex: positive(crypto.getRandomValues(new Uint8Array(nonceLength))) });
  const asked = new TimeStampReq({
    version: 1,
    messageImprint: new MessageImprint({
      hashAlgorithm: new AlgorithmIdentifier({ algorithmId: sha256Id }),
      hashedMessage: new OctetString({ valueHex: await crypto.subtle.digest("SHA-256", new Uint8Array(request.data)) }),
    }),
    nonce,
    certReq: true,
    ...(request.policy !== undefined && { reqPolicy: request.policy }),
  });
  const answer = await post(request, asked.toSchema().toBER());
  const token = tokenIn(answer);
  const found = readToken(token).info.nonce;
  if (!found || !isSame(found.valueBlock.valueHexView, nonce.valueBlock.valueHexView)) {
    throw new TrustCenterError(
      "signature-invalid",
      "Expected the answer to this request, found one with another nonce.",
    );
  }
  return { token, timeStamp: await verifyTimeStamp(token, request) };
}

/** A number that is read as what was written: positive, and without leading zeros. */
function positive(bytes: Uint8Array<ArrayBuffer>): ArrayBuffer {
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes.buffer;
}

async function post({ url, ...http }: TimeStampRequest, body: ArrayBuffer): Promise<Uint8Array<ArrayBuffer>> {
  const signal = deadline(http);
  const { fetch = globalThis.fetch } = http;
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/timestamp-query", accept: "application/timestamp-reply" },
      body,
      redirect: "manual",
      signal,
    });
    const bytes = await readBody(response, tokenLimit, "the authority's answer");
    if (response.status === 200) return bytes;
    throw new TrustCenterError("network", `Expected ${url} to answer, found HTTP status ${response.status}.`, {
      url,
      status: response.status,
    });
  } catch (cause) {
    if (cause instanceof TrustCenterError) throw cause;
    if (signal.aborted) throw ended(url, http, cause);
    throw new TrustCenterError("network", `Expected an answer from ${url}, found no connection.`, { url }, { cause });
  }
}

/** The token of an answer that grants one. */
function tokenIn(answer: Uint8Array): Uint8Array<ArrayBuffer> {
  const { status, text, token } = reading("an answer of RFC 3161", answer, (schema) => {
    const { status, timeStampToken } = new TimeStampResp({ schema });
    const text = (status.statusStrings ?? []).map(({ valueBlock }) => String(valueBlock.value)).join(" ");
    const granted = status.status === 0 || status.status === 1;
    // Behind the status, in the bytes in which it came.
    const behind = (schema as { valueBlock?: { value?: { valueBeforeDecodeView: Uint8Array }[] } }).valueBlock
      ?.value?.[1];
    const token = granted && timeStampToken ? behind?.valueBeforeDecodeView : undefined;
    return { status: status.status, text, token };
  });
  if (token) return new Uint8Array(token);
  throw new TrustCenterError(
    "service-refused",
    `Expected a time stamp, found that the authority does not grant it (status ${status}${text && `: ${text.slice(0, 200)}`}).`,
    { status },
  );
}
