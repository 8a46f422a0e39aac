import { catalogue, machineStates, toMermaid, transitions, waitingFor } from "@bellwether/core";

/** Pages of docs/ that are made from the sources, by file name. */
export function generatedDocs(): ReadonlyMap<string, string> {
  return new Map([
    ["state-machine.md", stateMachinePage()],
    ["errors.md", errorPage()],
  ]);
}

const note = "<!-- Made from the sources by `npm run docs`; edits are lost. -->\n";

function stateMachinePage(): string {
  const rows = transitions.map(({ from, when, to, event, outcome }) => {
    const states = from.length > 6 ? `${from.length} states` : from.map((state) => `\`${state}\``).join(", ");
    return `| ${states} | ${when.join(", ")} | \`${to}\` | ${event ?? ""} | ${outcome ?? ""} |`;
  });
  return `${note}# The state machine

A rollout is in one of ${machineStates.length} states. A pass follows the first row that matches, and further rows until one waits or
something has to be written. \`rollingState\` and \`batchRollingState\` in a status are the first two parts of a state's name.

\`\`\`mermaid
${toMermaid()}\`\`\`

## Rows, in the order in which they are looked at

| from | when all hold | to | event of the seed | outcome |
|---|---|---|---|---|
${rows.join("\n")}

## What a rollout waits for

| guard | ended by |
|---|---|
${Object.entries(waitingFor)
  .map(([guard, by]) => `| ${guard} | ${by} |`)
  .join("\n")}
`;
}

function errorPage(): string {
  const entries = Object.entries(catalogue).map(
    ([code, { text, why, fix, exitCode }]) =>
      `## ${code}\n\n${text}\n\n- Why: ${why}\n- Fix: ${fix}\n- Exit code of a command that ends with it: ${exitCode}\n`,
  );
  return `${note}# Errors\n\nCodes are permanent; texts may be reworded. \`bellwether explain CODE\` prints the same.\n\n${entries.join("\n")}`;
}
