import { type Feed, resolveText, type Subprocessor, type Text } from "@trust-center/feed";
import { isProcessor, withGroupFacts } from "../authoring/facts.ts";
import { cellsOf } from "./cells.ts";
import { dateText } from "./csv.ts";
import { html, type Markup } from "./html.ts";
import { labelledFacts } from "./labelled-facts.ts";

/** Entries as a table; nothing where there are none. */
export function entryTable(members: readonly Subprocessor[], feed: Feed, languages: readonly string[]): Markup {
  if (members.length === 0) return html``;
  const rows = members.map((entry) => row(withGroupFacts(entry, feed.groups), languages));
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Table"><table><thead><tr><th scope="col">Name</th><th scope="col">Purpose</th><th scope="col">Data</th><th scope="col">Location</th><th scope="col">Transfer</th><th scope="col">Dates</th></tr></thead><tbody>${rows}</tbody></table></div>`;
}

function row(entry: Subprocessor, languages: readonly string[]): Markup {
  const text = (value: Text | undefined) => resolveText(value, languages).value;
  const cells = cellsOf(entry, languages);
  const role = isProcessor(entry) ? "" : ` (${entry.role})`;
  const status = entry.status && entry.status !== "active" ? html`<br><em>${entry.status}</em>` : html``;
  const links = (entry.links ?? []).map(
    ({ url, type, text: label }) => html`<br><a href="${url}">${text(label) || type || url}</a>`,
  );
  const legal = [
    text(entry.legalEntity?.name),
    text(entry.address ?? entry.legalEntity?.address),
    entry.contact?.email ?? "",
  ];
  const about = [...cells.purposes, text(entry.description), text(entry.responsibilities)];
  const extra = [
    ...labelledFacts(entry, languages),
    ...(entry.details ?? []).map(({ label, value }) => `${text(label)}: ${text(value)}`),
    ...(entry.notes ?? []).map((note) => text(note.text)),
  ];
  const dates = (["since", "announced", "effective", "until"] as const)
    .filter((name) => entry[name] !== undefined)
    .map((name) => `${name} ${dateText(entry[name], languages)}`);
  return html`<tr><th scope="row">${text(entry.name)}${role}${status}${lines(legal)}${links}</th><td>${stack([...about, ...extra])}</td><td>${stack(cells.data)}</td><td>${stack(cells.locations)}</td><td>${stack(cells.transfers)}</td><td>${stack(dates)}</td></tr>`;
}

const filled = (texts: readonly string[]) => texts.filter((text) => text !== "");
const lines = (texts: readonly string[]) => filled(texts).map((text) => html`<br><span class="facts">${text}</span>`);
const stack = (texts: readonly string[]) =>
  filled(texts).map((text, at) => (at === 0 ? html`${text}` : html`<br>${text}`));
