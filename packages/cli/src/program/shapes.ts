import { type Command, InvalidArgumentError, Option } from "commander";
import { templateOf } from "../jsonpath/format.ts";

export function collect(value: string, before: readonly string[] = []): readonly string[] {
  return [...before, value];
}

export function terminalOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--color <when>", "colours: auto, always or never")
        .choices(["auto", "always", "never"])
        .default("auto"),
    )
    .option("--ascii", "draw with 7-bit characters only")
    .option("-v, --verbose", "print stacks and causes");
}

export function clusterOptions(command: Command): Command {
  return command
    .option("--kubeconfig <file>", "kubeconfig to use instead of KUBECONFIG or ~/.kube/config")
    .option("--context <name>", "context to ask; may be repeated and may hold *", collect)
    .option("--all-contexts", "ask every context of the kubeconfig")
    .option("--request-timeout <duration>", "how long one cluster may take to answer", "5s");
}

export function namespaceOptions(command: Command): Command {
  return command
    .option("-n, --namespace <name>", "namespace; default is the context's")
    .option("-A, --all-namespaces", "all namespaces");
}

/** `jsonpath` among the formats stands for kubectl's templates. */
export function outputOption(command: Command, ...formats: readonly string[]): Command {
  const names = formats.map((format) => (format === "jsonpath" ? "jsonpath=TEMPLATE" : format));
  const option = new Option("-o, --output <format>", `print as ${names.join(", ")}`).argParser((format: string) => {
    if (formats.includes(format) && format !== "jsonpath") return format;
    if (formats.includes("jsonpath") && templateOf(format) !== undefined) return format;
    throw new InvalidArgumentError(`Allowed choices are ${names.join(", ")}.`);
  });
  return command.addOption(option);
}

export function writeOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--dry-run <how>", "change nothing; client prints what would be sent, server has it judged")
        .choices(["none", "client", "server"])
        .default("none"),
    )
    .option("--field-manager <name>", "manager that owns the changed fields", "bellwether-cli");
}
