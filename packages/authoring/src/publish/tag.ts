import { escapeMarkup } from "../derived/markup.ts";
import type { Settings } from "../folder/settings.ts";
import { witnessKeysOf } from "../folder/witness-keys.ts";

/**
 * The tags that put the list on a page, with a link to the page beside the feed for where scripts do not run. Without the
 * script's address in the settings, a comment says where to get it.
 *
 * @param title What the link says.
 */
export function widgetTag(
  { feed, widget, witnesses }: Pick<Settings, "feed" | "widget" | "witnesses">,
  pin: string,
  title: string,
): string {
  const keys = witnessKeysOf(witnesses);
  const named = keys.length > 0 ? ` witnesses="${escapeMarkup(keys.join(" "))}"` : "";
  const element = `<trust-center feed="${escapeMarkup(feed)}" pin="${escapeMarkup(pin)}"${named}>
  <a href="${escapeMarkup(feed)}">${escapeMarkup(title)}</a>
</trust-center>`;
  if (!widget) {
    return `<!-- Copy the script of @trust-center/widget to your site and name it in trust-center.yaml (publish.widget.script and .integrity). -->\n${element}`;
  }
  const integrity = widget.integrity ? ` integrity="${escapeMarkup(widget.integrity)}"` : "";
  return `<script type="module" src="${escapeMarkup(widget.script)}"${integrity} crossorigin="anonymous"></script>\n${element}`;
}
