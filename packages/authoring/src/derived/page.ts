import { createHash } from "node:crypto";
import {
  type Change,
  type FeedContent,
  listAt,
  type Section,
  type Standing,
  type Standings,
  standingsAt,
  type Text,
  toInstant,
} from "@trust-center/feed";
import {
  dayText,
  directionOf,
  factsOf,
  groupFacts,
  momentText,
  movedPlace,
  say,
  verifyCommand,
} from "@trust-center/reading";
import { aheadChange, listTitle, toldChange } from "./change-words.ts";
import { html, type Markup, raw, render } from "./html.ts";
import { type Moved, movedBy } from "./moved.ts";
import { aboutTheList } from "./page-about.ts";
import { labelled } from "./page-facts.ts";
import { prose } from "./page-prose.ts";
import { pageStyle } from "./page-style.ts";
import { entryTable } from "./page-table.ts";
import { type DerivedSource, type FileReader, fileReader } from "./source.ts";

const newestChanges = 50;

/** The whole list as one static page: no script, no request to anywhere, readable in any browser and by search engines. */
export async function listPage({ address, pin, head, feed, entries, now }: DerivedSource): Promise<string> {
  const reader = fileReader(feed);
  const { t, words, tag } = reader;
  const text = (value: Text | undefined) => say(reader, value);
  const title = listTitle(feed, reader);
  const list = listAt(feed, now);
  const standings = standingsAt(feed, now);
  const { publisher } = feed;
  const publishedBy = words("publishedBy", {
    version: feed.version,
    date: momentText(tag, feed.published, "UTC"),
    publisher: text(publisher.name),
    asOf: momentText(tag, toInstant(now), "UTC"),
  });
  const style = createHash("sha256").update(pageStyle).digest("base64");
  const policy = `default-src 'none'; style-src 'sha256-${style}'; base-uri 'none'; form-action 'none'`;
  return render(html`<!doctype html>
<html lang="${tag}" dir="${directionOf(tag)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="dcterms.date" content="${toInstant(now)}">
<title>${title}</title>
<link rel="alternate" type="application/atom+xml" href="updates.atom" title="${words("updates")}">
<link rel="alternate" type="application/feed+json" href="updates.json" title="${words("updates")}">
<style>${raw(pageStyle)}</style>
</head>
<body>
<main>
<h1>${title}</h1>${movedLine(movedBy(head.roots), address, reader)}
${prose(list.intro, reader)}
<p class="facts">${publishedBy}${publisher.url ? html` <a href="${publisher.url}">${publisher.url}</a>` : ""}</p>
${upcoming(standings.open, reader)}
${sections(list, standings, { now, reader })}
${aboutTheList({ ...feed, ...list }, reader)}
<section><h2>${t("history")}</h2>
<ul>${entries
    .slice(-newestChanges)
    .reverse()
    .map(
      ({ at, change }) =>
        html`<li><time datetime="${at}">${dayText(tag, at)}</time>: ${toldChange(change, entries, reader).title}</li>`,
    )}</ul></section>
<footer>
<p>${words("filesHere")}: <a href="latest.json">JSON</a>, <a href="subprocessors.csv">CSV</a>, <a href="updates.atom">Atom</a>, <a href="updates.json">JSON Feed</a>, <a href="deadlines.ics">${words("calendar")}</a>.</p>
<p>${words("copyForReading")} <code>${address}</code>. ${words("verifyWith", { command: "" })} <code>${verifyCommand(address, pin)}</code></p>
</footer>
</main>
</body>
</html>
`);
}

function movedLine(moved: Moved | undefined, address: string, reader: FileReader): Markup {
  if (!moved) return html``;
  const place = html`<a href="${moved.feed}">${movedPlace(moved.feed, address)}</a>`;
  return html`\n<p role="status"><strong>${reader.t("moved")} ${place}</strong></p>`;
}

function upcoming(open: readonly Change[], reader: FileReader): Markup {
  if (open.length === 0) return html``;
  const items = open.map((change) => {
    const { title, lines } = aheadChange(change, reader);
    return html`<li><strong><bdi>${title}</bdi></strong>${lines.map((line) => html`<br>${line}`)}</li>`;
  });
  return html`<section><h2>${reader.t("changes")}</h2><ul>${items}</ul></section>`;
}

function sections(
  { groups = [], sections: texts = [] }: FeedContent,
  { entries, former }: Standings,
  { now, reader }: { now: number; reader: FileReader },
): Markup[] {
  const text = (value: Text | undefined) => say(reader, value);
  const known = new Set(groups.map(({ id }) => id));
  const rest = entries.filter(({ entry }) => !entry.groups?.some((id) => known.has(id)));
  const table = (title: string, rows: readonly Standing[]) =>
    rows.length > 0 ? [html`<section><h2>${title}</h2>${entryTable(rows, now, reader)}</section>`] : [];
  const gone = former.map(
    ({ id, name, until }) =>
      html`<li>${text(name) || id}, ${reader.t("endedOn", { date: dayText(reader.tag, until) })}</li>`,
  );
  const between = (isHere: (text: Section) => boolean) =>
    texts
      .filter(isHere)
      .map(
        ({ title, text: body }) =>
          html`<section>${title ? html`<h2>${text(title)}</h2>` : ""}${prose(body, reader)}</section>`,
      );
  return [
    ...groups.flatMap((group) => {
      const members = entries.filter(({ entry }) => entry.groups?.includes(group.id));
      const facts = factsOf(groupFacts, group, reader).map((fact) => html`<p>${labelled(fact, reader)}</p>`);
      const none = members.length === 0 ? prose(group.none, reader) : [];
      const notes = (group.footnotes ?? []).map((note) => html`<div class="facts">${prose(note, reader)}</div>`);
      const table = html`<section><h2>${text(group.title)}</h2>${facts}${prose(group.intro, reader)}${none}${entryTable(members, now, reader)}${notes}</section>`;
      return [...between(({ before }) => before === group.id), table];
    }),
    ...table(reader.t("subprocessors"), rest),
    ...between(({ before }) => !groups.some(({ id }) => id === before)),
    ...(gone.length > 0 ? [html`<section><h2>${reader.t("status_former")}</h2><ul>${gone}</ul></section>`] : []),
  ];
}
