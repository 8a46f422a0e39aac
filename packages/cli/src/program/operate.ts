import { Option } from "commander";
import type { CommandDefinition } from "./command-definition.ts";
import { clusterOptions, outputOption, collect, writeOptions } from "./shapes.ts";

export const operateCommands: readonly CommandDefinition[] = [
  {
    text: {
      usage: "run",
      summary: "the daemon: rolls out on every chosen cluster",
      examples: ["run --context east --context west", "run --config bellwether.yaml"],
    },
    load: () => import("../commands/run.ts"),
    shapes: [
      (command) =>
        command
          .option("--config <file>", "configuration file; flags win over it")
          .option(
            "--kubeconfig <file>",
            "kubeconfig to use instead of KUBECONFIG, ~/.kube/config or the pod's own account",
          )
          .option("--context <name>", "context to serve; may be repeated and may hold *", collect)
          .option("--all-contexts", "serve every context of the kubeconfig")
          .option("--listen <address>", "probes and Prometheus metrics", "127.0.0.1:9440")
          .option("--lease-namespace <name>", "namespace of the leader's Lease", "bellwether-system")
          .option("--lease-seconds <n>", "how long a silent leader keeps its lease", "15")
          .addOption(
            new Option("--log-format <format>", "text or json; default is text on a terminal").choices([
              "text",
              "json",
            ]),
          )
          .addOption(
            new Option("--log-level <level>", "least level to print")
              .choices(["debug", "info", "warn", "error"])
              .default("info"),
          ),
    ],
  },
  {
    text: {
      usage: "crds",
      summary: "print or install the CustomResourceDefinitions",
      examples: ["crds | kubectl apply --server-side -f -", "crds --install --context west"],
    },
    load: () => import("../commands/crds.ts"),
    shapes: [
      clusterOptions,
      (command) =>
        command
          .option("--install", "apply them to the chosen clusters")
          .option("--openkruise", "also the OpenKruise kinds that embedded clusters serve"),
      writeOptions,
      (command) => outputOption(command, "json", "yaml"),
    ],
  },
  {
    text: {
      usage: "plugins [name]",
      summary: "what is loaded: contributions, needs and capabilities",
      examples: ["plugins", "plugins @bellwether/oam"],
    },
    load: () => import("../commands/plugins.ts"),
    shapes: [(command) => outputOption(command, "json")],
  },
  {
    text: {
      usage: "clusters",
      summary: "how clusters are reached, and who leads there",
      examples: ["clusters", "clusters --all-contexts -o json"],
    },
    load: () => import("../commands/clusters.ts"),
    shapes: [clusterOptions, (command) => outputOption(command, "json")],
  },
  {
    text: {
      usage: "explain [code]",
      summary: "what an error code or a guard means, and what to do",
      examples: ["explain PLAN_BATCHES_EXCEED_SIZE", "explain BatchPodsReady"],
    },
    load: () => import("../commands/explain.ts"),
    shapes: [(command) => outputOption(command, "json")],
  },
  {
    text: {
      usage: "version",
      summary: "versions of this program and its runtime",
      examples: ["version", "version -o json"],
    },
    load: () => import("../commands/version.ts"),
    shapes: [(command) => outputOption(command, "json")],
  },
];
