import {
  isConflict,
  RolloutError,
  StaleRead,
  type Clock,
  type Controller,
  type KubeClient,
  type KubeObject,
  type KubeViews,
  type Logger,
  type ObjectKey,
  type ObjectView,
} from "@bellwether/core";
import { ServedKinds } from "../dispatch/served-kinds.ts";
import { asApplication, isRolloutTemplate, type Application } from "../kinds/application.ts";
import type { ApplicationRevision } from "../kinds/application-revision.ts";
import { applicationRevisions, applications, appRollouts, componentDefinitions } from "../kinds/resource-types.ts";
import { RevisionRenders } from "../render/revision-renders.ts";
import type { Renderers } from "../render/render-revision.ts";
import { AppliedObjects, resourcesOf, resourceText } from "./applied-objects.ts";
import { statusOf, type ApplicationStatus, type Verdict } from "./application-status.ts";
import { ApplicationWakeUps } from "./application-wake-ups.ts";
import { RevisionKeeper } from "./revision-keeper.ts";
import { refused, StatusWriter } from "./status-writer.ts";
import { unservedFields } from "./unserved-fields.ts";
import { WorkQueue } from "./work-queue.ts";

export interface ApplicationServices {
  readonly client: KubeClient;
  readonly views: KubeViews;
  readonly renderers: Renderers;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Makes a revision of each content that an Application has, and applies those Applications that no rollout takes care of. */
export class ApplicationController implements Controller {
  readonly #log: Logger;
  readonly #applications: ObjectView;
  readonly #caches: readonly ObjectView[];
  readonly #revisions: RevisionKeeper;
  readonly #renders: RevisionRenders;
  readonly #applied: AppliedObjects;
  readonly #wakeUps: ApplicationWakeUps;
  readonly #queue: WorkQueue;
  readonly #status: StatusWriter;

  constructor({ client, views, renderers, clock, log }: ApplicationServices) {
    this.#log = log;
    this.#applications = views.of(applications);
    const revisions = views.of(applicationRevisions);
    const definitions = views.of(componentDefinitions);
    const rollouts = views.of(appRollouts);
    this.#caches = [this.#applications, revisions, definitions, rollouts];
    const kinds = new ServedKinds(client, views);
    this.#renders = new RevisionRenders(renderers);
    this.#revisions = new RevisionKeeper(client, { definitions, revisions, rollouts }, this.#renders);
    this.#applied = new AppliedObjects(client, kinds);
    this.#wakeUps = new ApplicationWakeUps({ applications: this.#applications, revisions, definitions, kinds });
    this.#queue = new WorkQueue(clock);
    this.#status = new StatusWriter(client, clock);
  }

  async run(signal: AbortSignal): Promise<void> {
    using _wakeUps = this.#wakeUps.subscribe((key) => this.#queue.add(key));
    try {
      await Promise.all(this.#caches.map((view) => view.synced(signal)));
    } catch (error) {
      if (signal.aborted) return;
      throw error;
    }
    await this.#queue.run(signal, (key) => this.#settle(key, signal));
  }

  async #settle(key: ObjectKey, signal: AbortSignal): Promise<boolean> {
    try {
      const object = this.#applications.get(key);
      if (object === undefined || object.metadata.deletionTimestamp !== undefined) return true;
      return await this.#look(asApplication(object), signal);
    } catch (error) {
      if (!(error instanceof StaleRead) && !isConflict(error) && !signal.aborted)
        this.#log.warn("an Application could not be brought up to date", { ...key, reason: String(error) });
      return false;
    }
  }

  /** One look at an Application. Answers whether nothing is left to do until something changes. */
  async #look(application: Application, signal: AbortSignal): Promise<boolean> {
    let revision: ApplicationRevision;
    try {
      revision = await this.#revisions.latest(application, signal);
    } catch (error) {
      if (!(error instanceof RolloutError)) throw error;
      await this.#status.publish(application, { status: "rendering" }, [refused("Render", error)], signal);
      return false;
    }
    const { name, number, hash } = revision;
    const { highestRevision = 0 } = statusOf(application);
    const known: ApplicationStatus = {
      latestRevision: { name, revision: number, revisionHash: hash },
      highestRevision: Math.max(highestRevision, number),
    };
    const rendered: Verdict = {
      type: "Render",
      status: "True",
      reason: "Rendered",
      message: `${name} has this content`,
    };
    if (await this.#revisions.collect(application, name, signal)) return false;
    try {
      const [unserved] = unservedFields(application.spec, `Application ${application.metadata.name ?? ""}`);
      if (unserved !== undefined) throw new RolloutError(unserved.code, unserved.message, unserved);
      if (isRolloutTemplate(application)) {
        await this.#status.publish(application, { ...known, status: "rollingOut" }, [rendered], signal);
        return true;
      }
      return await this.#apply(application, revision.object, known, rendered, signal);
    } catch (error) {
      if (!(error instanceof RolloutError)) throw error;
      const status = isRolloutTemplate(application) ? "rollingOut" : "rendering";
      await this.#status.publish(application, { ...known, status }, [rendered, refused("Apply", error)], signal);
      return isRolloutTemplate(application);
    }
  }

  async #apply(
    application: Application,
    revision: KubeObject,
    known: ApplicationStatus,
    rendered: Verdict,
    signal: AbortSignal,
  ): Promise<boolean> {
    const renders = await this.#renders.render(revision, signal);
    const wanted = resourcesOf(renders);
    const { appliedResources: recorded = [] } = statusOf(application);
    const unrecorded = wanted.filter((one) => !recorded.some((other) => resourceText(other) === resourceText(one)));
    // Recorded before they are applied, so that none is forgotten.
    if (unrecorded.length > 0) {
      const appliedResources = [...recorded, ...unrecorded];
      await this.#status.publish(application, { ...known, appliedResources, status: "rendering" }, [rendered], signal);
      return false;
    }
    const { name = "", namespace = "", uid = "" } = application.metadata;
    const dispatcher = { application: name, namespace, applicationUid: uid };
    const { moved, services } = await this.#applied.apply(renders, recorded, dispatcher, signal);
    if (moved) return false;
    const healthy = services.every((service) => service.healthy);
    await this.#status.publish(
      application,
      { ...known, appliedResources: wanted, services, status: healthy ? "running" : "healthChecking" },
      [rendered, { type: "Apply", status: "True", reason: "Applied", message: "all objects are on the cluster" }],
      signal,
    );
    return true;
  }
}
