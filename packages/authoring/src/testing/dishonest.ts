import {
  buildTree,
  type Change,
  createSigner,
  type FeedContent,
  fromPem,
  listAt,
  oneSigner,
  planVersion,
} from "@trust-center/feed";
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
  const tree = await buildTree({
    address: published.address,
    feed: { ...feed, open: feed.open?.map(lie) },
    changes: changes.map(lie),
    policies: [],
    roots: published.head.roots,
    signers: oneSigner(await createSigner(await fromPem(testKey))),
    previous: published,
    now,
  });
  await writeTree({ out, tree, older: undefined, current: undefined, derived: undefined, signal: undefined });
}
