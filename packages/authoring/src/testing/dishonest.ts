import {
  buildTree,
  type Change,
  createSigner,
  type FeedContent,
  fromPem,
  type Head,
  type LogEntry,
  listAt,
  oneSigner,
  parseJson,
  planVersion,
  splitLines,
} from "@trust-center/feed";
import { derivedFiles } from "../derived/files.ts";
import { readPublished } from "../publish/read-published.ts";
import { writeTree } from "../publish/write-tree.ts";
import { outIn, testKey } from "./folder.ts";

/**
 * Publishes an edit of what a folder has published last, with changes that say what `lie` makes of them: well signed,
 * and not as the publisher's own terms have it. `publish` never writes such a thing.
 */
export async function publishLying(
  folder: string,
  { edit, lie, now }: { edit: (list: FeedContent) => FeedContent; lie: (change: Change) => Change; now: number },
): Promise<void> {
  const out = outIn(folder);
  const published = await readPublished(out);
  if (!published) throw new Error(`nothing is published in ${out}`);
  const content = edit(listAt(published.feed, Number.POSITIVE_INFINITY));
  const { feed, changes } = await planVersion({ content, previous: published.feed, now });
  const { address, pin } = published;
  const lying = { ...feed, open: feed.open?.map(lie) };
  const tree = await buildTree({
    address,
    feed: lying,
    changes: changes.map(lie),
    policies: [],
    roots: published.head.roots,
    signers: oneSigner(await createSigner(await fromPem(testKey))),
    previous: published,
    now,
  });
  // Not verified before it is written: some lies no reader takes.
  const read = (name: RegExp) => [...tree].find(([path]) => name.test(path))?.[1] ?? new Uint8Array();
  const entries = splitLines(read(/^history/)).map((line) => parseJson(line, "an entry") as LogEntry);
  const current = { ...published, head: parseJson(read(/^head/), "the head") as Head, feed: lying, entries };
  const derived = await derivedFiles({ ...current, address, pin, now });
  await writeTree({ out, tree, older: undefined, current, derived, signal: undefined });
}
