import type { KubeObject } from "@bellwether/core";
import { type HostOptions, type RunningHost, startTestHost } from "./host.ts";
import { Person } from "./person.ts";
import { hasSucceeded, untilStatus } from "./rollout-status.ts";
import { TestCluster, type TestClusterOptions } from "./test-cluster.ts";
import { until } from "./until.ts";
import { application, definition, rollout, webservice } from "./walkthrough.ts";

/** One cluster, a host at work on it, and a person. */
export interface Scene extends AsyncDisposable {
  readonly cluster: TestCluster;
  readonly running: RunningHost;
  readonly person: Person;
}

export async function openScene(options: TestClusterOptions & HostOptions = {}): Promise<Scene> {
  await using owned = new AsyncDisposableStack();
  const cluster = owned.use(await TestCluster.start(options));
  const person = owned.use(new Person(cluster.link()));
  const running = owned.use(await startTestHost([cluster], options));
  const kept = owned.move();
  return { cluster, running, person, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

/** Applies an Application and waits for the revision that it makes. */
export async function applyRevision({ cluster, person }: Scene, app: KubeObject, revision: string): Promise<void> {
  await person.apply(app);
  await until(
    () => cluster.find("ApplicationRevision", revision) !== undefined,
    10_000,
    () => `no ${revision}: ${JSON.stringify(cluster.find("Application", app.metadata.name ?? "")?.["status"])}`,
  );
}

/** S-1 to S-3: five pods of v1 run, and v2 waits to be rolled out. */
export async function runV1(scene: Scene): Promise<void> {
  await scene.person.apply(definition);
  await applyRevision(scene, application.v1, "test-rolling-v1");
  await scene.person.apply(rollout.v1);
  await untilStatus(scene.cluster, hasSucceeded("test-rolling-v1"));
  await applyRevision(scene, application.v2, "test-rolling-v2");
}

/** The walk-through's Application with a Deployment instead of a CloneSet. */
export function withDeployment(app: KubeObject): KubeObject {
  const { components } = app["spec"] as { components: readonly { properties: Readonly<Record<string, unknown>> }[] };
  const asDeployment = components.map(({ properties: { updateStrategyType: _, ...properties }, ...component }) => ({
    ...component,
    type: "webservice",
    properties,
  }));
  return { ...app, spec: { components: asDeployment } };
}

/** As `runV1`, with a Deployment for each revision. */
export async function runV1AsDeployment(scene: Scene): Promise<void> {
  await scene.person.apply(webservice);
  await applyRevision(scene, withDeployment(application.v1), "test-rolling-v1");
  await scene.person.apply(rollout.v1);
  await untilStatus(scene.cluster, hasSucceeded("test-rolling-v1"));
  await applyRevision(scene, withDeployment(application.v2), "test-rolling-v2");
}
