import { Command } from "commander";
import type { CommandDefinition, Streams } from "./command-definition.ts";
import { lookCommands } from "./look.ts";
import { operateCommands } from "./operate.ts";
import { orderCommands } from "./orders.ts";
import { terminalOptions } from "./shapes.ts";
import { tryItCommands } from "./try-it.ts";

const groups: readonly (readonly [title: string, commands: readonly CommandDefinition[]])[] = [
  ["Try it:", tryItCommands],
  ["Look:", lookCommands],
  ["Give orders:", orderCommands],
  ["Operate:", operateCommands],
];

const description =
  "Progressive delivery for Kubernetes: a few pods first, then a batch, then the rest, and back when the first ones stumble.";

const startHere = `
Start here:
  bellwether demo        a real rollout on embedded clusters; needs nothing
  bellwether dev         the same clusters for your own kubectl
`;

/** The command line. The exit code of the command that ran is told to `setExitCode`. */
export function createProgram(streams: Streams, setExitCode: (code: number) => void): Command {
  const program = new Command("bellwether")
    .description(description)
    .addHelpText("after", startHere)
    .configureOutput({ writeOut: (text) => streams.stdout.write(text), writeErr: () => undefined })
    .exitOverride()
    .showSuggestionAfterError()
    .helpCommand(false)
    .enablePositionalOptions();
  for (const [title, commands] of groups) {
    for (const definition of commands) addCommand(program, title, definition, streams, setExitCode);
  }
  return program;
}

function addCommand(
  program: Command,
  group: string,
  { text: { usage, summary, examples }, load, shapes }: CommandDefinition,
  streams: Streams,
  setExitCode: (code: number) => void,
): void {
  const command = program.command(usage).summary(summary).description(summary).helpGroup(group);
  const shownExamples = examples.map((example) => `bellwether ${example}`).join("\n       ");
  command.configureHelp({
    commandUsage: (shown) => `${shownExamples}\n\nSyntax: bellwether ${shown.name()} ${shown.usage()}`,
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
}
