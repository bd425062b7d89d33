import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/** The script of the widget that this version of the command line was installed with. */
export function installedScript(): string {
  const { resolve: find } = createRequire(import.meta.url);
  return join(dirname(find("@trust-center/widget/package.json")), "dist", "script");
}
