import { lstat, mkdir, rm } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { type Algorithm, createSigner, generatePrivateKey, toPem } from "@trust-center/feed";
import { UsageError } from "../errors.ts";
import { authoringFile } from "../folder/check.ts";
import { modeline, schemaFile, schemaFileText } from "../format/json-schema.ts";
import { defaultKey } from "../format/settings.ts";
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
 * Looks whether {@link createAuthoringFolder} would find anything in its way, before anybody is asked for answers.
 *
 * @throws {UsageError} where a list or a key is there
 */
export async function refuseAuthoringFolder(folder: string): Promise<void> {
  for (const name of [keyName, policyName, schemaFile, authoringFile]) await refuseExisting(folder, name);
}

export interface CreateOptions {
  passphrase?: string | undefined;
  alg?: Algorithm | undefined;
  /** Files to begin with, by their names, instead of an example list and policy: a list that was moved in. */
  files?: Readonly<Record<string, string>> | undefined;
}

/**
 * Makes an authoring folder: list, policy, key, and the line that keeps the key out of git.
 *
 * @throws {TrustCenterError} `malformed` where any of it is there already; nothing is written then
 */
export async function createAuthoringFolder(
  folder: string,
  answers: Answers,
  { passphrase, alg = "Ed25519", files }: CreateOptions = {},
): Promise<InitResult> {
  const { [authoringFile]: list = "", ...others } = files ?? {
    [policyName]: policyTemplate(answers),
    [authoringFile]: authoringTemplate(answers),
  };
  const texts = Object.entries({ ...others, [schemaFile]: schemaFileText(), [authoringFile]: modeline + list });
  for (const name of [keyName, ...texts.map(([name]) => name)]) await refuseExisting(folder, name);
  const key = await generatePrivateKey(alg);
  const pem = await toPem(key, passphrase);
  for (const [name] of texts) await mkdir(dirname(join(folder, name)), { recursive: true });
  // The line comes before the key: no moment at which git would take it.
  const ignored = await ignoreKeys(folder, [join(folder, keyName)]);
  const created: string[] = [];
  try {
    await createFile(join(folder, keyName), pem, 0o600);
    created.push(keyName);
    for (const [name, text] of texts) {
      await createFile(join(folder, name), text, 0o644);
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
