import type { Clock } from "@bellwether/core";

/** Whether the work is done within `ms`; it goes on all the same. Rejects when it fails before. */
export function within(clock: Clock, ms: number, work: PromiseLike<unknown>): Promise<boolean> {
  const { promise, resolve, reject } = Promise.withResolvers<boolean>();
  const late = clock.after(ms, () => resolve(false));
  const end = async (): Promise<void> => {
    try {
      await work;
      resolve(true);
    } catch (error) {
      reject(error);
    } finally {
      late[Symbol.dispose]();
    }
  };
  void end();
  return promise;
}
