import type { KubeObject, ObjectView } from "@bellwether/core";
import type { Dispatcher } from "../dispatch/ownership.ts";
import type { Application } from "../kinds/application.ts";

/** A rollout acts for the live Application of its target. */
export function dispatcherOf(rollout: KubeObject, target: Application, applications: ObjectView): Dispatcher {
  const namespace = rollout.metadata.namespace ?? "";
  const application = target.metadata.name ?? "";
  const applicationUid = applications.get({ namespace, name: application })?.metadata.uid;
  return {
    namespace,
    application,
    ...(applicationUid === undefined ? {} : { applicationUid }),
    rolloutUid: rollout.metadata.uid ?? "",
  };
}
