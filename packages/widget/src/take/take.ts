import { isSafeUrl } from "@trust-center/feed";
import { cellText, csvText, say, subprocessorFields, verifyCommand } from "@trust-center/reading";
import { html, type TemplateResult } from "lit";
import type { ListState } from "../list/model.ts";
import { copyButton } from "../view/copy.ts";
import { moreWords, plainReader } from "../view/reader.ts";
import { saveFile } from "../view/save-file.ts";
import { heading } from "../view/text.ts";
import type { View } from "../view/view.ts";

/** What a reader can take along: a table, a calendar, feeds of updates, paper, and a command to verify it all. */
export function take(view: View, list: ListState | undefined, print: () => void): TemplateResult {
  const t = moreWords(view);
  const { address, pin } = view.center;
  const file = (path: string, words: string) =>
    isSafeUrl(address) ? html`<a class="quiet" href=${`${address}${path}`}>${words}</a>` : words;
  const command = verifyCommand(address, pin);
  return html`<section class="section take" part="take" aria-labelledby="take">
    ${heading(view, 1, t("takeAlong"), "take")}
    <p class="acts">
      <button type="button" class="link quiet" @click=${() => saveTable(view, list)}>${t("spreadsheet")}</button>
      ${file("deadlines.ics", t("calendarFile"))} ${file("updates.atom", "Atom")} ${file("updates.json", "JSON Feed")}
      <button type="button" class="link quiet" @click=${print}>${t("print")}</button>
    </p>
    <p class="command"><code dir="ltr">${command}</code> <span>${copyButton(view, command, t("copy"))}</span></p>
  </section>`;
}

/** Saves what is shown of the list as a table: a line an entry, a column a field that is chosen, or that anybody fills. */
function saveTable(view: View, { filtered, columns }: Partial<ListState> = {}): void {
  const reader = plainReader(view);
  const { entries, former } = view.standings;
  const found = filtered && new Set([...filtered.rows.values()].flatMap((rows) => rows.map(({ entry }) => entry.id)));
  const rows = [
    ...entries.map(({ entry, status }) => ({ entry, status })),
    ...former.map(({ id, name }) => ({ entry: { id, name: name ?? id }, status: "former" as const })),
  ].filter(({ entry }) => !found || found.has(entry.id));
  const fields = subprocessorFields.filter(
    ({ key }) => (columns?.includes(key) ?? true) && rows.some(({ entry }) => Object.hasOwn(entry, key)),
  );
  const head = [reader.t("status"), ...fields.map(({ label }) => reader.t(label))];
  const lines = rows.map(({ entry, status }) => [
    reader.t(`status_${status}`),
    ...fields.map((field) => cellText(field, entry, reader)),
  ]);
  saveFile(csvText([head, ...lines]), {
    name: `${say(view, view.center.feed.publisher.name)}.csv`,
    type: "text/csv;charset=utf-8",
  });
}
