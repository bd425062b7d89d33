import type { Ecosystem } from "@trust-center/catalogue";
import { parse as parseToml } from "smol-toml";
import { parse as parseYaml } from "yaml";
import { lineOfName, type Named, object, parsed } from "./named.ts";

/**
 * Lock files name what others depend on, too: that says nothing of one's own use. What is read here are the parts that name what a program
 * of one's own depends on. `yarn.lock` of Yarn 1, `poetry.lock`, `Pipfile.lock`, `composer.lock` and `go.sum` have none: the manifest beside
 * them says it.
 */

/** Names of several groups, each at its line behind `from`. */
const namedIn = (kind: Ecosystem, groups: readonly unknown[], text: string, from = 0): Named[] =>
  groups
    .flatMap((group) => Object.keys(object(group)))
    .map((name) => ({ kind, name, line: lineOfName(text, name, from) }));

/** `packages` of npm 7 and later: the root, and workspaces, which lie in no `node_modules`. */
export function packageLock(text: string): Named[] {
  return Object.entries(object(object(parsed(text)).packages)).flatMap(([path, own]) => {
    if (/(?:^|\/)node_modules\//.test(path)) return [];
    const { dependencies, optionalDependencies } = object(own);
    return namedIn("npm", [dependencies, optionalDependencies], text, text.indexOf(`${JSON.stringify(path)}:`));
  });
}

/** `importers` of pnpm, or the members of the file's root where it has one program alone. */
export function pnpmLock(text: string): Named[] {
  const lock = object(yaml(text));
  const importers = lock.importers === undefined ? [["", lock] as const] : Object.entries(object(lock.importers));
  return importers.flatMap(([path, own]) => {
    const { dependencies, optionalDependencies } = object(own);
    const from = path === "" ? 0 : Math.max(text.search(new RegExp(`^ {2}['"]?${escaped(path)}['"]?:`, "m")), 0);
    return namedIn("npm", [dependencies, optionalDependencies], text, from);
  });
}

/** Yarn 2 and later name workspaces as they name packages. Their dependencies are not told from those for development. */
export function yarnLock(text: string): Named[] {
  if (!/^__metadata:/m.test(text)) return [];
  return Object.entries(object(yaml(text))).flatMap(([key, own]) => {
    if (!key.includes("@workspace:")) return [];
    const { dependencies, resolution } = object(own);
    const from = typeof resolution === "string" ? text.indexOf(resolution) : 0;
    // The workspace's own name stands in its dependencies where they name each other.
    return namedIn("npm", [dependencies], text, Math.max(from, 0));
  });
}

/** Packages of uv whose source is the folder itself, and of Cargo those without one. */
const ownPackages =
  (kind: Ecosystem, isOwn: (source: unknown) => boolean) =>
  (text: string): Named[] => {
    const { package: packages } = object(toml(text));
    if (!Array.isArray(packages)) return [];
    return packages.flatMap((one): Named[] => {
      const { name, source, dependencies } = object(one);
      if (!isOwn(source) || !Array.isArray(dependencies)) return [];
      const from = Math.max(text.indexOf(`name = ${JSON.stringify(name)}`), 0);
      return dependencies.flatMap((dependency): Named[] => {
        const written = typeof dependency === "string" ? dependency.split(" ")[0] : object(dependency).name;
        return typeof written === "string" ? [{ kind, name: written, line: lineOfName(text, written, from) }] : [];
      });
    });
  };

export const uvLock = ownPackages("pypi", (source) => {
  const { editable, virtual } = object(source);
  return typeof editable === "string" || typeof virtual === "string";
});

export const cargoLock = ownPackages("cargo", (source) => source === undefined);

/** `DEPENDENCIES` of Bundler: what the Gemfile names. */
export function gemfileLock(text: string): Named[] {
  let isOwn = false;
  return text.split("\n").flatMap((line, at): Named[] => {
    if (/^\S/.test(line)) isOwn = line.trim() === "DEPENDENCIES";
    const [, name] = (isOwn && /^ {2}([\w.-]+)/.exec(line)) || [];
    return name ? [{ kind: "gem", name, line: at + 1 }] : [];
  });
}

/** Tables of a manifest in TOML whose members are names: `[packages]` of Pipenv, `[dependencies]` of Cargo. */
export const tomlTables =
  (kind: Ecosystem, tables: readonly string[]) =>
  (text: string): Named[] => {
    const value = object(toml(text));
    return tables.flatMap((table) =>
      namedIn(kind, [value[table]], text, Math.max(text.search(new RegExp(`^\\[${escaped(table)}[.\\]]`, "m")), 0)),
    );
  };

/** `require` of Composer. */
export const composer = (text: string): Named[] =>
  namedIn("composer", [object(parsed(text)).require], text, Math.max(text.indexOf('"require"'), 0));

const escaped = (text: string): string => text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");

/** A file that cannot be read names nothing: its own tool says what is wrong with it. */
function toml(text: string): unknown {
  try {
    return parseToml(text);
  } catch {
    return undefined;
  }
}

function yaml(text: string): unknown {
  try {
    return parseYaml(text, { maxAliasCount: 0 });
  } catch {
    return undefined;
  }
}
