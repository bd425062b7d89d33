/**
 * Networks that are of one machine or one organisation, or stand for nothing: the IANA special-purpose address
 * registries (RFC 6890 and its updates), multicast (RFC 5771), and what a cloud's metadata are served from (169.254/16).
 */
export const special: readonly (readonly [network: string, bits: number])[] = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
];

/** Within global unicast, 2000::/3 (RFC 4291 §2.4): what tunnels to, documents, or tries out something else. */
const specialV6: readonly (readonly [network: string, bits: number])[] = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
];

/**
 * Whether an IP address is one of the public internet. A mapped or translated one is not: nobody publishes those.
 *
 * @param address As `URL` and `dns.lookup` write it, IPv6 without brackets.
 */
export function isPublicAddress(address: string): boolean {
  const v4 = v4Number(address);
  if (v4 !== undefined) return !special.some(([network, bits]) => isWithin(v4, v4Number(network) ?? 0n, 32 - bits));
  const v6 = v6Number(address);
  if (v6 === undefined || v6 >> 125n !== 1n) return false;
  return !specialV6.some(([network, bits]) => isWithin(v6, v6Number(network) ?? 0n, 128 - bits));
}

/** Whether a URL's host may be of the public internet: a name does not tell, but those that are of one machine. */
export function mayBePublic({ hostname }: URL): boolean {
  const host = hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");
  if (v4Number(host) !== undefined || host.includes(":")) return isPublicAddress(host);
  // RFC 6761 and RFC 6762: localhost, .local; RFC 9476 and ICANN: .internal; RFC 8375: .home.arpa; names without a dot.
  return /\./.test(host) && !/(?:^|\.)(?:localhost|local|internal|home\.arpa|lan|corp|home)$/i.test(host);
}

const isWithin = (address: bigint, network: bigint, free: number) =>
  address >> BigInt(free) === network >> BigInt(free);

function v4Number(address: string): bigint | undefined {
  if (!/^\d{1,3}(?:\.\d{1,3}){3}$/.test(address)) return undefined;
  return address.split(".").reduce((sum, part) => (sum << 8n) | BigInt(part), 0n);
}

/** RFC 4291 §2.2. A zone (`%eth0`) is of one machine, and none here. */
function v6Number(address: string): bigint | undefined {
  const text = address.replace(/\d+\.\d+\.\d+\.\d+$/, (v4) => {
    const number = v4Number(v4) ?? 0n;
    return `${(number >> 16n).toString(16)}:${(number & 0xffffn).toString(16)}`;
  });
  const [before = "", after] = text.split("::");
  const [left, right] = [before, after ?? ""].map((half) => half.split(":").filter(Boolean)) as [string[], string[]];
  const missing = 8 - left.length - right.length;
  const groups = [...left, ...Array<string>(Math.max(0, missing)).fill("0"), ...right];
  if (groups.length !== 8 || (after === undefined && missing !== 0)) return undefined;
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return groups.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
}
