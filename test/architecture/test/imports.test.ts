import { posix } from "node:path";
import { describe, expect, test } from "vitest";
import { sources, workspaces, type Source } from "./sources.ts";

const own = (specifier: string): string | undefined => /^(?:@bellwether\/)?[a-z-]+/.exec(specifier)?.[0];
const production = sources.filter(({ path }) => path.includes("/src/"));
const offenders = (
  files: readonly Source[],
  isWrong: (specifier: string, file: Source) => boolean,
): readonly string[] =>
  files.flatMap((file) =>
    file.imports
      .filter((specifier) => isWrong(specifier, file))
      .map((specifier) => `${file.path} imports ${specifier}`),
  );

const folderOf = new Map(workspaces.map(({ folder, manifest }) => [manifest.name, folder]));

const allowed: Readonly<Record<string, readonly string[]>> = {
  "packages/core": [],
  "packages/openkruise-models": [],
  "packages/kubernetes": ["packages/core", "packages/openkruise-models"],
  "packages/embedded": ["packages/core", "packages/openkruise-models"],
  "packages/host": ["packages/core"],
  "packages/testing": ["packages/core", "packages/host", "packages/embedded", "packages/kubernetes"],
};

function mayImport(from: string, to: string): boolean {
  if (from === to) return true;
  if (from.startsWith("plugins/")) return ["packages/core", "packages/openkruise-models"].includes(to);
  return allowed[from]?.includes(to) ?? true;
}

test("packages import each other only in the directions of the architecture", () => {
  expect(
    offenders(production, (specifier, { workspace }) => {
      const target = folderOf.get(own(specifier) ?? "");
      return target !== undefined && !mayImport(workspace, target);
    }),
  ).toEqual([]);
});

test("nobody reaches into another package's sources", () => {
  const leaves = (specifier: string, { path, workspace }: Source): boolean =>
    specifier.startsWith(".") &&
    workspaces.some(
      ({ folder }) => folder !== workspace && posix.join(posix.dirname(path), specifier).startsWith(`${folder}/`),
    );
  expect(
    offenders(sources, (specifier, file) => /^@bellwether\/[a-z-]+\/src/.test(specifier) || leaves(specifier, file)),
  ).toEqual([]);
});

describe("third parties have one door each", () => {
  test.each([
    ["tsyringe", /^packages\/host\/src\/scope\/service-scope\.ts$/],
    ["reflect-metadata", /^packages\/host\/src\/scope\/service-scope\.ts$/],
    ["eventemitter3", /^packages\/host\/src\/scope\/event-bus\.ts$/],
    ["@kubernetes/client-node", /^packages\/kubernetes\/src\//],
    ["undici", /^packages\/kubernetes\/src\//],
    ["node-forge", /^packages\/embedded\/src\/http\/certificates\.ts$/],
    ["cue-wasm", /^plugins\/render-cue\/src\//],
    ["commander", /^packages\/cli\/src\/(program\/[a-z-]+|run-cli|errors\/usage-error)\.ts$/],
    ["pino", /^packages\/cli\/src\/daemon\/logger\.ts$/],
  ])("%s", (library, door) => {
    const users = production.filter(({ imports }) => imports.includes(library)).map(({ path }) => path);
    expect(users.length).toBeGreaterThan(0);
    expect(users.filter((path) => !door.test(path))).toEqual([]);
  });
});

test("core knows no runtime", () => {
  const core = production.filter(({ workspace }) => workspace === "packages/core");
  expect(offenders(core, (specifier) => specifier.startsWith("node:"))).toEqual([]);
  expect(
    core
      .filter(({ text }) =>
        /\b(process|Buffer|Deno|setTimeout|setInterval|Date\.now|Math\.random|document|window|fetch)\b[.(]/.test(text),
      )
      .map(({ path }) => path),
  ).toEqual([]);
});

/** The one place that reads the machine's own clock, for composers to pass on. */
const systemClock = "packages/host/src/time/system-clock.ts";

test("what runs on a virtual clock takes time and chance from outside", () => {
  const deterministic =
    /^packages\/(host\/src|kubernetes\/src\/(reflect|election|link\/link-cluster)|embedded\/src\/(api|controllers|kubelet|memory))\/|^plugins\/(oam|workload-[a-z]+|strategy-[a-z]+)\/src\//;
  const files = production.filter(({ path }) => deterministic.test(path) && path !== systemClock);
  expect(files.length).toBeGreaterThan(50);
  expect(
    files
      .filter(({ text }) =>
        /\b(setTimeout|setInterval|setImmediate|Date\.now|performance\.now)\(|new Date\(\)/.test(text),
      )
      .map(({ path }) => path),
  ).toEqual([]);
});

test("plugins have core as a peer, so that there is one core", () => {
  for (const { folder, manifest } of workspaces.filter((workspace) => workspace.folder.startsWith("plugins/"))) {
    expect([folder, Object.keys(manifest.peerDependencies ?? {})]).toEqual([folder, ["@bellwether/core"]]);
    expect([folder, Object.keys(manifest.dependencies ?? {}).length <= 3]).toEqual([folder, true]);
  }
});

test("core has no dependency, host and cli at most twelve of others", () => {
  const foreign = (name: string): number =>
    Object.keys(workspaces.find(({ folder }) => folder === name)?.manifest.dependencies ?? {}).filter(
      (dependency) => !dependency.startsWith("@bellwether/"),
    ).length;
  expect(foreign("packages/core")).toBe(0);
  expect(foreign("packages/host")).toBeLessThanOrEqual(12);
  expect(foreign("packages/cli")).toBeLessThanOrEqual(12);
});

test("third-party versions are exact", () => {
  const ranges = workspaces.flatMap(({ folder, manifest }) =>
    Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })
      .filter(([name, range]) => !folderOf.has(name) && !/^\d/.test(range))
      .map(([name, range]) => `${folder}: ${name} ${range}`),
  );
  expect(ranges).toEqual([]);
});

test("published packages name their runtime", () => {
  for (const { folder, manifest } of workspaces.filter((workspace) => workspace.manifest.private !== true)) {
    expect([folder, manifest.engines?.["node"]]).toEqual([folder, ">=24"]);
  }
});

test("a plugin says the version of its package", () => {
  for (const { workspace, path, text } of production.filter(({ text }) => text.includes("definePlugin({"))) {
    const stated = /definePlugin\(\{[^}]*?version: "([^"]+)"/s.exec(text)?.[1];
    if (stated === undefined) continue;
    const { version, private: isPrivate } = workspaces.find(({ folder }) => folder === workspace)?.manifest ?? {};
    if (isPrivate === true) continue;
    expect([path, stated]).toEqual([path, version]);
  }
});
