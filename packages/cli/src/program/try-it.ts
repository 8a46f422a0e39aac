import type { CommandDefinition } from "./command-definition.ts";
import { outputOption } from "./shapes.ts";

export const tryItCommands: readonly CommandDefinition[] = [
  {
    text: {
      usage: "demo",
      summary: "run the rollout walk-through on embedded clusters",
      examples: ["demo", "demo --clusters 3 --speed 4"],
    },
    load: () => import("../commands/demo.ts"),
    shapes: [
      (command) =>
        command
          .option("--clusters <n>", "how many clusters", "2")
          .option("--speed <x>", "how much faster pods start", "1"),
      (command) => outputOption(command, "json"),
    ],
  },
  {
    text: {
      usage: "dev",
      summary: "embedded clusters and a host in one process, for your own kubectl",
      examples: ["dev --write-kubeconfig dev.kubeconfig", "dev --clusters 1 --no-host"],
    },
    load: () => import("../commands/dev.ts"),
    shapes: [
      (command) =>
        command
          .option("--clusters <n>", "how many clusters", "2")
          .option("--write-kubeconfig <file>", "write a kubeconfig with one context per cluster")
          .option("--no-host", "clusters only, without the rollout host")
          .option("--speed <x>", "how much faster pods start", "1"),
      (command) => outputOption(command, "json"),
    ],
  },
];
