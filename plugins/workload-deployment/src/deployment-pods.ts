import {
  controllerOf,
  keyOf,
  podType,
  type KubeObject,
  type KubeViews,
  type ObjectKey,
  type ObjectView,
} from "@bellwether/core";
import { replicaSetType } from "./deployment.ts";

/** The pods of Deployments, found over their ReplicaSets. */
export class DeploymentPods {
  readonly #replicaSets: ObjectView;
  readonly #pods: ObjectView;

  constructor(views: KubeViews) {
    this.#replicaSets = views.of(replicaSetType);
    this.#pods = views.of(podType);
  }

  /** As far as the views know them already. */
  of(deploymentUid: string): readonly KubeObject[] {
    if (!this.#replicaSets.hasSynced || !this.#pods.hasSynced) return [];
    return this.#replicaSets
      .owned(deploymentUid)
      .flatMap(({ metadata: { uid } }) => (uid === undefined ? [] : this.#pods.owned(uid)));
  }

  /** Told the Deployment of every pod that changes. */
  subscribe(listener: (deployment: ObjectKey) => void): Disposable {
    return this.#pods.subscribe(({ object }) => {
      const replicaSet = this.#ownerIn(this.#replicaSets, object);
      const deployment = replicaSet === undefined ? undefined : controllerOf(replicaSet);
      if (deployment?.kind === "Deployment")
        listener({ namespace: object.metadata.namespace ?? "", name: deployment.name });
    });
  }

  #ownerIn(view: ObjectView, object: KubeObject): KubeObject | undefined {
    const owner = controllerOf(object);
    if (owner?.kind !== view.type.kind) return undefined;
    return view.get({ ...keyOf(object), name: owner.name });
  }
}
