import type { Settings } from "../format/settings.ts";

/** The verifier keys of the witnesses that settings name. */
export const witnessKeysOf = (witnesses: Settings["witnesses"] = []): string[] =>
  witnesses.map((one) => (typeof one === "string" ? one : one.key));
