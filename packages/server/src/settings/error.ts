/** A setting that cannot work: the program ends with code 2. */
export class SettingsError extends Error {
  override readonly name = "SettingsError";
}
