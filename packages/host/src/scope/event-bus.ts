import type { RolloutEvent } from "@bellwether/core";
import { EventEmitter } from "eventemitter3";

export type RolloutEventType = RolloutEvent["type"];
export type EventOf<T extends RolloutEventType> = Telling<RolloutEvent, T>;
type Telling<E, T> = E extends { readonly type: infer U } ? (T extends U ? E : never) : never;
export type EventListener<E extends RolloutEvent = RolloutEvent> = (event: E) => void | Promise<void>;

/** Tells what has happened. A listener that fails hurts neither the teller nor the other listeners. */
export interface EventBus {
  emit(event: RolloutEvent): void;
  on<T extends RolloutEventType>(type: T, listener: EventListener<EventOf<T>>): Disposable;
  onAny(listener: EventListener): Disposable;
  /** Resolves with the next event of a type, rejects with the signal's reason. */
  waitFor<T extends RolloutEventType>(type: T, signal: AbortSignal): Promise<EventOf<T>>;
}

export function createEventBus(onListenerError: (error: unknown) => void): EventBus {
  const emitter = new EventEmitter<{ told: [RolloutEvent] }>();

  function onAny(listener: EventListener): Disposable {
    const safely = (event: RolloutEvent): void => {
      try {
        Promise.resolve(listener(event)).catch(onListenerError);
      } catch (error) {
        onListenerError(error);
      }
    };
    emitter.on("told", safely);
    return { [Symbol.dispose]: () => void emitter.off("told", safely) };
  }

  function on<T extends RolloutEventType>(type: T, listener: EventListener<EventOf<T>>): Disposable {
    return onAny((event) => (event.type === type ? listener(event as EventOf<T>) : undefined));
  }

  function waitFor<T extends RolloutEventType>(type: T, signal: AbortSignal): Promise<EventOf<T>> {
    return new Promise((resolve, reject) => {
      const end = (): void => {
        subscription[Symbol.dispose]();
        signal.removeEventListener("abort", fail);
      };
      const fail = (): void => {
        end();
        reject(signal.reason as Error);
      };
      const subscription = on(type, (event) => {
        end();
        resolve(event);
      });
      if (signal.aborted) fail();
      else signal.addEventListener("abort", fail, { once: true });
    });
  }

  return { emit: (event) => void emitter.emit("told", event), on, onAny, waitFor };
}
