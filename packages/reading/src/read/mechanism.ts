import type { TransferMechanism } from "@trust-center/feed";
import * as en from "../words/en.ts";
import { conditionText } from "./condition.ts";
import { datePiece } from "./date.ts";
import { type Piece, plain } from "./piece.ts";
import { type FirstReader, piece } from "./reader.ts";
import { withoutRepeats } from "./repeats.ts";

/** A transfer mechanism in words: `SCC (modules 2, 3) as fallback (checked 5 May 2026)`. */
export function mechanismPiece(mechanism: TransferMechanism, reader: FirstReader): Piece {
  const { type, modules, excluded, fallback, checked, when, text, link } = mechanism;
  const { t } = reader;
  const own = piece(reader, text);
  const kind = type === "other" && own.text ? own.text : t(`mechanism_${type}`);
  const [name, added] = withoutRepeats(kind, own.text, [en.first[`mechanism_${type}`]]);
  const parts = modules?.length ? `${name} (${t("modules", { n: modules.length, list: modules.join(", ") })})` : name;
  const words = excluded
    ? t("notThisOne", { mechanism: parts })
    : fallback
      ? t("asFallback", { mechanism: parts })
      : parts;
  return {
    text: words,
    lang: words === own.text ? own.lang : undefined,
    url: link?.url,
    notes: [
      added,
      conditionText(reader, when),
      checked === undefined ? "" : t("checkedOn", { date: plain(datePiece(checked, reader)) }),
    ].filter(Boolean),
  };
}
