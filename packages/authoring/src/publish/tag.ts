import { escapeMarkup } from "../derived/markup.ts";
import { witnessKeysOf } from "../folder/witness-keys.ts";
import type { Settings } from "../format/settings.ts";

/** What puts the list on a page, in parts. */
export interface TagParts {
  /** Markup that loads the script. Without its address in the settings, a comment says where to get it. */
  script: string;
  /** Attributes of the element. */
  attributes: Readonly<Record<"feed" | "pin", string>> & Readonly<Record<string, string>>;
  /** Markup of a link to the page beside the feed, for where scripts do not run. */
  fallback: string;
}

/** @param title What the link says. */
export function tagParts(
  { feed, widget, witnesses }: Pick<Settings, "feed" | "widget" | "witnesses">,
  pin: string,
  title: string,
): TagParts {
  const keys = witnessKeysOf(witnesses);
  const attributes = { feed, pin, ...(keys.length > 0 && { witnesses: keys.join(" ") }) };
  const fallback = `<a href="${escapeMarkup(feed)}">${escapeMarkup(title)}</a>`;
  if (!widget) {
    const script = "<!-- The script: `trust-center embed` copies it to your site, and prints this tag with it. -->";
    return { script, attributes, fallback };
  }
  const integrity = widget.integrity ? ` integrity="${escapeMarkup(widget.integrity)}"` : "";
  const script = `<script type="module" src="${escapeMarkup(widget.script)}"${integrity} crossorigin="anonymous"></script>`;
  return { script, attributes, fallback };
}

/** The tags that put the list on a page. */
export function widgetTag({ script, attributes, fallback }: TagParts): string {
  const named = Object.entries(attributes).map(([name, value]) => ` ${name}="${escapeMarkup(value)}"`);
  return `${script}\n<trust-center${named.join("")}>\n  ${fallback}\n</trust-center>`;
}
