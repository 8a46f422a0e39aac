import { RolloutError, type KubeClient, type ResourceType } from "@bellwether/core";

/** OpenKruise releases serve v1alpha1; its v1beta1 refuses every write of a CloneSet with maxUnavailable 0. */
const preference: readonly string[] = ["apps.kruise.io/v1alpha1", "apps.kruise.io/v1beta1"];

/** The version through which CloneSets are read and written. Throws CRD_MISSING where none is served. */
export async function servedCloneSets(client: KubeClient): Promise<ResourceType> {
  for (const apiVersion of preference) {
    const type = await client.resolve(apiVersion, "CloneSet");
    if (type !== undefined) return type;
  }
  throw new RolloutError("CRD_MISSING", "the cluster does not serve CloneSets of apps.kruise.io", {
    object: "CustomResourceDefinition clonesets.apps.kruise.io",
    remedy: "install OpenKruise, or leave CloneSets to other clusters",
  });
}
