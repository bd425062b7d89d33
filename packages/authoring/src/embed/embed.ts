import { readFile } from "node:fs/promises";
import { dirname, join, posix, sep } from "node:path";
import { listTitle } from "../derived/change-words.ts";
import { fileReader } from "../derived/source.ts";
import { UsageError } from "../errors.ts";
import { replaceFile } from "../files/write-files.ts";
import type { Settings } from "../format/settings.ts";
import { readPlace } from "../publish/place.ts";
import { readPublished } from "../publish/read-published.ts";
import { expectPublished } from "../publish/refusals.ts";
import { tagParts, widgetTag } from "../publish/tag.ts";
import { putInPage } from "./page.ts";
import { copyScript, readScript, scriptName } from "./script.ts";

export interface EmbedOptions {
  /** The script to copy: `dist/script` of `@trust-center/widget`. */
  script: string;
  /** Where it goes. Absolute; default: where the site's folder has the script's address. */
  to?: string | undefined;
  /** The script's address on the site; default: what the settings say, else `/trust-center/trust-center.js`. */
  src?: string | undefined;
  /** A page to write the tag into. Absolute. */
  page?: string | undefined;
  signal?: AbortSignal | undefined;
}

export interface EmbedResult {
  /** The tag, whole: script with its hash, element with its pin, link for where scripts do not run. */
  tag: string;
  widget: { script: string; integrity: string };
  /** Where the script's files are, and the names of those that were written. */
  to: string;
  written: string[];
  /** Whether the page was changed; absent where none was named. */
  pageChanged?: boolean;
  /** Whether the settings name this script: `publish` prints the same tag then. */
  isNamed: boolean;
}

/**
 * Puts the widget's script beside the feed, and makes the tag for a page.
 *
 * @throws {BrokenTreeError} where nothing is published yet: the pin is made by the first publish
 * @throws {UsageError} where the script is not there, nobody says where it goes, or the page has no place for it
 */
export async function embedFolder(folder: string, options: EmbedOptions): Promise<EmbedResult> {
  const { settings, place } = await readPlace(folder);
  const { pin, feed } = expectPublished(await readPublished(place.out), place.out);
  const script = await readScript(options.script);
  const widget = {
    script: options.src ?? settings.widget?.script ?? `/trust-center/${scriptName}`,
    integrity: script.integrity,
  };
  const to = options.to ?? besideFeed(place.out, settings.feed, widget.script);
  const tag = widgetTag(tagParts({ ...settings, widget }, pin, listTitle(feed, fileReader(feed))));
  const next = options.page === undefined ? undefined : await readPage(options.page, tag);
  const written = await copyScript(script, to, options.signal);
  if (options.page !== undefined && next?.isNew) await replaceFile(options.page, new TextEncoder().encode(next.text));
  return {
    tag,
    widget,
    to,
    written,
    ...(next && { pageChanged: next.isNew }),
    isNamed: isSame(settings.widget, widget),
  };
}

const isSame = (named: Settings["widget"], { script, integrity }: EmbedResult["widget"]): boolean =>
  named?.script === script && named.integrity === integrity;

/** The folder of the site that has the script's address, where the feed's folder shows what the site's is. */
function besideFeed(out: string, feed: string, script: string): string {
  const path = new URL(feed).pathname.slice(0, -1).split("/").join(sep);
  const address = URL.parse(script, feed);
  if (out.endsWith(path) && path !== "" && address?.origin === new URL(feed).origin) {
    return join(out.slice(0, -path.length), dirname(posix.normalize(decodeURI(address.pathname))));
  }
  throw new UsageError(
    `Expected the folder that your site serves as ${script}: ${out} does not show it. Name it with --to, and the script's address with --src.`,
    { out, script },
  );
}

async function readPage(path: string, tag: string): Promise<{ text: string; isNew: boolean }> {
  const page = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new UsageError(`Expected a page at ${path}, found none that can be read.`, { path }, { cause });
  });
  const text = putInPage(page, tag);
  return { text, isNew: text !== page };
}
