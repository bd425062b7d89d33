import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { directionOf } from "@trust-center/reading";
import { listTitle } from "../derived/change-words.ts";
import { html, raw, render } from "../derived/html.ts";
import { fileReader } from "../derived/source.ts";
import { UsageError } from "../errors.ts";
import type { Settings } from "../format/settings.ts";
import { readPublished } from "../publish/read-published.ts";
import { expectPublished } from "../publish/refusals.ts";
import { tagParts, widgetTag } from "../publish/tag.ts";
import { putInPage } from "./page.ts";
import { readScript, scriptName } from "./script.ts";

export interface ListPage {
  settings: Pick<Settings, "feed" | "witnesses">;
  /** The published tree. */
  out: string;
  /** The folder of the widget's script. */
  script: string;
  /** The address of that folder on the page's own site, ending in `/`. */
  scriptPath: string;
  /** A page to put the list into, absolute; absent: one that holds nothing else. */
  page?: string | undefined;
}

/**
 * A page with the list on it, as HTML: the script with its hash, the element with its pin, a link for where scripts do not run.
 *
 * @throws {BrokenTreeError} where nothing is published yet
 * @throws {UsageError} where script or page are not there
 */
export async function listPage({ settings, out, script, scriptPath, page }: ListPage): Promise<string> {
  const { pin, feed } = expectPublished(await readPublished(out), out);
  const { integrity } = await readScript(script);
  const widget = { script: `${scriptPath}${scriptName}`, integrity };
  const reader = fileReader(feed);
  const title = listTitle(feed, reader);
  const tag = widgetTag(tagParts({ ...settings, widget }, pin, title));
  if (page === undefined) return pageOf(title, reader.tag, tag);
  const text = await readFile(page, "utf8").catch((cause: unknown) => {
    throw new UsageError(`Expected a page at ${page}, found none that can be read.`, { page }, { cause });
  });
  return putInPage(text, tag);
}

/** Styles of the page that is made: of one column, in the colours that its reader prefers. */
const style = `
:root { color-scheme: light dark; background: light-dark(#fff, #10161d); color: light-dark(#16202b, #e7edf3); }
body { max-width: 1080px; margin: 0 auto; padding: clamp(16px, 4vw, 48px) 20px 64px; font: 16px/1.5 system-ui, sans-serif; }
trust-center { --trust-center-accent: light-dark(#0b5cad, #8cc2ff); }
`;

/** What a content security policy names them by (https://www.w3.org/TR/CSP3/#grammardef-hash-source). */
export const listPageStyle = `'sha256-${createHash("sha256").update(style).digest("base64")}'`;

const pageOf = (title: string, language: string, tag: string): string =>
  render(html`<!doctype html>
<html lang="${language}" dir="${directionOf(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${raw(style)}</style>
</head>
<body>
${raw(tag)}
</body>
</html>
`);
