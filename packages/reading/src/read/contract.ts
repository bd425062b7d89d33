import type { Contract } from "@trust-center/feed";
import { datePiece } from "./date.ts";
import { linkPiece } from "./link.ts";
import { type Piece, plain } from "./piece.ts";
import { piece, type Reader } from "./reader.ts";

/** The contract with a sub-processor: since when, where it can be read, and what it says of the processing. */
export function contractPieces({ since, link, subject, nature, duration }: Contract, reader: Reader): Piece[] {
  const { t } = reader;
  const pieces: Piece[] = [
    { text: since === undefined ? "" : t("contractSince", { date: plain(datePiece(since, reader)) }) },
    ...(link ? [linkPiece(link, reader)] : []),
    { ...piece(reader, subject), label: t("contract_subject") },
    { ...piece(reader, nature), label: t("contract_nature") },
    { ...piece(reader, duration), label: t("contract_duration") },
  ];
  return pieces.filter(({ text }) => text !== "");
}
