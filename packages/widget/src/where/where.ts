import type { TransferMechanism } from "@trust-center/feed";
import { countryName, isInEea, joined, mechanismPiece, placeKind, plainAll, say } from "@trust-center/reading";
import { html, nothing, type TemplateResult } from "lit";
import { icon } from "../view/icons.ts";
import { placeLink } from "../view/place-link.ts";
import { moreWords } from "../view/reader.ts";
import { heading } from "../view/text.ts";
import type { View } from "../view/view.ts";
import { hasOwnFeed } from "./chains-element.ts";
import { type CountryRow, type Engagement, placesOf, uses } from "./places.ts";

/** Squares of one cell at most: more are said by their number alone. */
const mostSquares = 8;
/** Names in a cell before "and 12 more". */
const mostNames = 4;

type Drawn = TemplateResult | typeof nothing;

const drawn = new WeakMap<View, { hasAddresses: boolean; where: Drawn }>();

/** Where data goes: drawn once, for it stands beside a list that is filtered with every key. */
export function where(view: View): Drawn {
  const hasAddresses = view.places.hrefOf({ is: "list", filter: {} }) !== undefined;
  let found = drawn.get(view);
  if (found?.hasAddresses !== hasAddresses) {
    found = { hasAddresses, where: draw(view) };
    drawn.set(view, found);
  }
  return found.where;
}

/** Countries by what happens there, who does it and on which ground: a picture, and the same in words. */
function draw(view: View): Drawn {
  const found = placesOf(view.standings.entries);
  if (found.countries.length === 0) return nothing;
  const t = moreWords(view);
  const inside = found.countries.filter(({ country }) => isInEea(country));
  const outside = found.countries.filter(({ country }) => !isInEea(country));
  const shown = uses.filter((use) => [...found.countries, found.elsewhere].some((row) => row[use].length > 0));
  const group = (title: string, rows: readonly TemplateResult[]) =>
    rows.length === 0
      ? nothing
      : html`<tbody><tr class="where-group"><th colspan=${shown.length + 3} scope="rowgroup">${title}</th></tr>${rows}</tbody>`;
  const countryRow = (row: CountryRow) =>
    placeRow(
      view,
      shown,
      row,
      placeLink(view, { is: "list", filter: { place: row.country } }, countryName(view.tag, row.country)),
    );
  const { elsewhere, unstated, counts } = found;
  return html`<section class="section" part="where" aria-labelledby="where">
    ${heading(view, 1, t("whereDataGoes"), "where")}
    ${split(view, counts)}
    <table class="where">
      <thead><tr><th scope="col">${t("country")}</th>${shown.map((use) => html`<th scope="col">${t(`use_${use}`)}</th>`)}
        <th scope="col">${t("detail_who")}</th><th scope="col">${t("transferMechanisms")}</th></tr></thead>
      ${group(t("inEea"), inside.map(countryRow))} ${group(t("outOfEea"), outside.map(countryRow))}
      ${group(t("noCountry"), [
        ...(elsewhere.engagements.length > 0
          ? [placeRow(view, shown, elsewhere, kindsOf(view, elsewhere.engagements))]
          : []),
        ...(unstated.length > 0
          ? [
              html`<tr><th scope="row" class="note">${t("notStated")}</th>${shown.map(() => html`<td></td>`)}<td data-label=${t("detail_who")}><div>${names(view, unstated)}</div></td><td></td></tr>`,
            ]
          : []),
      ])}
    </table>
    <p class="note">${t("oneSquare")}</p>
    ${view.standings.entries.some(({ entry }) => hasOwnFeed(entry)) ? html`<trust-center-chains .view=${view}></trust-center-chains>` : nothing}
  </section>`;
}

/** How many are inside, outside, and do not say: as bars, and in words. */
function split(view: View, counts: { inside: number; outside: number; unstated: number }): TemplateResult {
  const t = moreWords(view);
  const total = counts.inside + counts.outside + counts.unstated;
  const share = (count: number) => Math.max(1, Math.round((count / total) * 20));
  const part = (n: number, style: string, label: string) =>
    n === 0
      ? nothing
      : html`<li class=${`of-${share(n)} ${style}`}><i class=${`square ${style}`} aria-hidden="true"></i><strong>${label}</strong> <span class="note">${view.t("nSubprocessors", { n })}</span></li>`;
  return html`<ul class="split plain">
    ${part(counts.inside, "", t("onlyInEea"))} ${part(counts.outside, "out", t("outOfEea"))}
    ${part(counts.unstated, "unknown", t("noCountry"))}
  </ul>`;
}

