import { type Observer, observer } from "@bellwether/core";
import type { Contributed } from "../plugins/contributed.ts";
import type { Instances } from "../plugins/instances.ts";
import type { EventBus } from "../scope/event-bus.ts";
import type { MetricRegistry } from "./metric-registry.ts";

/** Events that wait for an observer that is slower than the rollouts. */
const queueLimit = 1000;

/** Tells every observer what happened, one event after the other, each at its own pace. */
export function notifyObservers(bus: EventBus, instances: Instances, registry: MetricRegistry): Disposable {
  const dropped = registry.counter("observer_dropped_total", "Events that an observer was too slow for.");
  const subscriptions = new DisposableStack();
  for (const contributed of instances.all(observer)) {
    subscriptions.use(notify(bus, contributed, () => dropped.add({ observer: contributed.key })));
  }
  return subscriptions;
}

function notify(bus: EventBus, observer: Contributed<Observer>, onDrop: () => void): Disposable {
  let waiting = 0;
  let last: Promise<void> = Promise.resolve();
  return bus.onAny((event) => {
    if (event.type === "pluginFailed" && event.contribution === `observer/${observer.key}`) return;
    if (waiting >= queueLimit) return onDrop();
    waiting += 1;
    last = last
      .then(() => observer.call("notify", (o) => o.notify(event)))
      .catch(onDrop)
      .finally(() => {
        waiting -= 1;
      });
  });
}
