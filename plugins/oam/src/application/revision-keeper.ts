import { controllerOf, isNotFound, keyOf, type KubeClient, type KubeObject, type ObjectView } from "@bellwether/core";
import { readFresh } from "../dispatch/read-fresh.ts";
import type { Application } from "../kinds/application.ts";
import { asApplicationRevision, parseRevisionName, type ApplicationRevision } from "../kinds/application-revision.ts";
import { manifestManager } from "../kinds/keys.ts";
import { applicationRevisions } from "../kinds/resource-types.ts";
import type { RevisionRenders } from "../render/revision-renders.ts";
import { findDefinitions } from "../revisions/find-definitions.ts";
import { latestRevision } from "../revisions/latest-revision.ts";
import { makeRevision } from "../revisions/make-revision.ts";
import { hashOf } from "../revisions/revision-content.ts";
import { revisionLimit, surplusRevisions } from "../revisions/surplus-revisions.ts";
import { namedRevisions } from "../rollout/read-app-rollout.ts";
import { statusOf } from "./application-status.ts";

export interface RevisionCaches {
  readonly definitions: ObjectView;
  readonly revisions: ObjectView;
  readonly rollouts: ObjectView;
}

/** Keeps an Application's revisions: one for each content that it had, none that anything uses lost. */
export class RevisionKeeper {
  readonly #client: KubeClient;
  readonly #caches: RevisionCaches;
  readonly #renders: RevisionRenders;

  constructor(client: KubeClient, caches: RevisionCaches, renders: RevisionRenders) {
    this.#client = client;
    this.#caches = caches;
    this.#renders = renders;
  }

  /** The revision with the Application's present content. Throws `RolloutError` when its components do not render. */
  async latest(application: Application, signal: AbortSignal): Promise<ApplicationRevision> {
    const content = { application, definitions: findDefinitions(application, this.#caches.definitions) };
    const hash = hashOf(content);
    const status = statusOf(application);
    const highest = Math.max(status.highestRevision ?? 0, status.latestRevision?.revision ?? 0);
    const latest = latestRevision({ revisions: await this.#revisionsOf(application, signal), highest }, hash);
    if (!("make" in latest)) return latest;
    const recorded = await this.#recorded(application, status.latestRevision?.name, signal);
    if (recorded?.hash === hash) return recorded;
    const revision = makeRevision(content, latest.make, hash);
    await this.#renders.render(revision, signal);
    return asApplicationRevision(
      await this.#client.create(applicationRevisions, revision, { fieldManager: manifestManager, signal }),
    );
  }

  /** Deletes the oldest revisions that nothing uses. Answers whether there were any. */
  async collect(application: Application, latest: string, signal: AbortSignal): Promise<boolean> {
    const revisions = await this.#revisionsOf(application, signal);
    if (revisions.length <= revisionLimit + 1) return false;
    const used = new Set([latest, ...(await this.#namedByRollouts(application.metadata.namespace, signal))]);
    const surplus = surplusRevisions(revisions, (name) => used.has(name));
    for (const { object } of surplus) {
      const { uid = "", resourceVersion = "" } = object.metadata;
      await this.#client.delete(applicationRevisions, keyOf(object), { uid, resourceVersion, signal });
    }
    return surplus.length > 0;
  }

  /** The revision that the status names, which a cache may have missed. */
  async #recorded(
    { metadata }: Application,
    name: string | undefined,
    signal: AbortSignal,
  ): Promise<ApplicationRevision | undefined> {
    if (name === undefined) return undefined;
    const key = { namespace: metadata.namespace ?? "", name };
    if (this.#caches.revisions.get(key) !== undefined) return undefined;
    try {
      const object = await this.#client.get(applicationRevisions, key, { signal });
      return isFree(object, metadata.uid) ? asApplicationRevision(object) : undefined;
    } catch (error) {
      if (isNotFound(error)) return undefined;
      throw error;
    }
  }

  /** A revision that another Application of this name has left behind counts no more: it goes with that one. */
  async #revisionsOf(
    { metadata: { namespace, name, uid } }: Application,
    signal: AbortSignal,
  ): Promise<readonly ApplicationRevision[]> {
    const { revisions } = this.#caches;
    const all = await readFresh(revisions, () => revisions.list(namespace), signal);
    return all
      .filter((object) => parseRevisionName(object.metadata.name ?? "")?.owner === name && isFree(object, uid))
      .map(asApplicationRevision);
  }

  async #namedByRollouts(namespace: string | undefined, signal: AbortSignal): Promise<readonly string[]> {
    const { rollouts } = this.#caches;
    const all = await readFresh(rollouts, () => rollouts.list(namespace), signal);
    return all.flatMap(namedRevisions);
  }
}

function isFree(revision: KubeObject, applicationUid: string | undefined): boolean {
  const owner = controllerOf(revision);
  return revision.metadata.deletionTimestamp === undefined && (owner === undefined || owner.uid === applicationUid);
}
