import { UsageError } from "@trust-center/authoring";
import type { Format } from "./format.ts";

/**
 * The text of a source: UTF-8, or what its byte order mark, its server or its `<meta>` names.
 *
 * @throws {TrustCenterError} `malformed` for bytes that are no text of that encoding
 */
export function decode(bytes: Uint8Array, format: Format, mediaType = ""): string {
  const label =
    markOf(bytes) ??
    /charset=["']?([\w-]+)/i.exec(mediaType)?.[1] ??
    (format === "html" ? metaOf(bytes) : undefined) ??
    "utf-8";
  let decoder: TextDecoder;
  try {
    decoder = new TextDecoder(label, { fatal: true });
  } catch {
    throw new UsageError(`Expected an encoding that browsers know, found “${label}”. Save the file as UTF-8.`);
  }
  try {
    return decoder.decode(bytes);
  } catch {
    throw new UsageError(`Expected text in ${decoder.encoding}, found other bytes. Save the file as UTF-8.`);
  }
}

function markOf([first, second]: Uint8Array): string | undefined {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : undefined;
}

/** Bytes in which a page says its encoding (HTML, 4.2.5.4). */
const metaBytes = 1024;

const metaOf = (bytes: Uint8Array): string | undefined =>
  /<meta\b[^>]{0,200}?charset\s{0,9}=\s{0,9}["']?([\w-]+)/i.exec(
    new TextDecoder("latin1").decode(bytes.subarray(0, metaBytes)),
  )?.[1];
