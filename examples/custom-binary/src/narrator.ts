import { definePlugin, observer, type RolloutPlugin } from "@bellwether/core";

/** Prints every transition of every rollout. */
export function narrator(): RolloutPlugin {
  return definePlugin({
    name: "@example/narrator",
    version: "1.0.0",
    contributions: [
      observer.implement("narrator", {
        scope: "host",
        create: () => ({
          notify(event) {
            if (event.type !== "transitionFollowed") return;
            const { cluster, key, from, guard, to } = event;
            console.log(`${cluster} ${key.name}: ${from} -> ${to} (${guard})`);
          },
        }),
      }),
    ],
  });
}
