import { type NoticeEvidence, type Signer, signNoticeEvidence, toInstant } from "@trust-center/feed";
import { requireReceiptKey } from "../receipt/service-key.ts";
import { type Case, casesOf, receiptsOf } from "../store/cases.ts";
import { type EvidentNotice, readEvidence } from "../store/evidence.ts";
import { type FeedState, readFeedState } from "../store/feed-state.ts";
import { clock } from "../store/query.ts";
import type { KeptRecipient } from "../store/recipients.ts";
import type { Queries } from "../store/store.ts";

/** Evidence as a file that `trust-center verify --offline` takes: a statement, and the roots of its key. */
export interface EvidenceFile {
  evidence: string;
  roots: FeedState["roots"];
}

/** Evidence of a change, signed; undefined where there is no such change. */
export async function makeEvidence(
  db: Queries,
  { change, signer }: { change: string; signer: Signer },
): Promise<EvidenceFile | undefined> {
  const state = await readFeedState(db);
  const kept = await readEvidence(db, change);
  if (!state || !kept) return undefined;
  requireReceiptKey(state, signer);
  const { entry, notices, untold, texts } = kept;
  const objections = await readObjections(db, state.address, change);
  const evidence: NoticeEvidence = {
    type: "evidence",
    feed: state.address,
    pin: state.pin,
    change,
    announced: entry.change.announced,
    version: entry.feed.version,
    sha256: entry.feed.sha256,
    log: state.log,
    made: toInstant(await clock(db)),
    notices: notices.map(noticeOf),
    untold: untold.map(({ recipient, why }) => ({ ...contractOf(recipient), why })),
    objections: objections.map(objectionOf),
    texts: [...texts],
  };
  return { evidence: await signNoticeEvidence(evidence, signer), roots: state.roots };
}

function noticeOf(notice: EvidentNotice): NoticeEvidence["notices"][number] {
  const { version, sha256 } = JSON.parse(notice.payload ?? "{}") as { version?: number; sha256?: string };
  return {
    recipient: notice.subscription,
    contracts: notice.contracts.map(contractOf),
    messageId: notice.message_id,
    begun: toInstant(notice.told_at),
    settled: toInstant(notice.settled_at),
    state: notice.state,
    outcome: notice.outcome,
    ...(notice.deadline !== undefined && { deadline: notice.deadline }),
    text: notice.text_sha256,
    ...(version !== undefined && sha256 !== undefined && { version, sha256 }),
  };
}

interface KeptObjection {
  of: Case;
  receipts: string[];
}

/** Objections to a change of the feed that is followed, each with the receipts of what was filed and of its steps. */
async function readObjections(db: Queries, feed: string, change: string): Promise<KeptObjection[]> {
  const kept: KeptObjection[] = [];
  for (const of of await casesOf(db, feed, change)) kept.push({ of, receipts: await receiptsOf(db, of.id) });
  return kept;
}

function objectionOf({ of, receipts }: KeptObjection): NonNullable<NoticeEvidence["objections"]>[number] {
  return {
    ...{ id: of.id, filed: toInstant(of.filed_at), deadline: of.deadline, confirmed: of.confirmed_at !== null },
    ...{ state: of.state, since: toInstant(of.since), receipts },
    ...(of.outcome !== null && { outcome: of.outcome }),
  };
}

const contractOf = ({
  customer,
  email,
  role,
  contract,
}: Pick<KeptRecipient, "customer" | "email" | "role" | "contract">) => ({
  customer,
  email,
  ...(role !== "" && { role }),
  ...(contract !== "" && { contract }),
});

export const evidenceText = (file: EvidenceFile): string => `${JSON.stringify(file)}\n`;
