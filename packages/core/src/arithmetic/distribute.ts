/** Deals `amount` pods to batches one by one, from the last batch to the first, cyclically. */
export function distribute(amount: number, batches: number): readonly number[] {
  const share = Math.floor(amount / batches);
  const extra = amount % batches;
  return Array.from({ length: batches }, (_, index) => share + (index >= batches - extra ? 1 : 0));
}
