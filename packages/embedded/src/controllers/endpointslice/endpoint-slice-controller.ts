import { keyOf, mergePatchOn, type ObjectChange, type ObjectKey } from "@bellwether/core";
import { same } from "../objects/canonical.ts";
import { selects } from "../objects/label-selector.ts";
import type { Pod } from "../objects/pod.ts";
import { endpointSlices as sliceType, pods as podType, services as serviceType } from "../objects/resource-types.ts";
import type { Controller, ControllerContext } from "../runtime/controller.ts";
import { ownersOf } from "../runtime/owned-watch.ts";
import { endpointSlice, type Service } from "./endpoint-slice.ts";

const fieldManager = "endpointslice-controller";

/** Keeps one EndpointSlice for each Service that selects pods. */
export function endpointSliceController({ client, views }: ControllerContext): Controller {
  const services = views.of(serviceType);
  const pods = views.of(podType);
  const slices = views.of(sliceType);

  return {
    name: fieldManager,
    watches: [
      { view: services, keys: ({ object }) => [keyOf(object)] },
      { view: pods, keys: servicesOf },
      { view: slices, keys: (change) => ownersOf("Service", change) },
    ],
    reconcile,
  };

  function servicesOf({ object, previous }: ObjectChange): readonly ObjectKey[] {
    return (services.list(object.metadata.namespace) as readonly Service[])
      .filter((service) => [object, previous].some((pod) => isSelected(service, pod?.metadata.labels)))
      .map(keyOf);
  }

  async function reconcile(key: ObjectKey): Promise<undefined> {
    const service = services.get(key) as Service | undefined;
    if (service?.spec.selector === undefined || service.metadata.deletionTimestamp !== undefined) return;
    const selected = (pods.list(key.namespace) as readonly Pod[]).filter((pod) =>
      isSelected(service, pod.metadata.labels),
    );
    const wanted = endpointSlice(service, selected);
    const [slice] = slices.owned(service.metadata.uid ?? "");
    if (slice === undefined) {
      await client.create(sliceType, wanted, { fieldManager });
      return;
    }
    const content = { endpoints: wanted["endpoints"], ports: wanted["ports"] };
    if (same(content, { endpoints: slice["endpoints"] ?? [], ports: slice["ports"] ?? [] })) return;
    await client.patch(sliceType, keyOf(slice), mergePatchOn(slice, content), { fieldManager });
  }
}

function isSelected({ spec }: Service, labels: Pod["metadata"]["labels"]): boolean {
  return spec.selector !== undefined && selects({ matchLabels: spec.selector }, labels);
}
