import type { CommandDefinition } from "./command-definition.ts";
import { clusterOptions, namespaceOptions, outputOption } from "./shapes.ts";

export const lookCommands: readonly CommandDefinition[] = [
  {
    text: {
      usage: "get [name...]",
      summary: "list rollouts",
      examples: ["get -A --all-contexts", "get rolling-example -o json"],
    },
    load: () => import("../commands/get.ts"),
    shapes: [
      clusterOptions,
      namespaceOptions,
      (command) =>
        command
          .option("--attention", "only rollouts that failed, need a person, or are unknown")
          .option("--state <state>", "only rollouts in this state")
          .option("--strategy <strategy>", "only rollouts of this strategy")
          .option("-l, --selector <selector>", "only rollouts with these labels")
          .option("--no-headers", "without the header line")
          .option("--sort-by <jsonpath>", "order by this field of a RolloutView, as in .pods.size")
          .option("--show-labels", "with the rollouts' labels")
          .option("-w, --watch", "go on printing what changes"),
      (command) => outputOption(command, "json", "yaml", "name", "wide", "jsonpath"),
    ],
  },
  {
    text: {
      usage: "watch [name...]",
      summary: "follow rollouts until they end",
      examples: ["watch rolling-example", "watch rolling-example --until step=2 --timeout 5m"],
    },
    load: () => import("../commands/watch.ts"),
    shapes: [
      clusterOptions,
      namespaceOptions,
      (command) =>
        command
          .option("--until <state>", "ended, succeeded, needs-you, paused or step=N", "ended")
          .option("--timeout <duration>", "give up watching after this time; the rollout goes on"),
      (command) => outputOption(command, "json"),
    ],
  },
  {
    text: {
      usage: "describe <name>",
      summary: "everything about one rollout",
      examples: ["describe rolling-example", "describe rolling-example --context west --events 50"],
    },
    load: () => import("../commands/describe.ts"),
    shapes: [
      clusterOptions,
      namespaceOptions,
      (command) => command.option("--events <n>", "how many events to show", "20"),
      (command) => outputOption(command, "json", "yaml", "jsonpath"),
    ],
  },
  {
    text: {
      usage: "plan [name]",
      summary: "resolved pods of every batch, before anything moves",
      examples: ["plan -f rollout.yaml --size 10", "plan rolling-example"],
    },
    load: () => import("../commands/plan.ts"),
    shapes: [
      clusterOptions,
      namespaceOptions,
      (command) =>
        command
          .option("-f, --filename <file>", "rollout to plan; - for standard input")
          .option("--size <n>", "plan for this many pods, without a cluster"),
      (command) => outputOption(command, "json"),
    ],
  },
];
