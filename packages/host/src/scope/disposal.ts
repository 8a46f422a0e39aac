export function isDisposable(instance: unknown): instance is AsyncDisposable | Disposable {
  const isObject = typeof instance === "object" && instance !== null;
  return isObject && (Symbol.asyncDispose in instance || Symbol.dispose in instance);
}

export async function disposeOf(instance: unknown): Promise<void> {
  await using stack = new AsyncDisposableStack();
  if (isDisposable(instance)) stack.use(instance);
}
