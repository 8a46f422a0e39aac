import { test } from "vitest";
import { openScene, runV1 } from "./kit/scene.ts";
import { untilStatus, statusIn } from "./kit/rollout-status.ts";
import { application, definition, rollout, rolloutTo } from "./kit/walkthrough.ts";
import { applyRevision } from "./kit/scene.ts";

test("scale", async () => {
  await using scene = await openScene();
  const { cluster, person, running } = scene;
  await runV1(scene);
  await person.apply(rolloutTo({ target: "test-rolling-v1", batches: [1, 2], plan: { targetSize: 8 } }));
  await untilStatus(cluster, (s) => s.rollingState === "rolloutFailed");
  await new Promise((r) => setTimeout(r, 300));
  console.log(running.log.lines.filter((l) => l.level !== "debug").slice(-4));
  console.log(cluster.list("Event").slice(-3).map((e) => [e["reason"], e["note"]]));
});

test("stuck", async () => {
  for (let i = 0; i < 1; i++) {
    await using scene = await openScene({ speed: 1000 });
    await scene.person.apply(definition);
    await applyRevision(scene, application.v1, "test-rolling-v1");
    await scene.person.apply(rollout.v1);
    try {
      await untilStatus(scene.cluster, (s) => s.rollingState === "rolloutSucceed", { limitMs: 4000 });
    } catch {
      console.log("STUCK at", i, statusIn(scene.cluster), JSON.stringify(scene.cluster.find("CloneSet", "metrics-provider")));
      console.log(scene.cluster.writes.slice(-8).map((w) => `${w.time} ${w.revision} ${w.verb} ${w.type.kind} ${w.subresource ?? ""} ${w.fieldManager}`));
      const link = scene.cluster.link();
      await new Promise((r) => setTimeout(r, 500));
      console.log(JSON.stringify(scene.running.host.metrics().filter((m) => /watch|queue/.test(m.name))));
      await link[Symbol.asyncDispose]();
      break;
    }
  }
}, 120_000);
