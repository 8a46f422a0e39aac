import { Command, Option } from "commander";
import type { OutputStream } from "./terminal/terminal.ts";

export interface Streams {
  readonly stdout: OutputStream;
  readonly stderr: OutputStream;
  readonly env: Readonly<Record<string, string | undefined>>;
}

type Run = (
  streams: Streams,
  args: readonly string[],
  options: Readonly<Record<string, unknown>>,
  /** Options that the command line gives, apart from defaults. */
  given: ReadonlySet<string>,
) => Promise<number>;

interface CommandText {
  readonly usage: string;
  readonly summary: string;
  readonly examples: readonly [string, string];
  readonly group: string;
}

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

function terminalOptions(command: Command): Command {
  return command
    .addOption(
      new Option("--color <when>", "colours: auto, always or never")
        .choices(["auto", "always", "never"])
        .default("auto"),
    )
    .option("--ascii", "draw with 7-bit characters only")
    .option("-v, --verbose", "print stacks and causes");
}

function clusterOptions(command: Command): Command {
  return command
    .option("--kubeconfig <file>", "kubeconfig to use instead of KUBECONFIG or ~/.kube/config")
    .option("--context <name>", "context to ask; may be repeated and may hold *", collect)
    .option("--all-contexts", "ask every context of the kubeconfig")
    .option("--request-timeout <duration>", "how long one cluster may take to answer", "5s");
}

function namespaceOptions(command: Command): Command {
  return command
    .option("-n, --namespace <name>", "namespace; default is the context's")
    .option("-A, --all-namespaces", "all namespaces");
}

function outputOption(command: Command, ...formats: readonly string[]): Command {
  return command.addOption(new Option("-o, --output <format>", `print as ${formats.join(" or ")}`).choices(formats));
}

