import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { authoringFolder, outIn, publishConfirmed, start } from "@trust-center/authoring/testing";

/** A published feed that a statement can be signed for: its address, its pin, and the roots to verify by. */
export async function publishedFeed() {
  const folder = await authoringFolder();
  const { pin } = await publishConfirmed(folder, { now: Date.parse(start) });
  const head = JSON.parse(await readFile(join(outIn(folder), "head.json"), "utf8"));
  const roots = head.roots as { payload: string }[];
  const { feed } = JSON.parse(Buffer.from(roots[0]?.payload ?? "", "base64url").toString()) as { feed: string };
  return { folder, feed, pin, roots };
}
