import type { ChainLink } from "@trust-center/feed";
import { contactPiece, legalEntityPiece, linesOf } from "./organisation.ts";
import { type Piece, plain } from "./piece.ts";
import { type Reader, say } from "./reader.ts";

/** Whom the publisher engages has rank 2 (Implementing Regulation (EU) 2024/2956, B_05.02.0050). */
const rankOfEntry = 2;

/**
 * The chain behind an entry: each link with whom it serves, its rank, and who it is.
 *
 * Ranks follow from whom each link serves: the entry's own have rank 3, theirs 4.
 */
export function chainPieces(chain: readonly ChainLink[], reader: Reader): Piece[] {
  const said = (link: ChainLink) => say(reader, link.name);
  const isRanked = chain.some(({ recipient, underpins }) => recipient !== undefined || underpins !== undefined);
  return chain.map((link) => {
    const { relation, recipient, underpins, legalEntity, address, contact } = link;
    const { t } = reader;
    const lines = [
      ...(legalEntity ? [legalEntityPiece(legalEntity, reader)] : []),
      ...linesOf(reader, address),
      ...(contact ? [{ text: plain(contactPiece(contact, reader), reader) }] : []),
    ];
    return {
      text: t(`chain_${relation}`, { name: said(link) }),
      notes: [
        recipient === undefined ? "" : t("chainFor", { name: recipient }),
        isRanked ? t("chainRank", { n: rankOf(link, chain, said) }) : "",
        underpins ? t("underpins") : "",
      ].filter(Boolean),
      lines: lines.filter(({ text }) => text !== ""),
    };
  });
}

/** One more than whom it serves has. A chain that leads back to itself ends where it was before. */
function rankOf(link: ChainLink, chain: readonly ChainLink[], said: (link: ChainLink) => string): number {
  const seen = new Set<ChainLink>();
  let rank = rankOfEntry;
  let at: ChainLink | undefined = link;
  while (at && !seen.has(at)) {
    seen.add(at);
    rank += 1;
    const { recipient }: ChainLink = at;
    at = recipient === undefined ? undefined : chain.find((other) => said(other) === recipient);
  }
  return rank;
}
