/** Labels and annotations that users, KubeVela and Bellwether agree on. */

export const labels = {
  application: "app.oam.dev/name",
  applicationRevision: "app.oam.dev/appRevision",
  component: "app.oam.dev/component",
  componentRevision: "app.oam.dev/revision",
  revisionHash: "app.oam.dev/app-revision-hash",
  resourceType: "app.oam.dev/resourceType",
  workloadType: "workload.oam.dev/type",
  traitType: "trait.oam.dev/type",
  traitResource: "trait.oam.dev/resource",
} as const;

export const annotations = {
  /** The Application only makes revisions; rollouts apply them. */
  rolloutTemplate: "app.oam.dev/rollout-template",
  /** Components to roll, separated by commas, where the rollout names none. */
  rollingComponents: "app.oam.dev/rolling-components",
  /** The object is never collected. */
  skipCollection: "app.oam.dev/skipGC",
  /** Hash of the manifest that was applied last. */
  manifestHash: "bellwether.dev/manifest-hash",
} as const;

/** Field manager of manifests and revisions. */
export const manifestManager = "bellwether-oam";
/** Field manager of status and finalizers. */
export const statusManager = "bellwether";
