import { execFile } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { pnpm } from "../run/pnpm.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

export const packageNames = [
  "catalogue",
  "feed",
  "reading",
  "sdk",
  "widget",
  "prerender",
  "authoring",
  "import",
  "server",
  "cli",
  "create",
] as const;

/** What npm calls a package: `npm create` asks for a name without a scope. */
export const npmName = (name: (typeof packageNames)[number]): string =>
  name === "create" ? "create-trust-center" : `@trust-center/${name}`;

/** A package as npm would get it. */
export interface Packed {
  name: (typeof packageNames)[number];
  folder: string;
  tarball: string;
}

const run = promisify(execFile);

/** Builds and packs packages, each after those that it stands on. */
export async function packAll(names: readonly Packed["name"][] = packageNames): Promise<Packed[]> {
  const destination = await mkdtemp(join(tmpdir(), "trust-center-pack-"));
  const chosen = names.flatMap((name) => ["--filter", npmName(name)]);
  await pnpm(root, ...chosen, "run", "build");
  for (const name of names) {
    await pnpm(root, "--filter", npmName(name), "pack", "--pack-destination", destination);
  }
  const tarballs = await readdir(destination);
  return names.map((name) => ({
    name,
    folder: join(root, "packages", name),
    tarball: join(
      destination,
      tarballs.find((file) => file.startsWith(`${npmName(name).replace("@", "").replace("/", "-")}-`)) ?? "",
    ),
  }));
}

/** A project that has the packed packages installed, and nothing of this workspace but their dependencies. */
export async function installed(packed: readonly Packed[]): Promise<string> {
  const project = await mkdtemp(join(tmpdir(), "trust-center-user-"));
  const modules = join(project, "node_modules");
  for (const { name, folder, tarball } of packed) {
    const target = join(modules, npmName(name));
    await mkdir(target, { recursive: true });
    await run("tar", ["-xzf", tarball, "-C", target, "--strip-components=1"]);
    await linkDependencies(folder, modules);
  }
  return project;
}

async function linkDependencies(folder: string, modules: string): Promise<void> {
  const { dependencies = {} } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  for (const dependency of Object.keys(dependencies).filter((name) => !name.startsWith("@trust-center/"))) {
    const target = join(modules, dependency);
    await mkdir(join(target, ".."), { recursive: true });
    await symlink(join(folder, "node_modules", dependency), target, "dir").catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EEXIST") throw error;
    });
  }
}

/** Copies a file of the tests into a project. */
export async function put(project: string, file: string): Promise<string> {
  const target = join(project, basename(file));
  await cp(file, target);
  return target;
}
