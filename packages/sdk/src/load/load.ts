import { verify } from "@trust-center/feed";
import type { TrustCenter } from "./center.ts";
import { createGrowingSource } from "./growing-source.ts";
import { type LoadOptions, loadFrom } from "./load-from.ts";
import { keepLook } from "./looks.ts";
import { checkWitnesses } from "./witnesses.ts";

/**
 * Loads a feed: fetch, verify, remember.
 *
 * A network failure or an expired signature gives the last verified copy, marked `stale`. Anything that looks like
 * an attack is an error, which carries the last verified copy.
 *
 * @param address The feed's address, such as `https://acme.example/.well-known/trust-center/`
 * @throws {LoadError} where the feed could not be fetched or is refused
 * @throws {TrustCenterError} `malformed` for an address that cannot be one; `storage` where the memory is unreadable
 */
export async function load(address: string | URL, options: LoadOptions = {}): Promise<TrustCenter> {
  const means = { createSource: createGrowingSource, verify, askWitnesses: checkWitnesses };
  const center = await loadFrom(address, options, means);
  return { ...center, looks: await keepLook(center, options.store) };
}
