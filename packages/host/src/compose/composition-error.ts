import { type Refusal, RolloutError } from "@bellwether/core";

/** All faults of a composition at once; nothing was started. */
export class CompositionError extends RolloutError {
  override readonly name = "CompositionError";
  readonly faults: readonly Refusal[];

  constructor(faults: readonly Refusal[]) {
    const count = faults.length === 1 ? "1 fault" : `${faults.length} faults`;
    const lines = faults.map(({ message, code }, index) => `  ${index + 1} ${message} [${code}]`);
    super("COMPOSITION_INVALID", [`${count} in the composition, nothing was started`, ...lines].join("\n"), {
      remedy: faults.map(({ remedy }) => remedy).join("\n"),
    });
    this.faults = faults;
  }
}
