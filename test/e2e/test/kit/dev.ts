import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { linkContext, loadKubeconfig } from "@bellwether/kubernetes";
import { type Command, start } from "./command.ts";
import { Person } from "./person.ts";
import { realClock } from "./real-clock.ts";

/** `bellwether dev` at work. Disposal kills it. */
export interface Dev extends AsyncDisposable {
  readonly command: Command;
  /** Path of the kubeconfig that it wrote. */
  readonly kubeconfig: string;
  person(context: string): Promise<Person>;
}

export async function startDev(...options: readonly string[]): Promise<Dev> {
  await using owned = new AsyncDisposableStack();
  const folder = owned.adopt(await mkdtemp(join(tmpdir(), "bellwether-dev-")), (path) => rm(path, { recursive: true }));
  const kubeconfig = join(folder, "dev.kubeconfig");
  const command = owned.use(start(["dev", "--write-kubeconfig", kubeconfig, ...options]));
  await command.says("ready\n");
  const kept = owned.move();
  return {
    command,
    kubeconfig,
    person: async (context) =>
      new Person(await linkContext({ kubeconfig: await loadKubeconfig([kubeconfig]), context, clock: realClock })),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  };
}
