/** Calls back on the first SIGINT or SIGTERM instead of ending the process; a second one ends it. */
export function interrupted(callback: () => void): Disposable {
  const signals = ["SIGINT", "SIGTERM"] as const;
  const listener = (): void => {
    for (const signal of signals) process.off(signal, listener);
    callback();
  };
  for (const signal of signals) process.on(signal, listener);
  return {
    [Symbol.dispose]: () => {
      for (const signal of signals) process.off(signal, listener);
    },
  };
}
