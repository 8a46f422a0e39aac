import { heldAnnotation, withOwner, type KubeObject } from "@bellwether/core";
import { describe, expect, test } from "vitest";
import { readDeployment } from "../src/deployment.ts";
import type { DeploymentPair } from "../src/deployment-pair.ts";
import { abandonedWrite, claimWrite, podsWrite, releaseWrite } from "../src/deployment-writes.ts";
import { liveDeployment, owner, rollout } from "./deployment.ts";

function pairOf(target: KubeObject, source: KubeObject): DeploymentPair {
  return { target: readDeployment(target), source: readDeployment(source), abandoned: [] };
}

function owned(object: KubeObject): KubeObject {
  return { ...object, metadata: { ...object.metadata, ownerReferences: withOwner(object, owner) } };
}

const target = liveDeployment("web-v2", { replicas: 2, paused: true });
const source = liveDeployment("web-v1", { replicas: 10 });

describe("a claim", () => {
  test("takes the source, then the target, and no replica changes", () => {
    const first = claimWrite(rollout, pairOf(target, source));
    expect(first?.deployment.object.metadata.name).toBe("web-v1");
    expect(first?.body["spec"]).toBeUndefined();
    const second = claimWrite(rollout, pairOf(target, owned(source)));
    expect(second?.deployment.object.metadata.name).toBe("web-v2");
    expect(second?.body["spec"]).toEqual({ paused: false });
    expect(claimWrite(rollout, pairOf(owned(target), owned(source)))).toBeUndefined();
  });
});

describe("pods", () => {
  test("are the replicas of the side", () => {
    expect(podsWrite(readDeployment(target), 4)?.body).toEqual({ spec: { replicas: 4 } });
    expect(podsWrite(readDeployment(target), 2)).toBeUndefined();
  });

  test("that move again take the note off", () => {
    const noted = liveDeployment("web-v2", { replicas: 2 }, {}, { annotations: { [heldAnnotation]: "{}" } });
    expect(podsWrite(readDeployment(noted), 4)?.body).toEqual({
      metadata: { annotations: { [heldAnnotation]: null } },
      spec: { replicas: 4 },
    });
  });
});

describe("a release", () => {
  test("lets one object go after the other, and no replica changes", () => {
    const both = pairOf(owned(target), owned(source));
    const first = releaseWrite(rollout, both, "done");
    expect(first?.deployment.object.metadata.name).toBe("web-v1");
    expect(first?.body).toEqual({ metadata: { ownerReferences: [] } });
    const second = releaseWrite(rollout, pairOf(owned(target), source), "done");
    expect(second?.deployment.object.metadata.name).toBe("web-v2");
    expect(releaseWrite(rollout, pairOf(target, source), "done")).toBeUndefined();
  });

  test("in place names the mixed sizes and the commands", () => {
    const write = releaseWrite(rollout, pairOf(target, owned(source)), "inPlace")?.body as unknown as KubeObject;
    expect(write["spec"]).toBeUndefined();
    expect(JSON.parse(write.metadata.annotations?.[heldAnnotation] ?? "")).toEqual({
      rollout: "Rollout default/web",
      position: { "web-v2": 2, "web-v1": 10 },
      fields: { "spec.replicas": 10 },
      goOn:
        "kubectl -n default scale deployment web-v2 --replicas 12 && " +
        "kubectl -n default rollout status deployment web-v2 && kubectl -n default scale deployment web-v1 --replicas 0",
      goBack:
        "kubectl -n default scale deployment web-v1 --replicas 12 && " +
        "kubectl -n default rollout status deployment web-v1 && kubectl -n default scale deployment web-v2 --replicas 0",
      release: "kubectl -n default annotate deployment web-v1 bellwether.dev/held-",
    });
  });
});

test.each([
  [5, undefined, undefined],
  [4, "web-v0", 1],
  [3, "web-v0", 0],
  [1, "web-v0", 0],
])("of 2 and 3 abandoned pods %i may stay: %s goes to %s", (pods, name, replicas) => {
  const left = ["web-v0", "web-x"].map((one, index) => readDeployment(liveDeployment(one, { replicas: 2 + index })));
  const write = abandonedWrite(left, pods);
  expect(write?.deployment.object.metadata.name).toBe(name);
  expect(write?.body["spec"]).toEqual(replicas === undefined ? undefined : { replicas });
});
