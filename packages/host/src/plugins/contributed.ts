import { type Offer } from "../compose/offers.ts";
import { blamed } from "./blamed.ts";
import { type CallDesk, callPlugin } from "./call-plugin.ts";
import type { PluginCall } from "./plugin-call.ts";

/** A contribution that was created, reached by named calls only. */
export class Contributed<T> {
  readonly instance: T;
  readonly key: string;
  readonly #desk: CallDesk;
  readonly #call: Omit<PluginCall, "method">;

  constructor(desk: CallDesk, offer: Offer, instance: T, cluster?: string) {
    this.instance = instance;
    this.key = offer.contribution.key;
    this.#desk = desk;
    this.#call = callsOf(offer, cluster);
  }

  /** An answer that `check` refuses by throwing counts as a failure of the call. */
  call<R>(
    method: string,
    run: (instance: T, signal: AbortSignal) => R | Promise<R>,
    within?: AbortSignal,
    check?: (call: PluginCall, answer: R) => void,
  ): Promise<R> {
    const call = { ...this.#call, method };
    const asked = async (signal: AbortSignal): Promise<R> => {
      const answer = await run(this.instance, signal);
      check?.(call, answer);
      return answer;
    };
    return callPlugin(this.#desk, call, asked, within);
  }

  /** For methods that answer at once; failures are blamed alike. */
  callNow<R>(method: string, run: (instance: T) => R, check?: (call: PluginCall, answer: R) => void): R {
    const { clock, onEnd } = this.#desk;
    const call = { ...this.#call, method };
    const started = clock.now();
    try {
      const answer = run(this.instance);
      check?.(call, answer);
      onEnd(call, "answered", clock.now() - started);
      return answer;
    } catch (error) {
      const failure = blamed(call, error);
      onEnd(call, "failed", clock.now() - started, failure);
      throw failure;
    }
  }
}

export function callsOf({ plugin, contribution }: Offer, cluster?: string): Omit<PluginCall, "method"> {
  const { point, key } = contribution;
  return { plugin: plugin.name, point, key, ...(cluster === undefined ? {} : { cluster }) };
}
