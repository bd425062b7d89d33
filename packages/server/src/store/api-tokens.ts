import type { Selectable } from "kysely";
import { change, clock, rows } from "./query.ts";
import type { ApiTokenTable } from "./schema.ts";
import type { Queries } from "./store.ts";

export type ApiToken = Selectable<ApiTokenTable>;

export async function addApiToken(
  tx: Queries,
  { span, ...token }: Omit<ApiToken, "created_at" | "expires_at"> & { span: number },
): Promise<ApiToken> {
  const created_at = await clock(tx);
  const added = { ...token, created_at, expires_at: created_at + span };
  await tx.insertInto("api_tokens").values(added).execute();
  return added;
}

/** The token of this hash, while it holds. */
export async function findApiToken(db: Queries, tokenHash: string): Promise<ApiToken | undefined> {
  const [found] = await rows<ApiToken>(
    db,
    "select * from api_tokens where token_hash = ? and expires_at > clock_ms()",
    tokenHash,
  );
  return found;
}

/** All of them, also those that are over, the newest first. */
export const listApiTokens = (db: Queries): Promise<ApiToken[]> =>
  rows(db, "select * from api_tokens order by created_at desc, id");

export const removeApiToken = async (tx: Queries, id: string): Promise<boolean> =>
  (await change(tx, "delete from api_tokens where id = ?", id)) > 0;

export const purgeApiTokens = (tx: Queries, before: number): Promise<number> =>
  change(tx, "delete from api_tokens where expires_at < ?", before);
