import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { createWriter } from "../files/write-files.ts";
import { writePageFiles } from "./pages.ts";
import { sendByRsync } from "./rsync.ts";
import { uploadSteps } from "./steps.ts";
import type { Target } from "./target.ts";

export interface DeployOptions {
  /** What rsync and what it starts (ssh) find in their environment; the credentials of a bucket (`AWS_…`). */
  env?: Readonly<Record<string, string | undefined>> | undefined;
  signal?: AbortSignal | undefined;
}

export interface DeployResult {
  /** Where the feed's files are now. */
  place: string;
  /** Paths of what was written, from where the site is; absent where another program sent it. */
  written?: string[];
}

/**
 * Sends a published tree to where a site is served from: what never changes first, `head.json` after the files that it
 * names, the checkpoint last. Nothing is deleted. A run that ends in between leaves the version before, or this one.
 *
 * @param tree Its folder, and the feed's address, whose path says where in the site it goes.
 */
export async function deployTree(
  { out, address }: { out: string; address: string },
  target: Target,
  { env = process.env, signal }: DeployOptions = {},
): Promise<DeployResult> {
  const path = decodeURI(new URL(address).pathname);
  if (target.kind === "rsync") {
    await sendByRsync({ out, place: target.place, path, env, signal });
    return { place: `${target.place.replace(/\/+$/, "")}${path}` };
  }
  if (target.kind === "s3") {
    const { bucket, prefix } = target;
    // What signs requests is loaded by those alone who have a bucket.
    const { sendToBucket } = await import("./s3.ts");
    const written = await sendToBucket({ out, bucket, prefix, path, env, signal });
    return { place: `s3://${[bucket, prefix].filter(Boolean).join("/")}${path}`, written };
  }
  const place = join(target.folder, path);
  const written = await copyTo(out, place, signal);
  const pages = target.kind === "pages" ? await writePageFiles(target.folder, path, signal) : [];
  return { place, written: [...written.map((name) => `${path.slice(1)}${name}`), ...pages] };
}

async function copyTo(out: string, place: string, signal: AbortSignal | undefined): Promise<string[]> {
  const writer = createWriter(place, signal);
  for (const step of await uploadSteps(out)) {
    for (const path of step) await writer.write(path, await readFile(join(out, path)));
    await writer.settle();
  }
  return writer.written;
}