/** The command line: what each command is called and takes. What it does is loaded when it runs. */
export function createProgram(streams: Streams, setExitCode: (code: number) => void): Command {
  const program = new Command("bellwether")
    .description(
      "Progressive delivery for Kubernetes: a few pods first, then a batch, then the rest, and back when the first ones stumble.",
    )
    .configureOutput({ writeOut: (text) => streams.stdout.write(text), writeErr: () => undefined })
    .exitOverride()
    .showSuggestionAfterError()
    .helpCommand(false)
    .enablePositionalOptions();
  program.addHelpText(
    "after",
    "\nStart here:\n  bellwether demo        a real rollout on embedded clusters; needs nothing\n  bellwether dev         the same clusters for your own kubectl\n",
  );

  const add = (
    text: CommandText,
    load: () => Promise<{ readonly run: Run }>,
    ...shapes: readonly ((command: Command) => Command)[]
  ): void => {
    const command = program.command(text.usage).summary(text.summary).description(text.summary).helpGroup(text.group);
    command.configureHelp({
      commandUsage: (shown) =>
        `${text.examples.map((example) => `bellwether ${example}`).join("\n       ")}\n\nSyntax: bellwether ${shown.name()} ${shown.usage()}`,
    });
    for (const shape of [...shapes, terminalOptions]) shape(command);
    command.action(async (...received: readonly unknown[]) => {
      const args = received
        .slice(0, -2)
        .flat()
        .filter((arg) => typeof arg === "string");
      const options = received.at(-2) as Readonly<Record<string, unknown>>;
      const given = new Set(Object.keys(options).filter((name) => command.getOptionValueSource(name) === "cli"));
      const { run } = await load();
      setExitCode(await run(streams, args, options, given));
    });
  };

  const tryOut = "Try it:";
  const look = "Look:";
  const order = "Give orders:";
  const operate = "Operate:";

  add(
    {
      usage: "demo",
      summary: "run the rollout walk-through on embedded clusters",
      examples: ["demo", "demo --clusters 3 --speed 4"],
      group: tryOut,
    },
    () => import("./commands/demo.ts"),
    (command) =>
      command
        .option("--clusters <n>", "how many clusters", "2")
        .option("--speed <x>", "how much faster pods start", "1"),
    (command) => outputOption(command, "json"),
  );
  add(
    {
      usage: "dev",
      summary: "embedded clusters and a host in one process, for your own kubectl",
      examples: ["dev --write-kubeconfig dev.kubeconfig", "dev --clusters 1 --no-host"],
      group: tryOut,
    },
    () => import("./commands/dev.ts"),
    (command) =>
      command
        .option("--clusters <n>", "how many clusters", "2")
        .option("--write-kubeconfig <file>", "write a kubeconfig with one context per cluster")
        .option("--no-host", "clusters only, without the rollout host")
        .option("--speed <x>", "how much faster pods start", "1"),
    (command) => outputOption(command, "json"),
  );
  add(
    {
      usage: "get [name...]",
      summary: "list rollouts",
      examples: ["get -A --all-contexts", "get rolling-example -o json"],
      group: look,
    },
    () => import("./commands/get.ts"),
    clusterOptions,
    namespaceOptions,
    (command) =>
      command
        .option("--attention", "only rollouts that failed, need a person, or are unknown")
        .option("--state <state>", "only rollouts in this state")
        .option("--strategy <strategy>", "only rollouts of this strategy")
        .option("-l, --selector <selector>", "only rollouts with these labels")
        .option("--no-headers", "without the header line"),
    (command) => outputOption(command, "json", "yaml", "name", "wide"),
  );
  add(
    {
      usage: "watch [name...]",
      summary: "follow rollouts until they end",
      examples: ["watch rolling-example", "watch rolling-example --until step=2 --timeout 5m"],
      group: look,
    },
    () => import("./commands/watch.ts"),
    clusterOptions,
    namespaceOptions,
    (command) =>
      command
        .option("--until <state>", "ended, succeeded, needs-you, paused or step=N", "ended")
        .option("--timeout <duration>", "give up watching after this time; the rollout goes on"),
    (command) => outputOption(command, "json"),
  );
  add(
    {
      usage: "describe <name>",
      summary: "everything about one rollout",
      examples: ["describe rolling-example", "describe rolling-example --context west --events 50"],
      group: look,
    },
    () => import("./commands/describe.ts"),
    clusterOptions,
    namespaceOptions,
    (command) => command.option("--events <n>", "how many events to show", "20"),
    (command) => outputOption(command, "json", "yaml"),
  );
  add(
    {
      usage: "plan [name]",
      summary: "resolved pods of every batch, before anything moves",
      examples: ["plan -f rollout.yaml --size 10", "plan rolling-example"],
      group: look,
    },
    () => import("./commands/plan.ts"),
    clusterOptions,
    namespaceOptions,
    (command) =>
      command
        .option("-f, --filename <file>", "rollout to plan; - for standard input")
        .option("--size <n>", "plan for this many pods, without a cluster"),
    (command) => outputOption(command, "json"),
  );
  const orderOptions = (command: Command): Command => command.option("--dry-run", "print what would be sent");
  add(
    {
      usage: "pause <name>",
      summary: "start nothing new until it is resumed",
      examples: ["pause rolling-example", "pause rolling-example --context west"],
      group: order,
    },
    () => import("./commands/pause.ts"),
    clusterOptions,
    namespaceOptions,
    orderOptions,
    (command) => outputOption(command, "json"),
  );
  add(
    {
      usage: "resume <name>",
      summary: "go on after a pause",
      examples: ["resume rolling-example", "resume rolling-example --context west"],
      group: order,
    },
    () => import("./commands/resume.ts"),
    clusterOptions,
    namespaceOptions,
    orderOptions,
    (command) => outputOption(command, "json"),
  );
  add(
    {
      usage: "approve <name>",
      summary: "let a rollout that waits at its batchPartition do the next batch",
      examples: ["approve rolling-example --step 2", "approve rolling-example --context west"],
      group: order,
    },
    () => import("./commands/approve.ts"),
    clusterOptions,
    namespaceOptions,
    orderOptions,
    (command) =>
      command.option("--step <n>", "the step that is done, counted from 1; refused when the rollout is elsewhere"),
    (command) => outputOption(command, "json"),
  );
  add(
    {
      usage: "run",
      summary: "the daemon: rolls out on every chosen cluster",
      examples: ["run --context east --context west", "run --config bellwether.yaml"],
      group: operate,
    },
    () => import("./commands/run.ts"),
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
          new Option("--log-format <format>", "text or json; default is text on a terminal").choices(["text", "json"]),
        )
        .addOption(
          new Option("--log-level <level>", "least level to print")
            .choices(["debug", "info", "warn", "error"])
            .default("info"),
        ),
  );
  add(
    {
      usage: "crds",
      summary: "print or install the CustomResourceDefinitions",
      examples: ["crds | kubectl apply --server-side -f -", "crds --install --context west"],
      group: operate,
    },
    () => import("./commands/crds.ts"),
    clusterOptions,
    (command) =>
      command
        .option("--install", "apply them to the chosen clusters")
        .option("--openkruise", "also the OpenKruise kinds that embedded clusters serve")
        .option("--dry-run", "with --install: let the API server judge without writing"),
    (command) => outputOption(command, "json", "yaml"),
  );
  add(
    {
      usage: "plugins [name]",
      summary: "what is loaded: contributions, needs and capabilities",
      examples: ["plugins", "plugins @bellwether/oam"],
      group: operate,
    },
    () => import("./commands/plugins.ts"),
    (command) => outputOption(command, "json"),
  );
  add(
    {
      usage: "clusters",
      summary: "how clusters are reached, and who leads there",
      examples: ["clusters", "clusters --all-contexts -o json"],
      group: operate,
    },
    () => import("./commands/clusters.ts"),
    clusterOptions,
    (command) => outputOption(command, "json"),
  );
  add(
    {
      usage: "explain [code]",
      summary: "what an error code or a guard means, and what to do",
      examples: ["explain PLAN_BATCHES_EXCEED_SIZE", "explain BatchPodsReady"],
      group: operate,
    },
    () => import("./commands/explain.ts"),
    (command) => outputOption(command, "json"),
  );
  add(
    {
      usage: "version",
      summary: "versions of this program and its runtime",
      examples: ["version", "version -o json"],
      group: operate,
    },
    () => import("./commands/version.ts"),
    (command) => outputOption(command, "json"),
  );
  return program;
}
