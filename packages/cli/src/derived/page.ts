import { createHash } from "node:crypto";
import { type Feed, resolveText, type Text } from "@trust-center/feed";
import { changeLines, changeTitle, dayOf, listTitle, minuteOf } from "./change-words.ts";
import { html, type Markup, paragraphs, raw, render } from "./html.ts";
import { aboutTheList } from "./page-about.ts";
import { pageStyle } from "./page-style.ts";
import { entryTable } from "./page-table.ts";
import { type DerivedSource, languagesOf } from "./source.ts";

const newestChanges = 50;

/** The whole list as one static page: no script, no request to anywhere, readable in any browser and by search engines. */
export async function listPage({ address, pin, feed, entries }: DerivedSource): Promise<string> {
  const languages = languagesOf(feed);
  const text = (value: Text | undefined) => resolveText(value, languages).value;
  const style = createHash("sha256").update(pageStyle).digest("base64");
  const policy = `default-src 'none'; style-src 'sha256-${style}'; base-uri 'none'; form-action 'none'`;
  return render(html`<!doctype html>
<html lang="${languages[0] ?? "en"}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${listTitle(feed)}</title>
<link rel="alternate" type="application/atom+xml" href="updates.atom" title="Updates">
<link rel="alternate" type="application/feed+json" href="updates.json" title="Updates">
<style>${raw(pageStyle)}</style>
</head>
<body>
<main>
<h1>${listTitle(feed)}</h1>
${paragraphs(text(feed.intro))}
<p class="facts">Version ${String(feed.version)}, published ${minuteOf(feed.published)}${feed.publisher.url ? html`, by <a href="${feed.publisher.url}">${text(feed.publisher.name)}</a>` : html`, by ${text(feed.publisher.name)}`}.</p>
${upcoming(feed, languages)}
${sections(feed, languages)}
${aboutTheList(feed, languages)}
<section><h2>History</h2>
<ul>${entries
    .slice(-newestChanges)
    .reverse()
    .map(({ at, change }) => html`<li>${dayOf(at)}: ${changeTitle(change, languages)}</li>`)}</ul></section>
<footer>
<p>Files: <a href="latest.json">JSON</a>, <a href="subprocessors.csv">CSV</a>, <a href="updates.atom">Atom</a>, <a href="updates.json">JSON Feed</a>, <a href="deadlines.ics">calendar</a>.</p>
<p>This page is a copy for reading; its words are signed in the feed of <code>${address}</code>. Verify them: <code>trust-center verify ${address} --pin ${pin}</code></p>
</footer>
</main>
</body>
</html>
`);
}

function upcoming(feed: Feed, languages: readonly string[]): Markup {
  if (!feed.upcoming?.length) return html``;
  const items = feed.upcoming.map(
    (change) =>
      html`<li><strong>${changeTitle(change, languages)}</strong>${changeLines(change, languages).map((line) => html`<br>${line}`)}</li>`,
  );
  return html`<section><h2>Planned changes</h2><ul>${items}</ul></section>`;
}

function sections(feed: Feed, languages: readonly string[]): Markup[] {
  const text = (value: Text | undefined) => resolveText(value, languages).value;
  const groups = feed.groups ?? [];
  const known = new Set(groups.map(({ id }) => id));
  const current = feed.subprocessors.filter(({ status }) => status !== "former");
  const rest = current.filter((entry) => !entry.groups?.some((id) => known.has(id)));
  const former = feed.subprocessors.filter(({ status }) => status === "former");
  return [
    ...groups.map((group) => {
      const members = current.filter((entry) => entry.groups?.includes(group.id));
      const none = members.length === 0 ? paragraphs(text(group.none)) : [];
      const notes = (group.footnotes ?? []).map((note) => html`<p class="facts">${text(note)}</p>`);
      return html`<section><h2>${text(group.title)}</h2>${paragraphs(text(group.intro))}${none}${entryTable(members, feed, languages)}${notes}</section>`;
    }),
    ...(rest.length > 0 ? [html`<section><h2>Sub-processors</h2>${entryTable(rest, feed, languages)}</section>`] : []),
    ...(former.length > 0
      ? [html`<section><h2>Former entries</h2>${entryTable(former, feed, languages)}</section>`]
      : []),
  ];
}
