/** How the person who reads this can call the program again: as they did. */
export function commandName(env: Readonly<Record<string, string | undefined>>): string {
  const script = env["npm_lifecycle_event"];
  if (script === "bellwether" || script === "demo") return "npm run -s bellwether --";
  return env["npm_command"] === "exec" ? "npx bellwether" : "bellwether";
}
