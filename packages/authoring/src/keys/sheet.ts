import { relative } from "node:path";
import { type Role, type Root, roleNames, toInstant } from "@trust-center/feed";
import { sourceText } from "../folder/key-source.ts";
import type { KeyRing } from "./ring.ts";

/** What the sheet is about. */
export interface Sheet {
  folder: string;
  root: Root;
  ring: KeyRing;
  /** Undefined before the first publish. */
  published: { pin: string } | undefined;
}

const uses: Record<Role, string> = {
  root: "says which keys count; offline, with two or more holders",
  manifest: "signs versions of the list; on the machine that publishes",
  timestamp: "signs weekly that the list is the newest; in a job",
  receipt: "signs receipts of objections; on the service's machine",
};

/** A page to print and to keep with the keys: no secret is on it. 80 columns. */
export function recoverySheet({ root, ring, published, folder }: Sheet, now: number): string {
  const at = new Map(
    ring.keys.map(({ kid, source }) => [kid, "file" in source ? relative(folder, source.file) : sourceText(source)]),
  );
  const keys = Object.entries(root.keys).map(([kid, { alg }]) => {
    const roles = roleNames.filter((name) => root.roles[name].kids.includes(kid)).join(", ");
    return `[ ] ${kid}\n    ${alg}; ${roles}\n    file: ${at.get(kid) ?? "not on this machine"}\n    kept by: ______________________  where: ______________________`;
  });
  return `RECOVERY SHEET                                            ${toInstant(now).slice(0, 10)}

Feed   ${root.feed}
Pin    ${published?.pin ?? "(not published yet)"}
Root   ${root.version}, expires ${root.expires.slice(0, 10)}: renew it before (trust-center keys renew)

There is no secret on this sheet. Print it, and keep a copy with each key.

WHO SIGNS WHAT
${roleNames.map((name) => `${name.padEnd(10)} ${countOf(root, name).padEnd(8)} ${uses[name]}`).join("\n")}

KEYS: write down who keeps each, and where
${keys.join("\n")}

KEEP TWO COPIES OF
[ ] each private key, encrypted, in two buildings; its passphrase apart from it
[ ] the published folder: without it a new publish starts another history
[ ] trust-center.yaml, policies, trust-center.published.json

IF A KEY IS LOST                         (docs/guides/lost-key.md)
timestamp, manifest, receipt   trust-center keys rotate --role <role>
                               signed by the root keys; the pin stays
one of several root keys       trust-center keys rotate --kid <id>
                               signed by those that remain, if they are enough
too many root keys             the feed can go on until its root expires, and
                               must then begin again under a new pin

IF A KEY WAS STOLEN                      (docs/guides/stolen-key.md)
1. trust-center keys rotate --kid <id>   in all of its roles, at once
2. Publish, upload, and compare the history with your own copy.
3. Tell your customers which list is yours: they compare it by version.
A stolen key of root 1 can mislead newcomers for ever: begin again.

AFTER A RESTORED BACKUP                  trust-center recover
IF THE ADDRESS CHANGES                   (docs/guides/moving.md)
${"-".repeat(80)}
${roleNames
  .map((name) => shortfall(root, name))
  .filter(Boolean)
  .join("\n")}`.trimEnd();
}

const countOf = (root: Root, name: Role) => `${root.roles[name].threshold} of ${root.roles[name].kids.length}`;

/** What a prudent vendor would mend. */
function shortfall(root: Root, name: Role): string {
  const { kids, threshold } = root.roles[name];
  if (name === "root") {
    if (kids.length - threshold < 1)
      return "! Losing one root key ends this feed: add another (trust-center keys add).";
    return threshold < 2 ? "! One stolen root key is enough to take this feed over: ask for two." : "";
  }
  const shared = kids.some((kid) => root.roles.root.kids.includes(kid));
  return shared ? `! A root key also signs as ${name}: split them (trust-center keys split).` : "";
}
