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

const repeats = new Set(
  "same as above|as above|see above|same|ditto|idem|id|ibid|s o|siehe oben|wie oben|dito|dto|gleich|igual que arriba|igual que el anterior|idem anterior|lo mismo|ver arriba|mesmo que acima|igual ao anterior|comme ci dessus|voir ci dessus|come sopra|vedi sopra|c s|zie boven|zelfde|idem dito|samma som ovan|se ovan|som ovan|jak wyzej|jw|tak samo|la fel|ca mai sus|те саме|як вище|同上"
    .split("|")
    .map(normalise),
);

/** Whether a cell says what stands above it, whatever that is: “ditto”. */
export const saysSame = (text: string): boolean => {
  const words = text.trim();
  return (
    words !== "" &&
    (words === "〃" || words === "″" || words === '"' || words === "''" || repeats.has(normalise(words)))
  );
};

/** Whether a cell says nothing at all: “—”. A flag and a tick say something. */
export const isEmpty = (text: string): boolean => !/[\p{L}\p{N}\p{RI}✓✔✗✘✕✖✅❌]/u.test(text);
