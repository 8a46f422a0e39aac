export function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

/** The same stream, which ends with the signal whether it listens to it or not. */
export async function* untilAborted<T>(stream: AsyncIterable<T>, signal: AbortSignal): AsyncGenerator<T> {
  const iterator = stream[Symbol.asyncIterator]();
  const end = aborted(signal).then(() => undefined);
  for (;;) {
    const next = await Promise.race([iterator.next(), end]);
    if (next === undefined || next.done === true) break;
    yield next.value;
  }
  void iterator.return?.();
}
