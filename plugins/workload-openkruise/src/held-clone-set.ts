import { heldAnnotation, heldNoteText, type WorkloadPair } from "@bellwether/core";
import type { CloneSet } from "./clone-set.ts";
import { updatePath, writeUpdate, type UpdateFields } from "./update-strategy.ts";

const resource = "clonesets.apps.kruise.io";

const unnoted = { metadata: { annotations: { [heldAnnotation]: null } } };

/** What the held annotation of a CloneSet says that a rollout leaves where it is. */
export function heldText(set: CloneSet, pair: WorkloadPair): string {
  return pair.source === undefined ? scaledText(set, pair) : rolledText(set, pair, pair.source.revision);
}

function scaledText({ replicas }: CloneSet, { target, owner }: WorkloadPair): string {
  const { namespace, name } = target.key;
  const scale = `kubectl -n ${namespace} scale ${resource} ${name} --replicas COUNT`;
  return heldNoteText(owner, {
    position: { [target.revision]: replicas },
    fields: { "spec.replicas": replicas },
    goOn: scale,
    goBack: scale,
    release: patchCommand(target.key, unnoted),
  });
}

function rolledText(set: CloneSet, { target, owner }: WorkloadPair, source: string): string {
  const { object, replicas, partition } = set;
  const { namespace, name } = target.key;
  const moving = (update: UpdateFields): string =>
    patchCommand(target.key, { ...unnoted, spec: { updateStrategy: writeUpdate(object.apiVersion, update) } });
  const all = moving({ paused: false, partition: 0 });
  return heldNoteText(owner, {
    position: { [target.revision]: replicas - partition, [source]: partition },
    fields: {
      [updatePath(object.apiVersion, "paused")]: true,
      [updatePath(object.apiVersion, "partition")]: partition,
    },
    goOn: all,
    goBack: `kubectl kruise -n ${namespace} rollout undo cloneset/${name} && ${all}`,
    release: moving({ paused: false }),
  });
}

function patchCommand({ namespace, name }: WorkloadPair["target"]["key"], body: object): string {
  return `kubectl -n ${namespace} patch ${resource} ${name} --type merge -p '${JSON.stringify(body)}'`;
}
