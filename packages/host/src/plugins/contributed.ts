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
    const desk = this.#desk;
    const call = { ...this.#call, method };
    const started = desk.clock.now();
    try {
      const answer = run(this.instance);
      check?.(call, answer);
      desk.onEnd(call, "answered", desk.clock.now() - started);
      return answer;
    } catch (error) {
      const failure = blamed(call, error);
      desk.onEnd(call, "failed", desk.clock.now() - started, failure);
      throw failure;
    }
  }
}

export function callsOf({ plugin, contribution }: Offer, cluster?: string): Omit<PluginCall, "method"> {
  const { point, key } = contribution;
  return { plugin: plugin.name, point, key, ...(cluster === undefined ? {} : { cluster }) };
}
