import { emailHash, type Keyed, mailboxHash, tokenHash } from "../secret/keyed.ts";
import type { Party } from "../store/cases.ts";

/**
 * Whoever objects, by keyed hashes. A case is one address's, not one mailbox's: where a mail server does not know
 * subaddresses, `ada+x@` is somebody else, who would get the link to Ada's case.
 *
 * @param feed The feed's address.
 */
export const partyOf = (keyed: Keyed, feed: string, email: string): Party => ({
  feed,
  emailHash: emailHash(keyed, email),
  mailboxHash: mailboxHash(keyed, email),
  tokenHash: (id) => tokenHash(caseToken(keyed, id)),
});

/** The token of the link in a case's mails. */
export const caseToken = (keyed: Keyed, id: string): string => keyed.token("objection", id);

/** Where that link leads, below the service's address. */
export const casePath = "objections/case";
