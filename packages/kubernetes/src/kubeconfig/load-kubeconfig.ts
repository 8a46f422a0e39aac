import { RolloutError } from "@bellwether/core";
import { readFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { type Kubeconfig, mergeKubeconfigs } from "./kubeconfig.ts";
import { parseKubeconfig } from "./parse-kubeconfig.ts";

/** kubectl's rule: the files that KUBECONFIG lists, else `.kube/config` in the home directory. */
export function kubeconfigFiles(kubeconfigVariable: string | undefined, home: string): readonly string[] {
  const listed = (kubeconfigVariable ?? "").split(delimiter).filter((file) => file !== "");
  return listed.length > 0 ? listed : [join(home, ".kube", "config")];
}

/** Reads and merges the files. Those that do not exist are passed over, unless none does. */
export async function loadKubeconfig(files: readonly string[]): Promise<Kubeconfig> {
  const texts = await Promise.all(files.map((file) => readIfThere(file)));
  const configs = files.flatMap((file, index) => {
    const text = texts[index];
    return text === undefined ? [] : [parseKubeconfig(text, file)];
  });
  if (configs.length === 0) {
    const listed = files.map((file) => `"${file}"`).join(", ");
    const remedy = "name one by --kubeconfig or KUBECONFIG, or start clusters with a kubeconfig: bellwether dev";
    throw new RolloutError("FILE_UNREADABLE", `There is no kubeconfig: ${listed} cannot be found.`, { remedy });
  }
  return mergeKubeconfigs(configs);
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new RolloutError("FILE_UNREADABLE", `The kubeconfig "${file}" cannot be read: ${(error as Error).message}`, {
      cause: error,
    });
  }
}
