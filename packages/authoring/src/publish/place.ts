import { CheckError } from "../errors.ts";
import { outOf, readAuthoring } from "../folder/check.ts";
import type { Settings } from "../format/settings.ts";

/** A published folder, and the authoring folder that it belongs to. */
export interface PublishPlace {
  /** The folder with the signed files. Absolute. */
  out: string;
  /**
   * The folder beside whose list it is remembered what was published, and the address that its settings name. Null for a
   * tree on a machine that has no such folder: nothing is remembered there.
   */
  authoring: { folder: string; feed: string } | null;
}

/** Where an authoring folder publishes to. */
export const placeOf = (folder: string, settings: Settings): PublishPlace => ({
  out: outOf(folder, settings),
  authoring: { folder, feed: settings.feed },
});

/**
 * An authoring folder's settings, and where it publishes to. Errors in the list do not matter here.
 *
 * @throws {CheckError} where the settings have errors
 */
export async function readPlace(folder: string): Promise<{ settings: Settings; place: PublishPlace }> {
  const { settings, report } = await readAuthoring(folder);
  if (!settings) throw new CheckError(report);
  return { settings, place: placeOf(folder, settings) };
}
