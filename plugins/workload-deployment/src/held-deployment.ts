import { heldAnnotation, heldNoteText, type WorkloadPair } from "@bellwether/core";
import type { Deployment } from "./deployment.ts";
import type { DeploymentPair } from "./deployment-pair.ts";

/** What the held annotation of a Deployment says that a rollout leaves where it is. */
export function heldText(
  { target, source, owner }: WorkloadPair,
  found: DeploymentPair,
  { object, replicas }: Deployment,
): string {
  const kubectl = `kubectl -n ${target.key.namespace}`;
  const scale = (name: string, count: number | string): string =>
    `${kubectl} scale deployment ${name} --replicas ${count}`;
  const release = `${kubectl} annotate deployment ${object.metadata.name ?? ""} ${heldAnnotation}-`;
  const fields = { "spec.replicas": replicas };
  const targetPods = found.target?.replicas ?? 0;
  if (source === undefined) {
    const command = scale(target.key.name, "COUNT");
    return heldNoteText(owner, {
      position: { [target.revision]: targetPods },
      fields,
      goOn: command,
      goBack: command,
      release,
    });
  }
  const sourcePods = found.source?.replicas ?? 0;
  const move = (to: string, from: string): string =>
    `${scale(to, targetPods + sourcePods)} && ${kubectl} rollout status deployment ${to} && ${scale(from, 0)}`;
  return heldNoteText(owner, {
    position: { [target.revision]: targetPods, [source.revision]: sourcePods },
    fields,
    goOn: move(target.key.name, source.key.name),
    goBack: move(source.key.name, target.key.name),
    release,
  });
}
