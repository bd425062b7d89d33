import { minute } from "../time.ts";
import { enqueue } from "./outbox.ts";
import { change, clock, rows } from "./query.ts";
import { countOne, type Rates } from "./rates.ts";
import type { Queries } from "./store.ts";

/** For how many milliseconds a mailed link signs in. */
export const linkSpan = 15 * minute;

/** Who asks for a link. */
export interface AskingForLink {
  id: string;
  email: string;
  /** Of the link's token. */
  tokenHash: string;
  /** The keys that its network and its address are counted under. */
  network: string;
  address: string;
}

/**
 * Notes that somebody asks for a link. The same rows whoever asks: whether the address may sign in is asked when the mail is
 * written.
 *
 * @returns milliseconds to wait where it is one too many of its network, else 0
 */
export async function askForLink(
  tx: Queries,
  { id, email, tokenHash, network, address }: AskingForLink,
  rates: Rates,
): Promise<number> {
  const now = await clock(tx);
  const wait = await countOne(tx, network, rates.signInsPerNetwork, now);
  if (wait > 0) return wait;
  // Too many of one address are answered like the others, and not mailed.
  if ((await countOne(tx, address, rates.signInsPerAddress, now)) > 0) return 0;
  await change(
    tx,
    "insert into sign_ins (id, token_hash, email, asked_at, expires_at) values (?, ?, ?, ?, ?)",
    ...[id, tokenHash, email, now, now + linkSpan],
  );
  await enqueue(tx, { event: "sign-in", recipient: id, kind: "sign-in" }, now);
  return 0;
}

/** Whose a link is that still signs in, by its id or its token's hash. */
export async function findLink(
  db: Queries,
  by: { id: string } | { tokenHash: string },
): Promise<{ email: string } | undefined> {
  const [column, value] = "id" in by ? ["id", by.id] : ["token_hash", by.tokenHash];
  const [found] = await rows<{ email: string }>(
    db,
    `select email from sign_ins where ${column} = ? and expires_at > clock_ms()`,
    value,
  );
  return found;
}

/** Spends a link: of several at once exactly one succeeds. Other links of its address go with it. */
export async function spendLink(tx: Queries, tokenHash: string): Promise<string | undefined> {
  const [spent] = await rows<{ email: string; expires_at: number }>(
    tx,
    "delete from sign_ins where token_hash = ? returning email, expires_at",
    tokenHash,
  );
  if (!spent || Number(spent.expires_at) <= (await clock(tx))) return undefined;
  await change(tx, "delete from sign_ins where email = ?", spent.email);
  return spent.email;
}

/** Forgets links that are over, and their mails: an address that may not sign in leaves nothing behind. */
export async function purgeLinks(tx: Queries, now: number): Promise<void> {
  await change(tx, "delete from sign_ins where expires_at < ?", now);
  await change(tx, "delete from deliveries where kind = 'sign-in' and settled_at < ?", now - linkSpan);
}
