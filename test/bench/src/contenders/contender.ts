import type { KubeClient } from "@bellwether/core";
import { WatchedObjects } from "../cluster/watched-objects.ts";
import { imageOf, openBoard, RolledApplication, type WorkloadKind } from "./application.ts";
import { makeCloneSet, rollCloneSet } from "./raw-clone-set.ts";
import { makeDeployment, rollDeployments } from "./raw-deployments.ts";

export interface ContenderOptions {
  readonly kind: WorkloadKind;
  /** Pods, which are as many batches. */
  readonly size: number;
}

/** Something that rolls its pods to the next image, one pod a batch. */
export interface Contender extends Disposable {
  /** What comes before and is not measured: the next image is known. */
  prepare(): Promise<void>;
  /** Resolves when every pod of the next image is ready. */
  roll(): Promise<void>;
}

/** A person who orders the rollouts of the host that is at work on the cluster. */
export async function product(client: KubeClient, { kind, size }: ContenderOptions): Promise<Contender> {
  const board = await openBoard(client);
  const application = await RolledApplication.start(client, board, {
    name: `rolled-${kind.toLowerCase()}`,
    kind,
    size,
  });
  return {
    prepare: async () => application.newRevision(),
    roll: async () => application.rollOut(size),
    [Symbol.dispose]: () => board[Symbol.dispose](),
  };
}

/** A script that patches and watches, and keeps nothing. */
export async function rawScript(client: KubeClient, { kind, size }: ContenderOptions): Promise<Contender> {
  const watched = await WatchedObjects.open(client, kind);
  let version = 1;
  const roll = kind === "CloneSet" ? await cloneSet() : await deployments();
  return {
    prepare: async () => void (version += 1),
    roll,
    [Symbol.dispose]: () => watched[Symbol.dispose](),
  };

  async function cloneSet(): Promise<() => Promise<void>> {
    await makeCloneSet(client, watched, { name: "raw", size, image: imageOf(version) });
    return async () => rollCloneSet(client, watched, { name: "raw", size, image: imageOf(version) });
  }

  async function deployments(): Promise<() => Promise<void>> {
    const nameOf = (one: number): string => `raw-${one}`;
    await makeDeployment(client, watched, { name: nameOf(version), size, image: imageOf(version) });
    return async () =>
      rollDeployments(client, watched, {
        from: nameOf(version - 1),
        to: nameOf(version),
        size,
        image: imageOf(version),
      });
  }
}
