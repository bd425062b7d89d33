import { join, relative, resolve } from "node:path";
import {
  defaultKey,
  ignoreKeys,
  isTaken,
  type KeyAtHand,
  makeKey,
  type NewKey,
  nameKeys,
  publicFileOf,
  type RootPlan,
  type RootWork,
  readPublicFile,
  UsageError,
  writePublicFile,
} from "@trust-center/authoring";
import { type Role, type RootChange, roleNames, toInstant } from "@trust-center/feed";
import { nowFrom } from "../../output/clock.ts";
import { algorithmFrom } from "../algorithm.ts";
import type { Context } from "../context.ts";
import { change } from "./change.ts";
import { type ChangeOptions, kidFrom, type NewKeyOptions, newPassphrase, rolesFrom } from "./options.ts";

type MakeOptions = ChangeOptions & NewKeyOptions;

/** `trust-center keys split` */
export function splitKeys(folder: string, options: MakeOptions, context: Context): Promise<number> {
  const path = resolve(context.io.cwd, folder);
  const plan = async ({ root, ring }: RootWork): Promise<RootPlan> => {
    const shared = (["manifest", "timestamp", "receipt"] as const).filter((name) =>
      root.roles[name].kids.some((kid) => root.roles.root.kids.includes(kid)),
    );
    if (shared.length === 0)
      throw new UsageError("Expected a role that a root key holds too, found none: the keys are split.");
    // Whose the remaining root key is stands beside it, so that nobody is asked for its passphrase in vain.
    for (const { source, ...key } of ring.keys) if ("file" in source) await writePublicFile(source.file, key);
    const made = await makeKeys(path, shared, options, context);
    const changes = shared.flatMap((name): RootChange[] => {
      const [kid = "", ...others] = root.roles[name].kids.filter((kid) => root.roles.root.kids.includes(kid));
      const by = made.get(name) as NewKey;
      const rest = others.map((kid): RootChange => ({ type: "retire", kid, roles: [name] }));
      const once: RootChange[] = others.length > 0 ? [{ type: "threshold", role: name, threshold: 1 }] : [];
      return [{ type: "replace", kid, by, roles: [name] }, ...once, ...rest];
    });
    return { changes, made: atHand(made) };
  };
  return change(folder, plan, options, context).then((code) => {
    context.reporter.say(
      "Now take the root key off this machine, and name the others alone in publish.keys: see `trust-center keys sheet`.",
    );
    return code;
  });
}

/** `trust-center keys rotate` */
export function rotateKey(
  folder: string,
  options: MakeOptions & { role?: string[]; kid?: string; with?: string },
  context: Context,
): Promise<number> {
  const path = resolve(context.io.cwd, folder);
  const plan = async ({ root }: RootWork): Promise<RootPlan> => {
    const roles = rolesFrom(options.role ?? []);
    const kid = options.kid === undefined ? onlyKid(root, roles) : kidFrom(root, options.kid);
    const held = roles.length > 0 ? roles : roleNames.filter((name) => root.roles[name].kids.includes(kid));
    if (options.with !== undefined) {
      const by = await readPublicFile(resolve(context.io.cwd, options.with));
      return { changes: [{ type: "replace", kid, by, roles: held }] };
    }
    const name = held.length === 1 ? (held[0] as Role) : "key";
    const made = await makeKeys(path, [name], options, context);
    const by = made.get(name) as NewKey;
    return { changes: [{ type: "replace", kid, by, roles: held }], made: atHand(made) };
  };
  return change(folder, plan, options, context);
}

function onlyKid(root: RootWork["root"], roles: readonly Role[]): string {
  const kids = new Set(roles.flatMap((name) => root.roles[name].kids));
  if (kids.size === 1) return [...kids][0] as string;
  throw new UsageError(
    kids.size === 0
      ? "Expected --role or --kid to say which key is replaced, found neither. For example: --role timestamp"
      : `Expected --kid to say which key is replaced, found several of that role: ${[...kids].join(", ")}.`,
  );
}

/** The new keys as keys at hand: nobody is asked for the passphrase that was just given. */
const atHand = (made: ReadonlyMap<string, NewKey>): KeyAtHand[] =>
  [...made.values()].map(({ kid, publicKey, file, encrypted, signer }) => ({
    kid,
    publicKey,
    source: { file },
    encrypted,
    open: async () => signer,
  }));

/** Makes a key for each name in the folder `keys`, keeps it out of git, and names it in the settings. */
async function makeKeys<Name extends string>(
  folder: string,
  names: readonly Name[],
  options: MakeOptions,
  context: Context,
) {
  const made = await makeKeyFiles(folder, names, options, context);
  await nameKeys(
    folder,
    [...made.values()].map(({ file }) => file),
    defaultKey,
  );
  return made;
}

/** Makes a key for each name in the folder `keys`, and keeps it out of git. */
export async function makeKeyFiles<Name extends string>(
  folder: string,
  names: readonly Name[],
  options: MakeOptions,
  context: Context,
) {
  const alg = algorithmFrom(options.alg);
  const passphrase = await newPassphrase(
    options,
    context,
    names.length === 1 ? `the new ${names[0]} key` : "the new keys",
  );
  const day = toInstant(nowFrom(context.io, options.now)).slice(0, 10);
  const made = new Map<Name, NewKey>();
  for (const name of names) {
    const file = await freeName(join(folder, "keys", `${name}-${day}`));
    // The line comes before the key: no moment at which git would take it.
    await ignoreKeys(folder, [file]);
    made.set(name, await makeKey(file, alg, passphrase));
    context.reporter.say(`Made ${relative(context.io.cwd, file)}`);
  }
  return made;
}

/** `timestamp-2026-11-24.key.pem`, and with a number behind the day where that or its public half is there. */
async function freeName(base: string): Promise<string> {
  for (let number = 1; ; number++) {
    const file = `${base}${number === 1 ? "" : `-${number}`}.key.pem`;
    if (!(await isTaken(file)) && !(await isTaken(publicFileOf(file)))) return file;
  }
}
