import { RolloutError } from "@bellwether/core";
import { dirname, isAbsolute, resolve } from "node:path";
import { parse } from "yaml";
import type { ClusterEntry, ContextEntry, ExecEntry, Kubeconfig, UserEntry } from "./kubeconfig.ts";

type Fields = Readonly<Record<string, unknown>>;

const clusterFiles = ["certificate-authority"];
const userFiles = ["client-certificate", "client-key", "tokenFile"];

/** Reads the text of one kubeconfig file; relative file names in it are relative to that file. */
export function parseKubeconfig(text: string, file: string): Kubeconfig {
  const directory = dirname(resolve(file));
  const content = contentOf(text, file);
  const clusters = entries<ClusterEntry & Fields>(content, file, "clusters", "cluster", ["server"]);
  const users = entries<UserEntry & Fields>(content, file, "users", "user", []);
  return {
    files: [resolve(file)],
    currentContext: stringOf(content["current-context"]),
    clusters: mapValues(clusters, (cluster) => withAbsolute(cluster, clusterFiles, directory)),
    users: mapValues(users, (user) => withAbsoluteCommand(withAbsolute(user, userFiles, directory), directory)),
    contexts: entries<ContextEntry>(content, file, "contexts", "context", ["cluster"]),
  };
}

function contentOf(text: string, file: string): Fields {
  let content: unknown;
  try {
    content = parse(text);
  } catch (cause) {
    throw new RolloutError(
      "FILE_UNREADABLE",
      `The kubeconfig "${file}" is not valid YAML: ${(cause as Error).message}`,
      { cause },
    );
  }
  if (content === null) return {};
  if (typeof content !== "object" || Array.isArray(content))
    throw new RolloutError("FILE_UNREADABLE", `The kubeconfig "${file}" is no mapping.`);
  return content as Fields;
}

function entries<E>(
  content: Fields,
  file: string,
  list: string,
  field: string,
  required: readonly string[],
): ReadonlyMap<string, E> {
  const items = (content[list] ?? []) as readonly (Fields | null)[];
  if (!Array.isArray(items))
    throw new RolloutError("FILE_UNREADABLE", `The kubeconfig "${file}" has ${list} that are no list.`);
  const missing = (path: string): Error =>
    new RolloutError("FILE_UNREADABLE", `The kubeconfig "${file}" lacks ${list}${path}.`);
  return new Map(
    items.map((item, index) => {
      const name = stringOf(item?.["name"]);
      if (name === undefined) throw missing(`[${index}].name`);
      const entry = (item?.[field] ?? {}) as Fields;
      const absent = required.find((key) => stringOf(entry[key]) === undefined);
      if (absent !== undefined) throw missing(`[${index}].${field}.${absent} of "${name}"`);
      return [name, entry as E];
    }),
  );
}

function withAbsolute<E extends Fields>(entry: E, names: readonly string[], directory: string): E {
  const given = names.filter((name) => stringOf(entry[name]) !== undefined);
  return { ...entry, ...Object.fromEntries(given.map((name) => [name, resolve(directory, String(entry[name]))])) };
}

/** A command with a slash is relative to the file, as in kubectl; one without is looked up on the PATH. */
function withAbsoluteCommand<E extends UserEntry>(user: E, directory: string): E {
  const exec: ExecEntry | undefined = user.exec ?? undefined;
  if (exec === undefined || !/[\\/]/.test(exec.command) || isAbsolute(exec.command)) return user;
  return { ...user, exec: { ...exec, command: resolve(directory, exec.command) } };
}

function mapValues<E, R>(map: ReadonlyMap<string, E>, change: (value: E) => R): ReadonlyMap<string, R> {
  return new Map([...map].map(([name, value]) => [name, change(value)]));
}

function stringOf(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