function placeRow(
  view: View,
  shown: readonly (typeof uses)[number][],
  row: Omit<CountryRow, "country"> & { country?: string },
  name: unknown,
): TemplateResult {
  const t = moreWords(view);
  const isOutside = row.country !== undefined && !isInEea(row.country);
  return html`<tr>
    <th scope="row">${name}</th>
    ${shown.map((use) => html`<td class=${row[use].length > 0 ? "" : "empty"} data-label=${t(`use_${use}`)}><div class="count">${squares(view, row[use], isOutside)}</div></td>`)}
    <td data-label=${t("detail_who")}><div>${names(view, row.engagements)}</div></td>
    <td data-label=${t("transferMechanisms")}><div>${mechanisms(view, row.engagements, isOutside)}</div></td>
  </tr>`;
}

/** One square for each, hatched outside the EEA, dashed where it is only planned. */
function squares(view: View, all: readonly Engagement[], isOutside: boolean): unknown {
  if (all.length === 0) return nothing;
  const t = moreWords(view);
  const planned = all.filter(({ status }) => status === "planned").length;
  const used = all.length - planned;
  const words = [used > 0 || planned === 0 ? String(used) : "", planned > 0 ? t("nPlanned", { n: planned }) : ""]
    .filter(Boolean)
    .join(" + ");
  const square = (style: string) => html`<i class=${`square ${style}`}></i>`;
  return html`<span aria-hidden="true">${all.length > mostSquares ? nothing : [...Array(used).fill(square(isOutside ? "out" : "")), ...Array(planned).fill(square("plan"))]}</span>${words}`;
}

function names(view: View, all: readonly Engagement[]): TemplateResult {
  const t = moreWords(view);
  const shown = all.length > mostNames + 1 ? all.slice(0, mostNames) : all;
  return html`${shown.map(
    ({ entry }, at) =>
      html`${at > 0 ? ", " : ""}${placeLink(view, { is: "entry", id: entry.id }, say(view, entry.name))}`,
  )}${
    shown.length < all.length
      ? html` ${t("andMore", { n: all.length - shown.length })}<span class="paper">: ${all
          .slice(shown.length)
          .map(({ entry }) => say(view, entry.name))
          .join(", ")}</span>`
      : nothing
  }`;
}

/** On which ground data goes there: each ground once, and who states none. */
function mechanisms(view: View, all: readonly Engagement[], isOutside: boolean): unknown {
  const t = moreWords(view);
  // Of ten thousand entries few have grounds that nobody else has: only those are put into words.
  const grounds = new Map<string, readonly TransferMechanism[]>();
  for (const { entry } of all) {
    const stated = entry.transferMechanisms ?? [];
    grounds.set(JSON.stringify(stated.map(groundOf)), stated);
  }
  const stated = [...grounds.values()].map((all) =>
    plainAll(
      all.map((one) => mechanismPiece(groundOf(one), view)),
      view,
    ),
  );
  const said = joined([...new Set(stated)], "; ", view);
  const silent = all.filter(({ entry }) => !entry.transferMechanisms?.length).length;
  if (silent === 0) return said;
  if (!isOutside) return said || html`<span class="note">${t("notStated")}</span>`;
  const words = said ? t("nUnstatedGround", { n: silent }) : t("notStated");
  return html`${said} <span class="state warn">${icon("mind")}<span>${words}</span></span>`;
}

/** A ground without what is particular to one entry. One that no kind fits is nothing without its text. */
const groundOf = ({ type, modules, fallback, excluded, text }: TransferMechanism): TransferMechanism => ({
  type,
  modules,
  fallback,
  excluded,
  text: type === "other" ? text : undefined,
});

/** Places that are no country, each kind once. */
const kindsOf = (view: View, all: readonly Engagement[]): string =>
  joined(
    [
      ...new Set(
        all.flatMap(({ entry }) =>
          (entry.locations ?? []).flatMap((place) =>
            place.country ? [] : placeKind(view, place) || say(view, place.region) || say(view, place.text),
          ),
        ),
      ),
    ],
    "; ",
    view,
  );
