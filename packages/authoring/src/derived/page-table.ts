import type { Standing, Subprocessor } from "@trust-center/feed";
import {
  type DetailGroup,
  type Fact,
  factsOf,
  statusText,
  subprocessorField,
  subprocessorFields,
} from "@trust-center/reading";
import { html, type Markup } from "./html.ts";
import { labelled, pieceLines } from "./page-facts.ts";
import type { FileReader } from "./source.ts";

/** Fields with a column of their own; the others stand under their labels in the column of their group. */
const columns = ["purposes", "dataCategories", "locations", "transferMechanisms"] as const;

/** Entries as a table, as they stand at an instant; nothing where there are none. Their groups' facts are theirs already. */
export function entryTable(members: readonly Standing[], now: number, reader: FileReader): Markup {
  if (members.length === 0) return html``;
  const { t, words } = reader;
  const heads = [t("name"), ...columns.map((key) => t(key)), words("dates")];
  return html`<div class="scroll" tabindex="0" role="region" aria-label="${words("table")}"><table><thead><tr>${heads.map((head) => html`<th scope="col">${head}</th>`)}</tr></thead><tbody>${members.map((entry) => row(entry, now, reader))}</tbody></table></div>`;
}

function row(standing: Standing, now: number, reader: FileReader): Markup {
  const { entry, status, changes } = standing;
  const facts = new Map(factsOf(subprocessorFields, entry, reader).map((fact) => [fact.key, fact]));
  const own = (key: string) => pieceLines(facts.get(key)?.pieces ?? [], reader);
  const others = (group: DetailGroup) =>
    [...facts.values()].filter(({ key }) => !columns.some((one) => one === key) && groupOf(key, entry) === group);
  const stays = status === "active" && changes.length === 0;
  const state = stays ? html`` : html`<br><em>${statusText(standing, now, reader)}</em>`;
  return html`<tr><th scope="row">${own("name")}${state}${below(others("who"), reader, true)}</th><td>${own("purposes")}${below(others("data"), reader, facts.has("purposes"))}</td><td>${own("dataCategories")}</td><td>${own("locations")}${below(others("where"), reader, facts.has("locations"))}</td><td>${own("transferMechanisms")}</td><td>${below(others("since"), reader, false)}</td></tr>`;
}

/** That an entry is a sub-processor goes without saying. */
const groupOf = (key: string, { role }: Subprocessor): DetailGroup | undefined =>
  key === "role" && role === "sub-processor" ? undefined : subprocessorField(key)?.group;

const below = (facts: readonly Fact[], reader: FileReader, after: boolean): Markup[] =>
  facts.map((fact, at) => html`${after || at > 0 ? html`<br>` : ""}${labelled(fact, reader)}`);
