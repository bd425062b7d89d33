import { toInstant } from "@trust-center/feed";
import { html, type Markup, raw, render } from "../derived/html.ts";
import { placeText } from "../folder/report.ts";
import type { Preview } from "./preview.ts";

const style = `:root{color-scheme:light dark;font:15px/1.5 system-ui,sans-serif}
body{margin:0;display:grid;grid-template-columns:minmax(0,1fr) minmax(20rem,28rem);height:100vh}
iframe{border:0;width:100%;height:100%}
main,aside{overflow:auto;padding:24px}
aside{border-inline-start:1px solid light-dark(#d9dde4,#3a424e)}
h1{font-size:1.125rem;margin:0 0 12px}h2{font-size:1rem;margin:24px 0 8px}p{margin:8px 0}
pre{white-space:pre-wrap;overflow-wrap:anywhere;font:inherit;padding-inline-start:12px;border-inline-start:2px solid light-dark(#d9dde4,#3a424e);margin:0}
ul{padding-inline-start:20px;margin:8px 0}li+li{margin-block-start:8px}li,p{overflow-wrap:anywhere}
form{display:flex;flex-wrap:wrap;gap:8px;align-items:center}
input,button{font:inherit;min-height:36px;padding:4px 12px;border:1px solid #7d8694;border-radius:6px;background:none;color:inherit}
button{font-weight:600;cursor:pointer}:focus-visible{outline:2px solid;outline-offset:2px}
.bad{color:light-dark(#b3261e,#ffb4ab)}
@media(max-width:50rem){body{display:block}iframe{height:60vh}aside{border-inline-start:0;border-block-start:1px solid light-dark(#d9dde4,#3a424e)}}`;

/** The page in the frame is nobody's in particular: it has both themes, and the font of most. */
const frameStyle = ":root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}body{margin:24px}";

/** Where the frame with the widget is, and what tells the page to load itself again. */
const paths = { frame: "frame", events: "events" };

/** The page of a preview: the widget in a frame, and beside it what publishing would say. */
export function previewPage(preview: Preview, { day, nonce }: { day: string | undefined; nonce: string }): string {
  const { report, refused, doubts, changes, notice, shown } = preview;
  const frame = `${paths.frame}${day ? `?day=${encodeURIComponent(day)}` : ""}`;
  const problems = [...report.errors, ...report.warnings].map(
    (one) => html`<li>${placeText(one)}: expected ${one.expected}, found ${one.found}. ${one.fix}</li>`,
  );
  return render(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Preview</title>
<style nonce="${nonce}">${raw(style)}</style>
</head>
<body>
${shown ? html`<iframe src="${frame}" title="The widget"></iframe>` : html`<main><p class="bad">Nothing to show until the file is mended.</p></main>`}
<aside>
<h1>Preview: nothing is published</h1>
<form><label>As readers see it on <input type="date" name="day" value="${day ?? ""}"></label> <button>Show</button></form>
${section("Problems", problems, "bad")}
${refused ? html`<p class="bad">${refused}</p>` : ""}
${section(
  "To be confirmed",
  doubts.map(({ code, text }) => html`<li>${code}: ${text}</li>`),
)}
<h2>What publishing would say</h2>
${changes.length === 0 ? html`<p>No change.</p>` : changes.map(({ title, lines }) => html`<p><strong>${title}</strong>${lines.map((line) => html`<br>${line}`)}</p>`)}
${notice ? html`<h2>What subscribers would be told, in short</h2><pre>${notice.subject}\n\n${notice.text}</pre>` : ""}
</aside>
<script nonce="${nonce}">${raw(`new EventSource(${JSON.stringify(paths.events)}).onmessage=()=>location.reload()`)}</script>
</body>
</html>
`);
}

const section = (title: string, items: readonly Markup[], kind = ""): Markup =>
  items.length === 0 ? html`` : html`<h2>${title}</h2><ul class="${kind}">${items}</ul>`;

/** What the frame is made of. */
export interface Frame {
  address: string;
  pin: string;
  /** The address of the widget's script. */
  script: string;
  /** The clock that the widget is given, milliseconds since 1970; its own where absent. */
  at: number | undefined;
  nonce: string;
}

/** The page in the frame: the widget, under a clock that stands where its reader wants it. */
export function previewFrame({ address, pin, script, at, nonce }: Frame): string {
  return render(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${at === undefined ? "Now" : toInstant(at)}</title>
<style nonce="${nonce}">${raw(frameStyle)}</style>
${at === undefined ? "" : html`<script nonce="${nonce}">${raw(clock(at))}</script>`}
<script type="module" src="${script}"></script>
</head>
<body>
<trust-center feed="${address}" pin="${pin}"></trust-center>
</body>
</html>
`);
}

/** A \`Date` that began at an instant when the page did. */
const clock = (at: number): string =>
  `{const Real=Date,began=Real.now();globalThis.Date=class extends Real{constructor(...given){given.length?super(...given):super(${at}+Real.now()-began)}static now(){return ${at}+Real.now()-began}}}`;
