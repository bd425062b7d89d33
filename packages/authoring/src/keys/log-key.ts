import { TrustCenterError } from "@trust-center/feed";
import { type KeySource, logKeySourceOf, sourceText } from "../folder/key-source.ts";
import type { Settings } from "../format/settings.ts";
import { type KeyAtHand, openRing, type RingOptions } from "./ring.ts";

/**
 * The log's own key, where an authoring folder's settings name one.
 *
 * @throws {TrustCenterError} `malformed` where it is not there; `key-refused` for what is no Ed25519 key
 */
export async function openLogKey(
  folder: string,
  settings: Pick<Settings, "logKey">,
  options: RingOptions = {},
): Promise<KeyAtHand | undefined> {
  const source = logKeySourceOf(folder, settings);
  if (!source) return undefined;
  const { keys } = await openRing([source], options);
  const key = keys[0] as KeyAtHand;
  if (key.publicKey.alg !== "Ed25519") throw notEd25519(source, key.publicKey.alg);
  return key;
}

const notEd25519 = (source: KeySource, found: string) =>
  new TrustCenterError(
    "key-refused",
    `Expected \`publish.logKey\` to be an Ed25519 key, as checkpoints are signed with; found ${found} in ${sourceText(source)}. Make one: trust-center keys log --new`,
  );
