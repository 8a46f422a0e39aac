import { readFile } from "node:fs/promises";
import { RolloutError } from "@bellwether/core";
import { parseDocument } from "yaml";
import type { RawOptions } from "../options/cluster-options.ts";

export type LogFormat = "text" | "json";
export type LogLevel = "debug" | "info" | "warn" | "error";

/** What the daemon serves and how it talks. */
export interface DaemonConfig {
  readonly kubeconfig: string | undefined;
  /** Names or patterns; empty: the current context and its group. */
  readonly contexts: readonly string[];
  readonly allContexts: boolean;
  /** `host:port` for probes and metrics. */
  readonly listen: string;
  readonly leaseNamespace: string;
  readonly leaseSeconds: number;
  readonly logFormat: LogFormat | undefined;
  readonly logLevel: LogLevel;
}

type Check = (value: unknown) => string | undefined;

const isText: Check = (value) => (typeof value === "string" && value !== "" ? undefined : "takes a text");
const isFlag: Check = (value) => (typeof value === "boolean" ? undefined : "takes true or false");
const isTextList: Check = (value) =>
  Array.isArray(value) && value.every((entry) => typeof entry === "string") ? undefined : "takes a list of texts";
const isAddress: Check = (value) =>
  typeof value === "string" && /^.+:\d{1,5}$/.test(value) ? undefined : "takes HOST:PORT, as in 127.0.0.1:9440";
const isLeaseSeconds: Check = (value) =>
  typeof value === "number" && Number.isInteger(value) && value >= 3
    ? undefined
    : "takes a whole number of seconds, 3 or more";
const oneOf =
  (...names: readonly string[]): Check =>
  (value) =>
    names.includes(value as string) ? undefined : `takes ${names.join(", ")}`;

const checks: Readonly<Record<keyof DaemonConfig, Check>> = {
  kubeconfig: isText,
  contexts: isTextList,
  allContexts: isFlag,
  listen: isAddress,
  leaseNamespace: isText,
  leaseSeconds: isLeaseSeconds,
  logFormat: oneOf("text", "json"),
  logLevel: oneOf("debug", "info", "warn", "error"),
};

const defaults: DaemonConfig = {
  kubeconfig: undefined,
  contexts: [],
  allContexts: false,
  listen: "127.0.0.1:9440",
  leaseNamespace: "bellwether-system",
  leaseSeconds: 15,
  logFormat: undefined,
  logLevel: "info",
};

/** The file's settings under the flags that were given. Throws CONFIG_REFUSED with every fault at once. */
export async function daemonConfig(raw: RawOptions, given: ReadonlySet<string>): Promise<DaemonConfig> {
  const file = raw["config"] as string | undefined;
  const flags = Object.fromEntries(
    Object.entries(fromFlags(raw)).filter(([key, value]) => given.has(key) && value !== undefined),
  );
  const faults: string[] = [];
  const fromFile = file === undefined ? {} : parsed(await contentOf(file), file, faults);
  for (const [key, value] of Object.entries(flags)) {
    const fault = checks[key as keyof DaemonConfig](value);
    if (fault !== undefined)
      faults.push(
        `--${key.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)} is ${JSON.stringify(value)}; it ${fault}`,
      );
  }
  if (faults.length > 0) {
    throw new RolloutError(
      "CONFIG_REFUSED",
      `${faults.length} ${faults.length === 1 ? "fault" : "faults"} in the configuration, nothing was started`,
      { cause: new AggregateError(faults) },
    );
  }
  return { ...defaults, ...fromFile, ...flags };
}

function fromFlags(raw: RawOptions): Readonly<Record<keyof DaemonConfig, unknown>> {
  return {
    kubeconfig: raw["kubeconfig"],
    contexts: raw["context"],
    allContexts: raw["allContexts"],
    listen: raw["listen"],
    leaseNamespace: raw["leaseNamespace"],
    leaseSeconds: raw["leaseSeconds"] === undefined ? undefined : Number(raw["leaseSeconds"]),
    logFormat: raw["logFormat"],
    logLevel: raw["logLevel"],
  };
}

async function contentOf(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new RolloutError("FILE_UNREADABLE", `${file} cannot be read: ${(error as Error).message}`, { cause: error });
  }
}

function parsed(content: string, file: string, faults: string[]): Partial<DaemonConfig> {
  const document = parseDocument(content);
  for (const { message } of document.errors) faults.push(`${file}: ${message.split("\n")[0] ?? ""}`);
  const settings = (document.toJS() ?? {}) as Readonly<Record<string, unknown>>;
  for (const [key, value] of Object.entries(settings)) {
    const check = Object.hasOwn(checks, key) ? checks[key as keyof DaemonConfig] : undefined;
    const fault = check === undefined ? `is no setting; settings are ${Object.keys(checks).join(", ")}` : check(value);
    if (fault !== undefined)
      faults.push(`${file}: ${key} ${check === undefined ? fault : `is ${JSON.stringify(value)}; it ${fault}`}`);
  }
  return settings;
}
