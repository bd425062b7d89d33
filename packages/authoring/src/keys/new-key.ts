import { mkdir, readFile, rm } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import {
  type Algorithm,
  createSigner,
  generatePrivateKey,
  type NamedKey,
  type Signer,
  toPem,
} from "@trust-center/feed";
import { UsageError } from "../errors.ts";
import { createDurably, isTaken, replaceFile, syncFolder } from "../files/write-files.ts";
import { publicFileOf, publicFileText } from "./public-file.ts";

/** A key that was made: its files, and whose it is. */
export interface NewKey extends NamedKey {
  file: string;
  publicFile: string;
  encrypted: boolean;
  /** Signs with it, without its passphrase: it was just made. */
  signer: Signer;
}

/**
 * Makes a private key and, beside it, the file with its public half.
 *
 * @param file Ends in `.pem`.
 * @throws {TrustCenterError} `malformed` where a file of that name is there already; nothing is written then
 */
export async function makeKey(file: string, alg: Algorithm, passphrase: string | undefined): Promise<NewKey> {
  if (!/\.pem$/i.test(file)) {
    throw new UsageError(
      `Expected a name that ends in .pem, such as keys/timestamp.key.pem, found “${basename(file)}”.`,
    );
  }
  const publicFile = publicFileOf(file);
  for (const path of [file, publicFile]) await refuseExisting(path);
  const key = await generatePrivateKey(alg);
  const signer = await createSigner(key);
  const { kid, publicKey } = signer;
  await createFile(file, await toPem(key, passphrase), 0o600);
  try {
    await createFile(publicFile, publicFileText({ kid, publicKey }), 0o644);
  } catch (error) {
    await rm(file, { force: true });
    throw error;
  }
  return { kid, publicKey, file, publicFile, encrypted: passphrase !== undefined, signer };
}

async function refuseExisting(path: string): Promise<void> {
  if (!(await isTaken(path))) return;
  throw new UsageError(`Expected no file at ${path}, found one: a key is never overwritten. Name another file.`, {
    path,
  });
}

/**
 * Creates a file whole; one that came into being meanwhile is not touched. Its name is on the disk too: a root that a
 * power cut outlives must not name a key that it does not.
 */
export async function createFile(path: string, text: string, mode: number): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  await createDurably(path, new TextEncoder().encode(text), mode);
  for (const at of [folder, dirname(folder)]) await syncFolder(at);
}

const keysAre = "Private keys of the trust center: whoever has them can publish in your name.";

/**
 * Adds key files to a folder's own `.gitignore`: git reads one in every folder of a repository.
 *
 * @param are What they are, as the file says it.
 */
export async function ignoreKeys(folder: string, files: readonly string[], are: string = keysAre): Promise<boolean> {
  const path = join(folder, ".gitignore");
  const before = await readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  const had = before.split(/\r?\n/);
  const lines = files
    .map((file) => `/${relative(folder, file).replaceAll("\\", "/")}`)
    .filter((line) => !had.includes(line));
  if (lines.length === 0) return false;
  const gap = before === "" || before.endsWith("\n") ? "" : "\n";
  const what = `# ${are}`;
  const added = `${gap}${had.includes(what) ? "" : `${what}\n`}${lines.join("\n")}\n`;
  await replaceFile(path, new TextEncoder().encode(before + added));
  return true;
}
