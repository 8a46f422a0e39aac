import { ApiUnreachable, type Clock } from "@bellwether/core";
import { Patience, unlessAborted } from "../time/patience.ts";
import type { Access, Credentials } from "../transport/access.ts";
import { type SelectedContext, selectContext } from "./contexts.ts";
import type { Kubeconfig } from "./kubeconfig.ts";
import { loadKubeconfig } from "./load-kubeconfig.ts";
import { signIn } from "./sign-in.ts";

const freshMs = 10_000;
const reloadAfterMs = 5_000;
const signInMs = 60_000;

/** The access of one context: evaluated every ten seconds, and from the files again when the API server refuses it. */
export class ContextCredentials implements Credentials {
  readonly #name: string;
  readonly #clock: Clock;
  #config: Kubeconfig;
  #signedIn: Promise<() => Promise<Access>> | undefined;
  #isReloading = false;
  #reloadedAt = Number.NEGATIVE_INFINITY;
  #access: Promise<Access> | undefined;
  #accessAt = 0;

  constructor(config: Kubeconfig, context: SelectedContext, clock: Clock) {
    this.#config = config;
    this.#name = context.name;
    this.#clock = clock;
  }

  access(): Promise<Access> {
    if (this.#access === undefined || this.#clock.now() - this.#accessAt > freshMs) {
      this.#accessAt = this.#clock.now();
      const access = this.#evaluate();
      this.#access = access;
      access.catch(() => {
        if (this.#access === access) this.#access = undefined;
      });
    }
    return this.#access;
  }

  reload(): void {
    if (this.#clock.now() - this.#reloadedAt < reloadAfterMs) return;
    this.#reloadedAt = this.#clock.now();
    this.#signedIn = undefined;
    this.#access = undefined;
  }

  async #evaluate(): Promise<Access> {
    using patience = new Patience(this.#clock, signInMs, () => new Error(`no answer within ${signInMs / 1000} s`));
    try {
      this.#signedIn ??= this.#signIn();
      const evaluate = await unlessAborted(this.#signedIn, patience.signal);
      return await unlessAborted(evaluate(), patience.signal);
    } catch (cause) {
      this.#signedIn = undefined;
      const [reason = ""] = (cause as Error).message.trim().split("\n", 1);
      throw new ApiUnreachable(`the credentials of context "${this.#name}" failed: ${reason}`, { cause });
    }
  }

  async #signIn(): Promise<() => Promise<Access>> {
    const { files } = this.#config;
    if (this.#isReloading && files.length > 0) this.#config = await loadKubeconfig(files);
    this.#isReloading = true;
    return signIn(selectContext(this.#config, this.#name));
  }
}
