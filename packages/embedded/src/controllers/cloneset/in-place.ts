import { same } from "../objects/canonical.ts";
import type { Pod, PodTemplate } from "../objects/pod.ts";
import { hashOf, revisionLabel, stateLabel } from "./pod-state.ts";
import type { PodPatch } from "./pod-writes.ts";
import { type ControllerRevision, templateOf } from "./revisions.ts";

const inPlaceStateAnnotation = "apps.kruise.io/inplace-update-state";
export const inPlaceGraceAnnotation = "apps.kruise.io/inplace-update-grace";

/** What was there before, so that the end of an in-place update can be told. */
export interface InPlaceState {
  readonly revision: string;
  readonly updateTimestamp: string;
  readonly lastContainerStatuses: Readonly<Record<string, { readonly imageID: string }>>;
}

/** Images by container name. */
export type Images = Readonly<Record<string, string>>;

/** Only images and template metadata differ. */
export function differsInPlace(from: ControllerRevision, to: ControllerRevision): boolean {
  const fixed = (revision: ControllerRevision): unknown => {
    const { spec } = templateOf(revision);
    return { ...spec, containers: spec.containers.map((container) => ({ ...container, image: "" })) };
  };
  return same(fixed(from), fixed(to));
}

export function changedImages(from: PodTemplate, to: PodTemplate): Images {
  const before = new Map(from.spec.containers.map(({ name, image }) => [name, image]));
  const changed = to.spec.containers.filter(({ name, image }) => before.get(name) !== image);
  return Object.fromEntries(changed.map(({ name, image }) => [name, image ?? ""]));
}

/** The merge patch of metadata that marks the pod as updated, and takes the template's own metadata over. */
export function updatedMetadata(
  pod: Pod,
  from: PodTemplate,
  to: ControllerRevision,
  images: Images,
  updateTimestamp: string,
): { readonly labels: object; readonly annotations: object } {
  const revision = to.metadata.name ?? "";
  const template = templateOf(to);
  const state: InPlaceState = {
    revision,
    updateTimestamp,
    lastContainerStatuses: Object.fromEntries(
      (pod.status?.containerStatuses ?? [])
        .filter(({ name }) => name in images)
        .map(({ name, imageID }) => [name, { imageID }]),
    ),
  };
  return {
    labels: {
      ...replaced(from.metadata?.labels, template.metadata?.labels),
      [revisionLabel]: revision,
      "pod-template-hash": hashOf(revision),
      [stateLabel]: "Updating",
    },
    annotations: {
      ...replaced(from.metadata?.annotations, template.metadata?.annotations),
      [inPlaceStateAnnotation]: JSON.stringify(state),
    },
  };
}

export function withImages(images: Images): NonNullable<PodPatch["spec"]> {
  return { containers: Object.entries(images).map(([name, image]) => ({ name, image })) };
}

export function inPlaceStateOf({ metadata }: Pod): InPlaceState | undefined {
  const text = metadata.annotations?.[inPlaceStateAnnotation];
  return text === undefined ? undefined : (JSON.parse(text) as InPlaceState);
}

/** Every container that was to change reports another image ID than before, or the image of its spec by name. */
export function isInPlaceComplete({ spec, status }: Pod, state: InPlaceState): boolean {
  return Object.entries(state.lastContainerStatuses).every(([name, { imageID }]) => {
    const now = status?.containerStatuses?.find((one) => one.name === name);
    return (
      now !== undefined &&
      (now.imageID !== imageID || now.image === spec.containers.find((one) => one.name === name)?.image)
    );
  });
}

type Names = Readonly<Record<string, string>>;

/** What the template changed; what others set on the pod stays. */
function replaced(before: Names = {}, after: Names = {}): Readonly<Record<string, string | null>> {
  const removed = Object.keys(before).filter((name) => !(name in after));
  const changed = Object.entries(after).filter(([name, value]) => before[name] !== value);
  return { ...Object.fromEntries(removed.map((name) => [name, null])), ...Object.fromEntries(changed) };
}
