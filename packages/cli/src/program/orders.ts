import type { CommandDefinition } from "./command-definition.ts";
import { clusterOptions, namespaceOptions, outputOption, writeOptions } from "./shapes.ts";

export const orderCommands: readonly CommandDefinition[] = [
  {
    text: {
      usage: "pause <name>",
      summary: "start nothing new until it is resumed",
      examples: ["pause rolling-example", "pause rolling-example --context west"],
    },
    load: () => import("../commands/pause.ts"),
    shapes: [clusterOptions, namespaceOptions, writeOptions, (command) => outputOption(command, "json")],
  },
  {
    text: {
      usage: "resume <name>",
      summary: "go on after a pause",
      examples: ["resume rolling-example", "resume rolling-example --context west"],
    },
    load: () => import("../commands/resume.ts"),
    shapes: [clusterOptions, namespaceOptions, writeOptions, (command) => outputOption(command, "json")],
  },
  {
    text: {
      usage: "approve <name>",
      summary: "let a rollout that waits at its batchPartition do the next batch",
      examples: ["approve rolling-example --step 2", "approve rolling-example --context west"],
    },
    load: () => import("../commands/approve.ts"),
    shapes: [
      clusterOptions,
      namespaceOptions,
      writeOptions,
      (command) =>
        command.option("--step <n>", "the step that is done, counted from 1; refused when the rollout is elsewhere"),
      (command) => outputOption(command, "json"),
    ],
  },
];
