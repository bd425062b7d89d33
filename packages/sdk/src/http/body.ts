import { TrustCenterError } from "@trust-center/feed";

/**
 * Reads a body and stops at a number of bytes, whatever its headers promise.
 *
 * @throws {TrustCenterError} `too-large`
 */
export async function readBody(response: Response, maxBytes: number, what: string): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    length += part.value.length;
    if (length > maxBytes) {
      // A cancel that fails changes nothing: the body is refused already.
      reader?.cancel().catch(() => {});
      throw new TrustCenterError("too-large", `Expected ${what} to hold at most ${maxBytes} bytes, found more.`, {
        file: what,
        maxBytes,
      });
    }
    chunks.push(part.value);
  }
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
