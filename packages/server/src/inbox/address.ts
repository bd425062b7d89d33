/** Where the inbox is, below the service's address. */
export const inboxPath = "inbox/";

/** What a program's token begins with, so that whoever finds one in a file knows what it is. */
export const tokenPrefix = "tcs_";

/** Where a provider of sign-in sends browsers back to, below the inbox's address. */
export const oidcPath = "oidc/callback";

/** The cookie of a session. A browser takes this prefix over TLS alone, for one host and no other (RFC 6265bis §4.1.3.2). */
export const sessionCookie = "__Host-trust-center-inbox";

/** Where a mailed link leads, below the inbox's address. */
export const signInLink = (inboxAddress: string, token: string): string => `${inboxAddress}sign-in?token=${token}`;
