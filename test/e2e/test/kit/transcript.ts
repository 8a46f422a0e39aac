import type { Kubectl } from "@bellwether/testing";
import { repository } from "./command.ts";

/** What a person types and sees. */
export class Transcript {
  text = "";
  readonly #kubectl: Kubectl;

  constructor(kubectl: Kubectl) {
    this.#kubectl = kubectl;
  }

  /** Runs `kubectl COMMAND`, which must succeed. Arguments are split at spaces; paths are the repository's. */
  async type(command: string): Promise<string> {
    const output = await this.#kubectl.ok(command.replaceAll("examples/", `${repository}examples/`));
    this.text += `$ kubectl ${command}\n${output}`;
    return output;
  }
}
