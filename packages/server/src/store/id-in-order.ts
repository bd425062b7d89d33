import { randomBytes } from "node:crypto";

/** Random bytes that are left, for many ids come at once. */
let pool = Buffer.alloc(0);

/**
 * A UUID that is never given twice and follows those before it (version 7, RFC 9562 §5.7): rows that come one after the
 * other lie beside each other in an index, where random ones would each touch a page of their own.
 *
 * @param now Milliseconds since 1970. Where that goes back, the order is lost and nothing else.
 */
export function idInOrder(now: number): string {
  if (pool.length < random) pool = randomBytes(random * 256);
  const hex = pool.toString("hex", 0, random);
  pool = pool.subarray(random);
  const time = Math.max(0, Math.floor(now)).toString(16).padStart(12, "0");
  const variant = ((Number.parseInt(hex.charAt(0), 16) & 3) | 8).toString(16);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${hex.slice(1, 4)}-${variant}${hex.slice(4, 7)}-${hex.slice(7, 19)}`;
}

/** Bytes of an id that are drawn: nineteen hex digits are needed. */
const random = 10;
