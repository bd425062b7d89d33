import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { processIo, run } from "@trust-center/cli";
import { createSigner, generatePrivateKey, toPem, toVerifierKey } from "@trust-center/feed";

/** A witness: its name, its key's file, and the verifier key that others know it by. */
export interface DemoWitness {
  name: string;
  key: string;
  verifierKey: string;
}

/** Makes a witness's key. */
export async function makeWitness(folder: string, vendor: string): Promise<DemoWitness> {
  const name = `${vendor}.example/witness`;
  const key = join(folder, `${vendor}-witness.key.pem`);
  const privateKey = await generatePrivateKey();
  await writeFile(key, await toPem(privateKey), { mode: 0o600 });
  const { publicKey } = await createSigner(privateKey);
  return { name, key, verifierKey: await toVerifierKey({ name, key: publicKey }) };
}

/** A witness looks at a vendor's log and signs it, and the vendor publishes that: the two commands, as two companies run them. */
export async function witnessLog(
  witness: DemoWitness,
  vendor: { name: string; folder: string; feed: string; pin: string },
  folder: string,
): Promise<void> {
  const note = join(folder, `${vendor.name}.checkpoint`);
  const own = ["--key", witness.key, "--name", witness.name, "--state", join(folder, `seen-of-${vendor.name}`)];
  await command("witness", vendor.feed, "--pin", vendor.pin, ...own, "--out", note);
  await command("cosign", note, "--folder", vendor.folder);
}

async function command(...words: string[]): Promise<void> {
  let said = "";
  const io = { ...processIo(), stdout: () => {}, stderr: (text: string) => (said += text), interactive: false };
  if ((await run(words, io)) !== 0) throw new Error(`trust-center ${words[0]} failed: ${said}`);
}
