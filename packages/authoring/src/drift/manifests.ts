import type { Ecosystem } from "@trust-center/catalogue";
import { cargoLock, composer, gemfileLock, packageLock, pnpmLock, tomlTables, uvLock, yarnLock } from "./locks.ts";
import { lineAt, type Named, object, parsed } from "./named.ts";

/** Names by a pattern whose first group is one, line by line. */
const byLine =
  (kind: Ecosystem, pattern: RegExp, skip?: RegExp) =>
  (text: string): Named[] =>
    text.split("\n").flatMap((line, at) => {
      const [, name] = pattern.exec(line) ?? [];
      return name && !skip?.test(line) ? [{ kind, name, line: at + 1 }] : [];
    });

/** What a program of npm runs with. Tools for development handle no customer's data. */
function npm(text: string): Named[] {
  const { dependencies, optionalDependencies } = object(parsed(text));
  const names = [dependencies, optionalDependencies].flatMap((group) => Object.keys(object(group)));
  return names.map((name) => ({ kind: "npm", name, line: lineAt(text, text.lastIndexOf(`${JSON.stringify(name)}:`)) }));
}

/** `dependencies` of PEP 621, and those of Poetry. Groups for development are passed over. */
function pyproject(text: string): Named[] {
  const found: Named[] = [];
  let [table, isList] = ["", false];
  for (const [at, line] of text.split("\n").entries()) {
    table = /^\s*\[([^\]"]+)\]\s*$/.exec(line)?.[1] ?? table;
    if (table === "project" && /^\s*dependencies\s*=\s*\[/.test(line)) isList = true;
    if (isList) {
      for (const [, name = ""] of line.matchAll(/["']([\w.-]+)/g)) found.push({ kind: "pypi", name, line: at + 1 });
    }
    if (/\]\s*(?:#.*)?$/.test(line)) isList = false;
    const [, name] = (table === "tool.poetry.dependencies" && /^\s*([\w.-]+)\s*=/.exec(line)) || [];
    if (name && name !== "python") found.push({ kind: "pypi", name, line: at + 1 });
  }
  return found;
}

const terraformOf = (text: string): Named[] =>
  byLine("terraform", /^\s*source\s*=\s*"(?:registry\.terraform\.io\/)?([\w-]+\/[\w-]+)"/)(text);

/** How each kind of manifest and of lock file is read, by the file's name. */
const readers: readonly (readonly [name: RegExp, read: (text: string) => Named[]])[] = [
  [/^package\.json$/, npm],
  [/^requirements(?:[-_.][\w.-]+)?\.txt$/, byLine("pypi", /^\s*([A-Za-z0-9][\w.-]*)/)],
  [/^pyproject\.toml$/, pyproject],
  [/^go\.mod$/, byLine("go", /^\s*(?:require\s+)?([\w.-]+\.[a-z]+\/\S+)\s+v\d/, /\/\/ indirect/)],
  [/^Gemfile$|\.gemspec$/, byLine("gem", /^\s*(?:gem|spec\.add_(?:runtime_)?dependency)[\s(]+["']([\w-]+)["']/)],
  [/\.tf$/, terraformOf],
  [/^Pipfile$/, tomlTables("pypi", ["packages"])],
  [/^Cargo\.toml$/, tomlTables("cargo", ["dependencies"])],
  [/^composer\.json$/, composer],
  [/^(?:package-lock|npm-shrinkwrap)\.json$/, packageLock],
  [/^pnpm-lock\.yaml$/, pnpmLock],
  [/^yarn\.lock$/, yarnLock],
  [/^uv\.lock$/, uvLock],
  [/^Cargo\.lock$/, cargoLock],
  [/^Gemfile\.lock$/, gemfileLock],
  [/^\.terraform\.lock\.hcl$/, byLine("terraform", /^\s*provider\s+"(?:registry\.terraform\.io\/)?([\w-]+\/[\w-]+)"/)],
];

/** What a manifest says is used; undefined for a file that is none. */
export function namedIn(fileName: string, text: string): Named[] | undefined {
  const [, read] = readers.find(([name]) => name.test(fileName)) ?? [];
  return read?.(text);
}

/** Whether a file is a manifest. */
export const isManifest = (fileName: string): boolean => readers.some(([name]) => name.test(fileName));

/** Hosts that a text names: a content security policy, or a host a line. */
export const hostsIn = (text: string): Named[] =>
  text
    .split("\n")
    .flatMap((line, at) =>
      [
        ...line.matchAll(
          /(?<![\w.@-])(?:(?:https?|wss?):\/\/)?(?:\*\.)?((?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,})(?![\w-])/gi,
        ),
      ].map(([, name = ""]): Named => ({ kind: "host", name: name.toLowerCase(), line: at + 1 })),
    );

/** Hosts that a page asked, out of a HAR file (http://www.softwareishard.com/blog/har-12-spec/); undefined for what is none. */
export function hostsInHar(text: string): Named[] | undefined {
  const { entries } = object(object(parsed(text)).log);
  if (!Array.isArray(entries)) return undefined;
  const hosts = entries.flatMap((entry) => {
    const { url } = object(object(entry).request);
    return typeof url === "string" ? (URL.parse(url)?.hostname ?? []) : [];
  });
  return [...new Set(hosts)].map((name) => ({ kind: "host", name, line: 1 }));
}
