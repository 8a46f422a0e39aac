import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { root, run } from "./run.ts";

export interface Manifest {
  readonly name: string;
  readonly private?: boolean;
  readonly exports: Readonly<Record<string, unknown>>;
  readonly bin?: Readonly<Record<string, string>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

export interface PublishedPackage {
  /** Where its sources are, from the root. */
  readonly folder: string;
  readonly manifest: Manifest;
}

export async function publishedPackages(): Promise<readonly PublishedPackage[]> {
  const parents = await Promise.all(
    ["packages", "plugins"].map(async (parent) =>
      (await readdir(join(root, parent))).map((name) => `${parent}/${name}`),
    ),
  );
  const found = await Promise.all(
    parents.flat().map(async (folder) => {
      const manifest = JSON.parse(await readFile(join(root, folder, "package.json"), "utf8")) as Manifest;
      return { folder, manifest };
    }),
  );
  return found.filter(({ manifest }) => manifest.private !== true);
}

/**
 * Packs the packages and unpacks them below `target`, each with the dependencies that it declares and no others, and a
 * folder `app` that has all of them.
 */
export async function install(packages: readonly PublishedPackage[], target: string): Promise<string> {
  const workspaces = packages.flatMap(({ manifest }) => ["-w", manifest.name]);
  const packed = await run(
    "npm",
    ["pack", "--json", "--ignore-scripts", "--pack-destination", target, ...workspaces],
    root,
  );
  const tarballs = new Map(
    (JSON.parse(packed) as readonly { name: string; filename: string }[]).map(({ name, filename }) => [name, filename]),
  );
  const place = (name: string): string => join(target, "packages", name);
  for (const { folder, manifest } of packages) {
    const { name, dependencies = {}, peerDependencies = {} } = manifest;
    await mkdir(place(name), { recursive: true });
    await run("tar", ["-xzf", join(target, tarballs.get(name) ?? ""), "--strip-components=1", "-C", place(name)], root);
    for (const dependency of Object.keys({ ...dependencies, ...peerDependencies })) {
      const ours = packages.some((other) => other.manifest.name === dependency);
      await link(ours ? place(dependency) : thirdParty(folder, dependency), place(name), dependency);
    }
  }
  const app = join(target, "app");
  for (const { manifest } of packages) await link(place(manifest.name), app, manifest.name);
  return app;
}

function thirdParty(folder: string, name: string): string {
  const nested = join(root, folder, "node_modules", name);
  return existsSync(nested) ? nested : join(root, "node_modules", name);
}

async function link(from: string, into: string, name: string): Promise<void> {
  const path = join(into, "node_modules", name);
  await mkdir(dirname(path), { recursive: true });
  await symlink(from, path, "junction");
}
