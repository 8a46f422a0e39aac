import { StaleRead, type ObjectChange, type ObjectView } from "@bellwether/core";
import { expect, test } from "vitest";
import { readFresh } from "../src/dispatch/read-fresh.ts";
import { services } from "./bench.ts";

/** A view that is behind until its second change. */
class LateView implements ObjectView {
  readonly type = services;
  readonly hasSynced = true;
  readonly trouble = undefined;
  listeners: ((change: ObjectChange) => void)[] = [];
  changes = 0;

  synced(): Promise<void> {
    return Promise.resolve();
  }
  get(): undefined {
    return undefined;
  }
  list(): readonly [] {
    if (this.changes < 2) throw new StaleRead("behind");
    return [];
  }
  owned(): readonly [] {
    return [];
  }
  subscribe(listener: (change: ObjectChange) => void): Disposable {
    this.listeners.push(listener);
    return { [Symbol.dispose]: () => void (this.listeners = this.listeners.filter((one) => one !== listener)) };
  }
  change(): void {
    this.changes++;
    const object = { apiVersion: "v1", kind: "Service", metadata: {} };
    this.listeners.forEach((listener) => listener({ type: "modified", object }));
  }
}

test("a read of many waits for our own writes, change by change", async () => {
  const view = new LateView();
  const read = readFresh(view, () => view.list(), new AbortController().signal);
  view.change();
  await Promise.resolve();
  await Promise.resolve();
  view.change();
  expect(await read).toEqual([]);
  expect(view.listeners).toEqual([]);
});

test("the wait ends with its signal, other failures at once", async () => {
  const view = new LateView();
  const stop = new AbortController();
  const read = readFresh(view, () => view.list(), stop.signal);
  stop.abort(new Error("enough"));
  await expect(read).rejects.toThrow("enough");
  expect(view.listeners).toEqual([]);
  const broken = (): never => {
    throw new RangeError("broken");
  };
  await expect(readFresh(view, broken, new AbortController().signal)).rejects.toThrow("broken");
});
