import type { TransferMechanism } from "@trust-center/feed";
import * as en from "../words/en.ts";
import { conditionText } from "./condition.ts";
import { datePiece } from "./date.ts";
import { joined } from "./joined.ts";
import { linked } from "./link.ts";
import { type Piece, plain } from "./piece.ts";
import { countryName } from "./place.ts";
import { type FirstReader, piece, say } from "./reader.ts";
import { withoutRepeats } from "./repeats.ts";

/** A transfer mechanism in words: `SCC (modules 2, 3) as fallback (checked 5 May 2026)`. */
export function mechanismPiece(mechanism: TransferMechanism, reader: FirstReader): Piece {
  const { type, modules, excluded, fallback, checked, when, text, link, exporter, importer, assessment } = mechanism;
  const { t } = reader;
  const own = piece(reader, text);
  const kind = type === "other" && own.text ? own.text : t(`mechanism_${type}`);
  const [name, added] = withoutRepeats(kind, own.text, [en.first[`mechanism_${type}`]]);
  const list = modules?.join(", ");
  const parts = plain({ text: name, notes: list ? [t("modules", { n: modules?.length ?? 0, list })] : [] }, reader);
  const words = excluded
    ? t("notThisOne", { mechanism: parts })
    : fallback
      ? t("asFallback", { mechanism: parts })
      : parts;
  const said = {
    text: words,
    lang: words === own.text ? own.lang : undefined,
    notes: [
      added,
      conditionText(reader, when),
      checked === undefined ? "" : t("checkedOn", { date: plain(datePiece(checked, reader)) }),
    ].filter(Boolean),
    lines: [
      ...partyPieces(reader.t("exporter"), exporter, reader),
      ...partyPieces(reader.t("importer"), importer, reader),
      ...(assessment ? [assessmentPiece(assessment, reader)] : []),
    ],
  };
  return linked(said, link, reader);
}

/** Who sends or receives, with the country that it is in. */
function partyPieces(label: string, party: TransferMechanism["importer"], reader: FirstReader): Piece[] {
  const { name, country } = party ?? {};
  const words = joined([say(reader, name), country && countryName(reader.tag, country)], ", ", reader);
  return words ? [{ label, text: words }] : [];
}

function assessmentPiece({ date, link }: NonNullable<TransferMechanism["assessment"]>, reader: FirstReader): Piece {
  const notes = date === undefined ? [] : [plain(datePiece(date, reader))];
  return { text: say(reader, link?.text) || reader.t("assessment"), url: link?.url, notes };
}
