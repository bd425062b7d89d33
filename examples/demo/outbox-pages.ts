import type { Message } from "./outbox.ts";

const escapes: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
const escapeHtml = (text: string) => text.replace(/[&<>"']/g, (letter) => escapes[letter] as string);

const page = (title: string, body: string) => `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="data:,"><title>${escapeHtml(title)}</title><style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 56rem; margin: 0 auto; padding: 24px 20px 64px }
h1 { font-size: 1.25rem } a { color: light-dark(#0b57d0, #8ab4f8) }
ul { list-style: none; padding: 0 } li { border-top: 1px solid color-mix(in srgb, currentColor 16%, transparent) }
li a { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 4px 16px; padding: 12px 0; text-decoration: none; color: inherit }
li a:hover b { text-decoration: underline } small { color: color-mix(in srgb, currentColor 72%, transparent) }
pre { white-space: pre-wrap; overflow-wrap: anywhere; font: inherit } b, h1, pre { unicode-bidi: plaintext }
dl { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 4px 16px; overflow-wrap: anywhere } dt { color: color-mix(in srgb, currentColor 72%, transparent) } dd { margin: 0 }
iframe { width: 100%; height: 32rem; border: 1px solid color-mix(in srgb, currentColor 16%, transparent); border-radius: 6px; background: Canvas }
</style></head><body>${body}</body></html>`;

/** All mails, the newest first. */
export function outboxPage(messages: readonly Message[]): string {
  const items = [...messages]
    .reverse()
    .map(
      ({ id, subject, to, date }) =>
        `<li><a href="/${id}"><b>${escapeHtml(subject)}</b><small>${escapeHtml(date.slice(11, 19))} UTC</small><small>to ${escapeHtml(to)}</small></a></li>`,
    );
  const list =
    items.length > 0 ? `<ul>${items.join("")}</ul>` : "<p>No mail yet. Subscribe on a vendor's page, then reload.</p>";
  return page(
    "Mail outbox",
    `<h1>Mail outbox</h1><p><small>Every mail that the demo sends ends here. Reload for new ones.</small></p>${list}`,
  );
}

/** One mail: its headers, its text with live links, its HTML in a frame without rights. */
export function messagePage({ subject, from, to, date, text, html, id, headers, attachments }: Message): string {
  const rows = [
    ["From", from],
    ["To", to],
    ["Date", date],
    ["List-Unsubscribe", headers["list-unsubscribe"] ?? ""],
    ["Message-ID", headers["message-id"] ?? ""],
  ].filter(([, value]) => value);
  const files = attachments.map(
    ({ name, content }) => `<details><summary>${escapeHtml(name)}</summary><pre>${escapeHtml(content)}</pre></details>`,
  );
  return page(
    subject,
    `<p><a href="/">All mails</a></p><h1>${escapeHtml(subject)}</h1>
<dl>${rows.map(([label, value]) => `<dt>${label}</dt><dd>${escapeHtml(value ?? "")}</dd>`).join("")}</dl>
<pre>${escapeHtml(text).replace(/https?:\/\/[^\s<>&]+(?:&amp;[^\s<>&]+)*/g, (link) => `<a href="${link}">${link}</a>`)}</pre>
${files.join("")}${html ? `<h2>As HTML</h2><iframe sandbox="allow-popups allow-popups-to-escape-sandbox" src="/${id}/html" title="The mail as HTML"></iframe>` : ""}`,
  );
}
