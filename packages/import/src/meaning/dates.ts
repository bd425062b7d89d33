import { certainDate } from "@trust-center/authoring";
import type { FuzzyDate } from "@trust-center/feed";

/** A date as a list has it: what is certain of it, with the publisher's words. Ambiguous and wrong ones stay words. */
export function dateOf(text: string): FuzzyDate {
  const written = text.trim();
  const date = certainDate(written);
  if (date === written) return date;
  return date === undefined ? { text: written } : { text: written, date };
}

const updatedForm =
  /^\W*(?:last\s+)?(?:updated?|modified|revised|revision|effective(?:\s+date)?|date|current as of|as of|stand|zuletzt aktualisiert|letzte aktualisierung|(?:última|ultima)\s+(?:actualización|atualização)|dernière mise à jour|mis à jour(?:\s+le)?|ultimo aggiornamento|laatst bijgewerkt|senast uppdaterad|ultima actualizare|останнє оновлення|ostatnia aktualizacja|zaktualizowano|最終更新日?|更新日)(?:\s+(?:on|am|le|il|op))?(?:\s*[:：]\s*|\s+)(\S.{3,40}?)[^\p{L}\p{N}]*$/iu;

/** The date in a line that says nothing but when the page was changed last. */
export function updatedIn(line: string): string | undefined {
  const [, date] = updatedForm.exec(line) ?? [];
  if (date === undefined || !/\d{4}/.test(date)) return undefined;
  // “Effective March 1, 2026 we add Acme” says more than a date; “2026 UTC” and “2024 року” do not.
  const words = (text: string) => text.split(/\s+/).filter((word) => /\p{L}/u.test(word) && !/\d/.test(word)).length;
  const behind = date.slice((/^.*\d{4}/u.exec(date)?.[0] ?? "").length);
  return words(date) <= 4 && words(behind) <= 1 ? date : undefined;
}
