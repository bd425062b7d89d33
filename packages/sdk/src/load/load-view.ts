import { verifyView } from "@trust-center/feed";
import type { TrustCenter } from "./center.ts";
import { type LoadOptions, loadFrom } from "./load-from.ts";
import { createSource } from "./source.ts";
import type { WitnessOptions } from "./witnesses.ts";

/** Loads a feed as `load` does, for those who show a list: it replays no history and asks no witness, and is less code. */
export function loadView(
  address: string | URL,
  options: Omit<LoadOptions, "strict" | keyof WitnessOptions> = {},
): Promise<TrustCenter> {
  return loadFrom(address, options, { createSource, verify: verifyView });
}
