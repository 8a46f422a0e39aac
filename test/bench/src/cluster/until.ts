/** Looks again and again until the predicate holds; throws when it does not within the limit. */
export async function until(predicate: () => boolean, limitMs: number = 60_000): Promise<void> {
  const end = performance.now() + limitMs;
  while (!predicate()) {
    if (performance.now() > end) throw new Error(`it did not come true within ${limitMs} ms: ${String(predicate)}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}
