import {
  addCosignatures,
  checkpointBody,
  type Hash,
  limits,
  logOrigin,
  parseCheckpoint,
  toHex,
  treeRoot,
} from "@trust-center/feed";
import { folderReader } from "./read-published.ts";

/** Where the first cosignatures of each state of a log are kept: they say since when its entries were public. */
export const cosignedPath = (size: number): string => `log/cosigned/${size}`;

const cosignedName = /^log\/cosigned\/([1-9]\d{0,15})$/;

/**
 * The file that keeps the first cosignatures of a checkpoint's state, with those of the checkpoint added: of each witness's
 * key the earliest stays. Other than on the checkpoint itself, where the newest says that the log still stands.
 */
export async function cosignedFile(
  out: string,
  checkpoint: string,
): Promise<[path: string, bytes: Uint8Array<ArrayBuffer>]> {
  const { size, signatures } = parseCheckpoint(checkpoint);
  const path = cosignedPath(size);
  const before = await readText(out, path);
  const isOfThis = before !== undefined && checkpointBody(before) === checkpointBody(checkpoint);
  const note = isOfThis ? addCosignatures(before, signatures, "earliest") : checkpoint;
  return [path, new TextEncoder().encode(note)];
}

/** What is there; undefined where nothing is, or no checkpoint. */
async function readText(out: string, path: string): Promise<string | undefined> {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(await folderReader(out)(path, limits.checkpoint));
    parseCheckpoint(text);
    return text;
  } catch {
    return undefined;
  }
}

/** The size of the log that a path of {@link cosignedPath} is of; undefined for another path. */
export function cosignedSize(path: string): number | undefined {
  const [, size] = cosignedName.exec(path) ?? [];
  return size === undefined ? undefined : Number(size);
}

/** Whether a file holds a checkpoint of the first entries of a log, of the size that its name says. */
export async function isCosigned(
  bytes: Uint8Array,
  { size, address, leaves }: { size: number; address: string; leaves: readonly Hash[] },
): Promise<boolean> {
  try {
    const stated = parseCheckpoint(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    if (stated.origin !== logOrigin(address) || stated.size !== size || size > leaves.length) return false;
    return toHex(await treeRoot(leaves.slice(0, size))) === stated.root;
  } catch {
    return false;
  }
}
