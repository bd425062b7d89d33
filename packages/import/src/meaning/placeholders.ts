import { normalise } from "@trust-center/authoring";

const words = new Set(
  "tbd|tba|tbc|todo|to do|to be determined|to be confirmed|to be announced|to be defined|unknown|unconfirmed|pending|pendiente|por definir|por confirmar|a definir|a confirmar|em falta|offen|unbekannt|nicht dokumentiert|noch offen|a completer|a preciser|en cours d evaluation|inconnu|da definire|da confermare|nog te bepalen|onbekend|okand|de confirmat|de stabilit|невідомо|уточнюється|未定|確認中|xxx|lorem ipsum|placeholder|replace me|fill in|insert here"
    .split("|")
    .map(normalise),
);

/** Whether a text stands where a fact is still to come: “TBD”, “[REGION]”. */
export const isPlaceholder = (text: string): boolean =>
  words.has(normalise(text)) ||
  /^\s*(?:\[[^\]]*\]|<[^>]*>|\{\{?[^}]*\}?\}|_{3,}|\?+)\s*\.?$/.test(text) ||
  /\bREPLACE[- ]ME\b/i.test(text);

/** Whether a cell says nothing at all: “—”. */
export const isEmpty = (text: string): boolean => !/[\p{L}\p{N}]/u.test(text);
