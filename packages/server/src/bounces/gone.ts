/**
 * Whether an enhanced status code (RFC 3463 §3.2, §3.3; RFC 6710, RFC 7505) says that an address takes no mail, whoever sends
 * it. What only turns this service or this mail away does not.
 */
export const isGone = (status: string): boolean => /^5\.(?:1\.(?:1|2|3|6|10)|2\.1)$/.test(status);
