import { type Logger, type ResourceType, resourceName } from "@bellwether/core";
import { kubelet } from "../kubelet/kubelet.ts";
import type { KubeletOptions } from "../kubelet/options.ts";
import { cloneSetController } from "./cloneset/clone-set-controller.ts";
import type { CloneSetGates } from "./cloneset/snapshot.ts";
import { contentTypes, type OfferedType } from "./content-types.ts";
import { customTypes, type ServedVersions } from "./custom-types.ts";
import { deploymentController } from "./deployment/deployment-controller.ts";
import { endpointSliceController } from "./endpointslice/endpoint-slice-controller.ts";
import { garbageCollector } from "./garbage-collector/garbage-collector.ts";
import { namespaceController } from "./namespace/namespace-controller.ts";
import { replicaSetController } from "./replicaset/replica-set-controller.ts";
import { ControllerRun } from "./runtime/controller-run.ts";
import type { Controller, ControllerContext, Watch } from "./runtime/controller.ts";
import { scheduler } from "./scheduler/scheduler.ts";

export type ControllerName =
  | "replicaset"
  | "deployment"
  | "cloneset"
  | "endpointslice"
  | "garbage-collector"
  | "namespace"
  | "scheduler"
  | "kubelet";

export interface ControllerOptions {
  /** Which run; all when absent. A real cluster has its own and needs `["cloneset"]` only. */
  readonly controllers?: readonly ControllerName[];
  /**
   * Types whose objects go with their owners and namespaces, such as all that the server serves. Custom types are found
   * by themselves.
   */
  readonly types?: readonly OfferedType[];
  readonly cloneSetGates?: CloneSetGates;
  /** Whether each namespace gets a service account `default`; false when absent. */
  readonly serviceAccounts?: boolean;
  readonly kubelet?: KubeletOptions;
  readonly log?: Logger;
}

interface WatchesTypes extends Controller {
  watch(type: ResourceType): Watch;
}

export interface RunningControllers extends AsyncDisposable {
  /** Nobody has anything to do before the next change or alarm. */
  readonly idle: boolean;
  /** Resolves once that is so. */
  settled(): Promise<void>;
}

/** Starts the controllers of one cluster as clients of it. Disposing ends them after what is in flight. */
export function startControllers(context: ControllerContext, options: ControllerOptions = {}): RunningControllers {
  const { controllers, log } = options;
  const types = contentTypes(options.types ?? []);
  const names = new Set(types.map(resourceName));
  const runs: ControllerRun[] = [];
  const wanted = (name: ControllerName): boolean => controllers?.includes(name) ?? true;
  const run = (controller: Controller): ControllerRun => {
    const started = new ControllerRun(controller, context.clock, log);
    runs.push(started);
    return started;
  };

  if (wanted("kubelet")) run(kubelet(context, options.kubelet));
  if (wanted("scheduler")) run(scheduler(context));
  if (wanted("replicaset")) run(replicaSetController(context));
  if (wanted("deployment")) run(deploymentController(context));
  if (wanted("endpointslice")) run(endpointSliceController(context));
  const found: ((versions: ServedVersions) => void)[] = [];
  if (wanted("cloneset")) found.push(startCloneSets);
  if (wanted("garbage-collector")) runOverAll(garbageCollector(context, types), () => true);
  if (wanted("namespace")) {
    const namespaced = types.filter((type) => type.namespaced);
    runOverAll(namespaceController(context, namespaced, options.serviceAccounts ?? false), (type) => type.namespaced);
  }
  if (found.length > 0) run(customTypes(context, (versions) => found.forEach((tell) => tell(versions))));

  return {
    get idle() {
      return runs.every((one) => one.idle);
    },
    async settled() {
      do {
        for (const one of runs) await one.settled();
      } while (!this.idle);
    },
    async [Symbol.asyncDispose]() {
      await Promise.all(runs.map((one) => one[Symbol.asyncDispose]()));
    },
  };

  function runOverAll(controller: WatchesTypes, concerns: (type: ResourceType) => boolean): void {
    const started = run(controller);
    found.push(([type]) => {
      if (concerns(type) && !names.has(resourceName(type))) started.add(controller.watch(type));
    });
  }

  function startCloneSets(versions: ServedVersions): void {
    if (versions[0].group !== "apps.kruise.io" || versions[0].kind !== "CloneSet") return;
    const type = versions.find(({ version }) => version === "v1alpha1") ?? versions[0];
    run(cloneSetController(context, type, options.cloneSetGates));
  }
}
