import {
  apiVersionOf,
  type Clock,
  type KubeClient,
  type KubeViews,
  type ObjectView,
  type ResourceType,
  resourceName,
  type ViewScope,
} from "@bellwether/core";
import { CachedView, type CachedViewOptions } from "./cached-view.ts";
import type { OwnWrites } from "./own-writes.ts";
import { defaultProjection, type Projection } from "./projection.ts";
import { Reflector } from "./reflector.ts";
import { defaultTiming, type ReflectorTiming } from "./reflector-timing.ts";

export interface ViewsOptions {
  /** Own writes that no view may hide; see `recordingClient`. */
  readonly ownWrites?: OwnWrites;
  /** What a cache keeps of the objects of a type. Default: pods shrunk to what rollouts read, the rest without managedFields. */
  readonly projection?: (type: ResourceType) => Projection;
  readonly timing?: Partial<ReflectorTiming>;
  /** In [0, 1); for jitter. */
  readonly random?: () => number;
  /** Told when a listener throws. Default: the error is thrown from a microtask of its own. */
  readonly onListenerError?: CachedViewOptions["onListenerError"];
}

/** Views over any client: a watch starts when its view is first asked for, and runs until disposal. */
export function createViews(client: KubeClient, clock: Clock, options: ViewsOptions = {}): KubeViews & AsyncDisposable {
  const views = new Map<string, ObjectView>();
  const reflectors: Reflector[] = [];
  const running: Promise<void>[] = [];
  const stop = new AbortController();
  const { ownWrites, projection = defaultProjection, random = Math.random } = options;
  const onListenerError = options.onListenerError ?? throwLater;
  const timing = { ...defaultTiming, ...options.timing };

  const open = (type: ResourceType, scope: ViewScope): ObjectView => {
    const view = new CachedView({ type, scope, project: projection(type), onListenerError });
    ownWrites?.fence(type, view.fence);
    const notBefore = ownWrites?.latest(type);
    const reflector = new Reflector({ client, clock, type, scope, random, timing, notBefore }, view);
    reflectors.push(reflector);
    running.push(reflector.run(stop.signal));
    return view;
  };

  return {
    of(type, scope = {}) {
      const id = [resourceName(type), apiVersionOf(type), scope.namespace ?? "*", scope.labelSelector ?? ""].join(" ");
      const view = views.get(id) ?? open(type, scope);
      views.set(id, view);
      return view;
    },
    async relist() {
      await Promise.all(reflectors.map((reflector) => reflector.relist()));
    },
    async [Symbol.asyncDispose]() {
      stop.abort(new Error("the views were closed"));
      await Promise.all(running);
    },
  };
}

function throwLater(error: unknown): void {
  queueMicrotask(() => {
    throw error;
  });
}
