import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { onTestFinished } from "vitest";
import { type PublishOptions, publishFolder } from "../publish/publish.ts";

/** An Ed25519 key for tests (RFC 8032 §7.1, TEST 1): the same key gives the same bytes. */
export const testKey = `-----BEGIN PRIVATE KEY-----
MC4CAQAwBQYDK2VwBCIEIJ1hsZ3v/VpguoRK9JLsLMRE
VrWjdBcyr+IbLBaD3J9h
-----END PRIVATE KEY-----
`;

/** The clock of tests. */
export const start = "2026-01-10T12:00:00Z";

export const testList = `publish:
  feed: https://acme.example/.well-known/trust-center/
publisher:
  name: Acme
  url: https://acme.example/trust
noticeTerms:
  noticePeriod: P30D
  objectionPeriod: P14D
groups:
  - id: infrastructure
    title: Infrastructure
subprocessors:
  - id: cloud-one
    name: Cloud One
    groups: [infrastructure]
    purposes: [Hosting]
`;

/** The same list with one entry more. */
export const changedList = `${testList}  - id: mail-two
    name: Mail Two
    groups: [infrastructure]
    purposes: [Sending e-mail]
`;

/** A temporary folder, removed when the test ends. */
export async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "trust-center-test-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

/** An authoring folder with a key. Files by path, with `trust-center.yaml` given or {@link testList}. */
export async function authoringFolder(files: Record<string, string> = {}): Promise<string> {
  const folder = await temporaryFolder();
  await write(folder, { "trust-center.yaml": testList, ...files });
  await writeFile(join(folder, "trust-center.key.pem"), testKey, { mode: 0o600 });
  return folder;
}

/** Writes files below a folder. */
export async function write(folder: string, files: Record<string, string>): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}

export const outIn = (folder: string): string => join(folder, "public/.well-known/trust-center");

/** Every file below a folder, by path. */
export async function readTree(folder: string): Promise<Record<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const read = await Promise.all(
    files.sort().map(async (path) => [relative(folder, path), await readFile(path, "latin1")] as const),
  );
  return Object.fromEntries(read);
}

/** Publishes a folder, and confirms whatever is unusual about it: tests publish at clocks and with terms of their own. */
export function publishConfirmed(folder: string, options: PublishOptions & { dryRun?: false } = {}) {
  return publishFolder(folder, { confirm: () => true, ...options });
}
