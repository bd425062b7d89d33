import { limits, TrustCenterError } from "@trust-center/feed";
import { folderReader } from "./read-published.ts";

/** A `fetch` that answers for one address from a folder: a tree on disk is verified by the code that verifies one on the web. */
export function folderFetch(folder: string, address: string): typeof globalThis.fetch {
  const read = folderReader(folder);
  return async (input) => {
    const url = input instanceof Request ? input.url : String(input);
    const path = url.startsWith(address) ? url.slice(address.length) : "";
    if (path.split("/").some((part) => part === "" || part.startsWith("."))) return new Response("", { status: 404 });
    try {
      return new Response(await read(path, limits.file));
    } catch (error) {
      if (error instanceof TrustCenterError) throw error;
      throw new TrustCenterError(
        "malformed",
        `Expected the file ${path} in ${folder}, found none.`,
        { path },
        { cause: error },
      );
    }
  };
}
