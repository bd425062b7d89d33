/** What looks like a secret, and the forms that it has. None of them occurs in what a feed signs or hashes. */
const secrets: readonly (readonly [what: string, form: RegExp])[] = [
  // RFC 7468, RFC 4716, RFC 4880: encrypted ones too.
  ["a private key", /-----BEGIN (?:[A-Z0-9]+ )*PRIVATE KEY(?: BLOCK)?-----/],
  ["a private key", /\bPuTTY-User-Key-File-\d|\bAGE-SECRET-KEY-1[0-9A-Z]{20}/],
  // RFC 7517: `d` is the private part of EC and OKP keys, and of RSA keys.
  ["a private key", /"?\bd\\?"?\s*:\s*\\?"?[A-Za-z0-9_-]{43,}/],
  ["an access key of AWS", /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/],
  ["a token of GitHub", /\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_[A-Za-z0-9_]{60})/],
  ["a token of GitLab", /\bglpat-[A-Za-z0-9_-]{20}/],
  ["a token of npm", /\bnpm_[A-Za-z0-9]{36}\b/],
  ["a token of Slack", /\bxox[abprs]-[A-Za-z0-9-]{10}/],
  ["a key of Stripe", /\b[rs]k_live_[A-Za-z0-9]{16}/],
  ["a key of Google", /\bAIza[0-9A-Za-z_-]{35}/],
];

/** The first thing in a text that looks like a secret: what it is, and on which line, from 1. */
export function secretIn(text: string): { what: string; line: number } | undefined {
  for (const [what, form] of secrets) {
    const at = text.search(form);
    if (at >= 0) return { what, line: text.slice(0, at).split("\n").length };
  }
  return undefined;
}
