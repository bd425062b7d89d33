import { lstat, mkdir, rm } from "node:fs/promises";
import { join, relative } from "node:path";
import { type Algorithm, createSigner, generatePrivateKey, toPem } from "@trust-center/feed";
import { UsageError } from "../errors.ts";
import { authoringFile } from "../folder/check.ts";
import { defaultKey } from "../folder/settings.ts";
import { createFile, ignoreKeys } from "../keys/new-key.ts";
import { type Answers, authoringTemplate, policyTemplate } from "./template.ts";

export interface InitResult {
  folder: string;
  /** Files made, from the folder. */
  created: string[];
  /** Thumbprint of the key (RFC 7638). */
  kid: string;
  encrypted: boolean;
}

const keyName = relative(".", defaultKey);
const policyName = join("policies", "privacy.md");

/**
 * Makes an authoring folder: list, policy, key, and the line that keeps the key out of git.
 *
 * @throws {TrustCenterError} `malformed` where any of it is there already; nothing is written then
 */
export async function createAuthoringFolder(
  folder: string,
  answers: Answers,
  { passphrase, alg = "Ed25519" }: { passphrase?: string | undefined; alg?: Algorithm | undefined } = {},
): Promise<InitResult> {
  for (const name of [authoringFile, keyName, policyName]) await refuseExisting(folder, name);
  const key = await generatePrivateKey(alg);
  const pem = await toPem(key, passphrase);
  await mkdir(join(folder, "policies"), { recursive: true });
  // The line comes before the key: no moment at which git would take it.
  const ignored = await ignoreKeys(folder, [join(folder, keyName)]);
  const created: string[] = [];
  try {
    for (const [name, text, mode] of [
      [keyName, pem, 0o600],
      [policyName, policyTemplate(answers), 0o644],
      [authoringFile, authoringTemplate(answers), 0o644],
    ] as const) {
      await createFile(join(folder, name), text, mode);
      created.push(name);
    }
  } catch (error) {
    for (const name of created) await rm(join(folder, name), { force: true });
    throw error;
  }
  const { kid } = await createSigner(key);
  return { folder, created: ignored ? [...created, ".gitignore"] : created, kid, encrypted: passphrase !== undefined };
}

async function refuseExisting(folder: string, name: string): Promise<void> {
  const found = await lstat(join(folder, name)).catch(() => undefined);
  if (!found) return;
  throw new UsageError(
    `Expected no ${name} in ${folder}, found one. Nothing was written: name another folder, or edit what is there.`,
    { path: join(folder, name) },
  );
}
