import { resolve } from "node:path";
import { type RootWork, readRoot, sourceText } from "@trust-center/authoring";
import { type Role, roleNames } from "@trust-center/feed";
import { exitCodes } from "../../exit-codes.ts";
import type { Context } from "../context.ts";
import { type ChangeOptions, rootOptions } from "./options.ts";

/** In milliseconds. */
const day = 24 * 60 * 60 * 1000;

/** `trust-center keys list` */
export async function listKeys(folder: string, options: ChangeOptions, context: Context): Promise<number> {
  const { reporter, io } = context;
  const settings = rootOptions(options, context);
  const listed = describe(await readRoot(resolve(io.cwd, folder), settings));
  reporter.data(listed);
  const { say, paint } = reporter;
  const { root, roles, keys } = listed;
  say(
    paint(
      "bold",
      root.published ? `Root ${root.version} of ${listed.feed}` : `No root is published of ${listed.feed} yet`,
    ),
  );
  if (listed.pin) say(`  pin        ${listed.pin}`);
  const left = Math.floor((Date.parse(root.expires) - settings.now) / day);
  say(`  expires    ${root.expires} (${left} days left; publish renews it where the root keys are at hand)`);
  for (const name of roleNames) say(`  ${name.padEnd(10)} ${roles[name].threshold} of ${roles[name].kids.length} keys`);
  say();
  for (const key of keys) {
    say(`${paint("bold", key.kid)}  ${key.alg}  ${key.roles.join(", ")}`);
    say(`  ${key.at === undefined ? "not at hand" : `${key.at}${key.encrypted ? " (encrypted)" : ""}`}`);
  }
  for (const { kid, at } of listed.unused) {
    say(`${kid}  no role in this root`);
    say(`  ${at}`);
  }
  for (const at of listed.absent) say(`Named in publish.keys and not there: ${at}`);
  return exitCodes.ok.code;
}

/** The root and the keys at hand, as data. */
function describe({ root, ring, published }: RootWork) {
  return {
    feed: root.feed,
    pin: published?.pin,
    root: { version: root.version, issued: root.issued, expires: root.expires, published: published !== undefined },
    roles: Object.fromEntries(roleNames.map((name) => [name, root.roles[name]])) as Record<
      Role,
      { threshold: number; kids: string[] }
    >,
    keys: Object.entries(root.keys).map(([kid, { alg }]) => {
      const atHand = ring.keys.find((key) => key.kid === kid);
      const roles = roleNames.filter((name) => root.roles[name].kids.includes(kid));
      return { kid, alg, roles, ...(atHand && { at: sourceText(atHand.source), encrypted: atHand.encrypted }) };
    }),
    unused: ring.keys
      .filter(({ kid }) => !(kid in root.keys))
      .map(({ kid, source }) => ({ kid, at: sourceText(source) })),
    absent: ring.absent.map(sourceText),
  };
}
