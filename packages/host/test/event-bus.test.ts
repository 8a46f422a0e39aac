import type { RolloutEvent } from "@bellwether/core";
import { expect, test } from "vitest";
import { createEventBus } from "../src/scope/event-bus.ts";
import { settled } from "./kit/virtual-clock.ts";

const engaged: RolloutEvent = { type: "clusterEngaged", cluster: "east", message: "engaged" };
const lost: RolloutEvent = { type: "clusterLost", cluster: "east", message: "lost" };

test("listeners that throw or reject hurt nobody else", async () => {
  const errors: string[] = [];
  const told: string[] = [];
  const bus = createEventBus((error) => errors.push((error as Error).message));
  bus.onAny(() => {
    throw new Error("throws");
  });
  bus.onAny(() => Promise.reject(new Error("rejects")));
  bus.onAny(({ type }) => void told.push(type));
  bus.emit(engaged);
  await settled();
  expect(told).toEqual(["clusterEngaged"]);
  expect(errors).toEqual(["throws", "rejects"]);
});

test("a listener hears its type until it is disposed", () => {
  const told: string[] = [];
  const bus = createEventBus(() => {});
  const subscription = bus.on("clusterLost", ({ message }) => void told.push(message));
  bus.emit(engaged);
  bus.emit(lost);
  subscription[Symbol.dispose]();
  bus.emit(lost);
  expect(told).toEqual(["lost"]);
});

test("waiting for an event ends with it, or with the signal", async () => {
  const bus = createEventBus(() => {});
  const stop = new AbortController();
  const first = bus.waitFor("clusterEngaged", stop.signal);
  bus.emit(engaged);
  expect((await first).cluster).toBe("east");
  const second = bus.waitFor("clusterEngaged", stop.signal);
  stop.abort(new Error("enough"));
  await expect(second).rejects.toThrow("enough");
});
