import { StaleRead, type ObjectView } from "@bellwether/core";

/**
 * Reads many objects of a view in which others of our writes are always on their way: waits for each of them instead of
 * giving up. A read of one object need not wait, its own change wakes its reader.
 */
export async function readFresh<T>(view: ObjectView, read: () => T, signal: AbortSignal): Promise<T> {
  for (;;) {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof StaleRead)) throw error;
    }
    await nextChange(view, signal);
  }
}

async function nextChange(view: ObjectView, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const abort = (): void => reject(signal.reason as Error);
  signal.addEventListener("abort", abort, { once: true });
  using _subscription = view.subscribe(() => resolve());
  try {
    await promise;
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
