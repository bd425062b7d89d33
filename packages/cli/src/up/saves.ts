import { type FSWatcher, readdirSync, watch } from "node:fs";
import { join } from "node:path";
import { authoringFile } from "@trust-center/authoring";

/** A save is often several changes of the disk: it is answered once they have settled. Milliseconds. */
const settling = 80;

/** The folder of policies beside the list. */
const policies = "policies";

/**
 * Calls back once after each burst of changes of a folder's list and policies.
 *
 * Each folder is watched by itself: a file that an editor puts in the place of the one before is no longer seen by
 * `fs.watch` with `recursive` on Linux (Node 24).
 */
export function onSave(folder: string, changed: () => void): Pick<FSWatcher, "close"> {
  const watched = new Map<string, FSWatcher>();
  let waiting: NodeJS.Timeout | undefined;
  const note = () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      follow();
      changed();
    }, settling);
  };
  const forget = (path: string) => {
    watched.get(path)?.close();
    watched.delete(path);
  };
  const add = (path: string, isMeant: (name: string) => boolean) => {
    if (watched.has(path)) return;
    try {
      const watching = watch(path, (_event, name) => {
        if (name === null || isMeant(name)) note();
      });
      // A folder that is taken away is told by what is done next: it cannot be read.
      watching.on("error", () => {
        forget(path);
        note();
      });
      watched.set(path, watching);
    } catch {
      // It is gone again.
    }
  };
  const follow = () => {
    const below = foldersBelow(join(folder, policies));
    for (const path of watched.keys()) if (path !== folder && !below.includes(path)) forget(path);
    add(folder, (name) => name === authoringFile || name === policies);
    for (const path of below) add(path, () => true);
  };
  follow();
  return {
    close: () => {
      clearTimeout(waiting);
      for (const path of [...watched.keys()]) forget(path);
    },
  };
}

/** A folder and those in it; none where it is not there. */
function foldersBelow(path: string): string[] {
  try {
    const entries = readdirSync(path, { recursive: true, withFileTypes: true });
    return [path, ...entries.filter((one) => one.isDirectory()).map((one) => join(one.parentPath, one.name))];
  } catch {
    return [];
  }
}
