import type { ApiError } from "@bellwether/core";

/** Turns pushed events into an async iteration: buffered while nobody asks, ended by `close` or `fail`. */
export class EventStream<T> implements AsyncIterableIterator<T> {
  readonly #events: T[] = [];
  #waiting: { resolve(result: IteratorResult<T>): void; reject(error: ApiError): void } | undefined;
  #failure: ApiError | undefined;
  #closed = false;

  push(event: T): void {
    if (this.#closed) return;
    if (this.#waiting === undefined) this.#events.push(event);
    else this.#take()?.resolve({ done: false, value: event });
  }

  fail(error: ApiError): void {
    if (this.#waiting === undefined) this.#failure = error;
    else this.#take()?.reject(error);
    this.close();
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#take()?.resolve({ done: true, value: undefined });
  }

  next(): Promise<IteratorResult<T>> {
    const event = this.#events.shift();
    if (event !== undefined) return Promise.resolve({ done: false, value: event });
    if (this.#failure !== undefined) {
      const failure = this.#failure;
      this.#failure = undefined;
      return Promise.reject(failure);
    }
    if (this.#closed) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
    });
  }

  return(): Promise<IteratorResult<T>> {
    this.#events.length = 0;
    this.close();
    return Promise.resolve({ done: true, value: undefined });
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  #take(): { resolve(result: IteratorResult<T>): void; reject(error: ApiError): void } | undefined {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    return waiting;
  }
}
