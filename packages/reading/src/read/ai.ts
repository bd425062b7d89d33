import type { ArtificialIntelligence } from "@trust-center/feed";
import { joined } from "./joined.ts";
import { linkPiece } from "./link.ts";
import type { Piece } from "./piece.ts";
import { piece, type Reader, say } from "./reader.ts";

/** What is done with artificial intelligence: what for, by which models of whom, and what becomes of customers' data. */
export function aiPieces(ai: ArtificialIntelligence, reader: Reader): Piece[] {
  const { purpose, models = [], provider, training, retention, optOut } = ai;
  const { t } = reader;
  const pieces: Piece[] = [
    piece(reader, purpose),
    {
      label: t("ai_models"),
      text: joined(
        models.map((model) => say(reader, model)),
        ", ",
        reader,
      ),
    },
    { ...piece(reader, provider), label: t("ai_provider") },
    { label: t("ai_training"), text: training ? t(`training_${training}`) : "" },
    { ...piece(reader, retention), label: t("retention") },
    ...(optOut ? [{ ...linkPiece(optOut, reader), label: t("optOut") }] : []),
  ];
  return pieces.filter(({ text }) => text !== "");
}
