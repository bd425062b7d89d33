import type { Keyed } from "../secret/keyed.ts";

/** Hex digits of a return path's proof that the service made it: 64 bits. */
const proofLength = 16;

/**
 * The return path of a mail (VERP): what comes back to it tells which mail it was, also where a server sends back neither
 * header nor text.
 *
 * @param address The bare address that takes what comes back.
 */
export function returnPath(keyed: Keyed, address: string, delivery: string): string {
  const at = address.lastIndexOf("@");
  return `${address.slice(0, at)}+${tokenOf(keyed, delivery)}${address.slice(at)}`;
}

/** The delivery that a token names; undefined for one that the service did not make. */
export function deliveryOf(keyed: Keyed, token: string): string | undefined {
  const id = token.slice(0, -proofLength).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  return tokenOf(keyed, id) === token ? id : undefined;
}

const tokenOf = (keyed: Keyed, delivery: string) =>
  `${delivery.replaceAll("-", "")}${keyed.hash("return path", delivery).slice(0, proofLength)}`;
