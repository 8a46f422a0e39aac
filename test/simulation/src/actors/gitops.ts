import { keyOf, type KubeObject, type ResourceType } from "@bellwether/core";
import { manifestManager } from "../scenarios/user.ts";
import { type ActorContext, actNowAndThen } from "./actor.ts";

/** Applies the manifests of the repository again; sometimes those from before, and those of now right after. */
export function gitops(context: ActorContext): Promise<void> {
  const { cluster, user, stage, faults, chance } = context;
  const apply = (type: ResourceType, object: KubeObject): void => {
    const commit = async (): Promise<KubeObject> =>
      cluster.server.apply(type, keyOf(object), object, { fieldManager: manifestManager, force: true });
    void cluster.commit({ actor: "gitops" }, commit);
    cluster.takeWrites();
  };
  return actNowAndThen(context, faults.plan.reapplies, () => {
    const [first, ...others] = user.repository;
    if (first === undefined) return;
    const file = chance.pick([first, ...others]);
    const goesBack = chance.happens(0.3) && file.before !== file.now;
    faults.count("F13", goesBack ? `${file.type.kind}: the manifest from before, then that of now` : file.type.kind);
    if (!goesBack) return apply(file.type, file.now);
    apply(file.type, file.before);
    stage.timeline.after(chance.pick([0, 1, 500]), () => {
      const now = user.repository.find(({ type }) => type === file.type)?.now;
      if (now !== undefined) apply(file.type, now);
    });
  });
}
