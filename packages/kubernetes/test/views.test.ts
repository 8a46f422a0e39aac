import { ApiUnreachable, type KubeObject, type ObjectChange, type ObjectView, type WatchEvent } from "@bellwether/core";
import { createViews, type ViewsOptions } from "@bellwether/kubernetes";
import { describe, expect, onTestFinished, test } from "vitest";
import { settled, VirtualClock } from "./kit/clocks.ts";
import { configMap, configMaps, pods } from "./kit/objects.ts";
import { apiError, ScriptedClient } from "./kit/scripted-client.ts";

function setUp(options: ViewsOptions = {}): {
  client: ScriptedClient;
  clock: VirtualClock;
  views: ReturnType<typeof createViews>;
} {
  const client = new ScriptedClient();
  const clock = new VirtualClock();
  const views = createViews(client, clock, { random: () => 0.5, ...options });
  onTestFinished(() => views[Symbol.asyncDispose]());
  return { client, clock, views };
}

const added = (object: KubeObject): WatchEvent => ({ type: "ADDED", object });
const modified = (object: KubeObject): WatchEvent => ({ type: "MODIFIED", object });
const deleted = (object: KubeObject): WatchEvent => ({ type: "DELETED", object });
const bookmark = (version: number): WatchEvent => ({ type: "BOOKMARK", resourceVersion: String(version) });
const names = (view: ObjectView): unknown => view.list().map(({ metadata }) => metadata.name);

describe("a view", () => {
  test("lists in pages, then follows the watch", async () => {
    const { client, clock, views } = setUp();
    client.answerList = ({ continue: page }) =>
      page === undefined
        ? { resourceVersion: "10", continue: "next", items: [configMap("a", 3)] }
        : { resourceVersion: "10", items: [configMap("b", 4)] };
    const view = views.of(configMaps);
    expect(view.hasSynced).toBe(false);
    await view.synced();
    expect(names(view)).toEqual(["a", "b"]);
    await clock.advance(0);
    expect(client.current.options.resourceVersion).toBe("10");
    client.current.send(modified(configMap("a", 11)), deleted(configMap("b", 12)), added(configMap("c", 13)));
    await settled();
    expect(names(view)).toEqual(["a", "c"]);
    expect(view.get({ namespace: "default", name: "a" })?.metadata.resourceVersion).toBe("11");
    expect(view.list("other")).toEqual([]);
  });

  test("starts when it is first asked for, and shares the watch of an equal scope", async () => {
    const { client, clock, views } = setUp();
    await clock.advance(1_000);
    expect(client.lists).toHaveLength(0);
    const view = views.of(configMaps, { namespace: "x", labelSelector: "app=web" });
    expect(views.of(configMaps, { namespace: "x", labelSelector: "app=web" })).toBe(view);
    expect(views.of(configMaps, { namespace: "y" })).not.toBe(view);
    await settled();
    expect(client.lists).toHaveLength(2);
    expect(client.lists[0]).toMatchObject({ namespace: "x", labelSelector: "app=web" });
  });

  test("finds what a controller owns", async () => {
    const { client, clock, views } = setUp();
    const owner = (uid: string, controller: boolean): object => ({
      apiVersion: "apps/v1",
      kind: "R",
      name: "r",
      uid,
      controller,
    });
    const owned = (name: string, version: number, ...ownerReferences: object[]): KubeObject =>
      configMap(name, version, { ownerReferences: ownerReferences as never });
    client.answerList = () => ({
      resourceVersion: "5",
      items: [owned("a", 1, owner("u1", true)), owned("b", 2, owner("u1", false)), owned("c", 3, owner("u2", true))],
    });
    const view = views.of(configMaps);
    await view.synced();
    expect(view.owned("u1").map(({ metadata }) => metadata.name)).toEqual(["a"]);
    await clock.advance(0);
    client.current.send(modified(owned("a", 6, owner("u2", true))));
    await settled();
    expect(view.owned("u1")).toEqual([]);
    expect(view.owned("u2")).toHaveLength(2);
  });

  test("keeps pods projected, and managedFields of nothing", async () => {
    const { client, views } = setUp();
    const managedFields = [{ manager: "m" }];
    const pod = {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: "p", namespace: "default", resourceVersion: "1", labels: { app: "web" }, managedFields },
      spec: {
        nodeName: "n",
        volumes: [{ name: "v" }],
        containers: [{ name: "c", image: "i:1", env: [{ name: "SECRET" }] }],
      },
      status: {
        phase: "Running",
        podIP: "10.0.0.1",
        conditions: [{ type: "Ready", status: "True", lastProbeTime: null }],
      },
    };
    client.answerList = () => ({ resourceVersion: "5", items: [pod] });
    const podView = views.of(pods);
    await podView.synced();
    expect(podView.list()).toEqual([
      {
        apiVersion: "v1",
        kind: "Pod",
        metadata: { name: "p", namespace: "default", resourceVersion: "1", labels: { app: "web" } },
        spec: { nodeName: "n", containers: [{ name: "c", image: "i:1" }] },
        status: { phase: "Running", conditions: [{ type: "Ready", status: "True" }] },
      },
    ]);
    client.answerList = () => ({
      resourceVersion: "5",
      items: [{ ...configMap("a", 1, { managedFields }), data: { k: "v" } }],
    });
    const view = views.of(configMaps);
    await view.synced();
    expect(view.list()).toEqual([{ ...configMap("a", 1), data: { k: "v" } }]);
  });

  test("tells every listener each change once, also when one throws", async () => {
    const errors: unknown[] = [];
    const { client, clock, views } = setUp({ onListenerError: (error) => errors.push(error) });
    const changes: ObjectChange[] = [];
    const view = views.of(configMaps);
    view.subscribe(() => {
      throw new Error("listener");
    });
    const subscription = view.subscribe((change) => changes.push(change));
    await view.synced();
    await clock.advance(0);
    client.current.send(
      added(configMap("a", 2)),
      modified(configMap("a", 3)),
      modified(configMap("a", 3)),
      deleted(configMap("a", 4)),
    );
    await settled();
    expect(changes.map(({ type, object }) => [type, object.metadata.resourceVersion])).toEqual([
      ["added", "2"],
      ["modified", "3"],
      ["deleted", "4"],
    ]);
    expect(errors).toHaveLength(3);
    subscription[Symbol.dispose]();
    client.current.send(added(configMap("b", 5)));
    await settled();
    expect(changes).toHaveLength(3);
  });

  test("ends its loops on disposal, and synced() ends with its signal", async () => {
    const { client, views } = setUp();
    client.answerList = () => new Promise(() => {});
    const view = views.of(configMaps);
    await expect(view.synced(AbortSignal.abort(new Error("enough")))).rejects.toThrow("enough");
    await views[Symbol.asyncDispose]();
    expect(client.lists[0]?.signal?.aborted).toBe(true);
  });
});

describe("a view never dies", () => {
  test("a watch that ends is resumed from the last version, without a list", async () => {
    const { client, clock, views } = setUp();
    const view = views.of(configMaps);
    await view.synced();
    await clock.advance(0);
    client.current.send(bookmark(20));
    client.current.end();
    await clock.advance(0);
    expect(client.current.options.resourceVersion).toBe("20");
    expect(client.lists).toHaveLength(1);
    expect(view.trouble).toBeUndefined();
  });

  test("410 makes it list again, and what vanished meanwhile is told as deleted", async () => {
    const { client, clock, views } = setUp();
    client.answerList = () => ({ resourceVersion: "5", items: [configMap("a", 1), configMap("b", 2)] });
    const view = views.of(configMaps);
    await view.synced();
    const changes: string[] = [];
    view.subscribe(({ type, object }) => changes.push(`${type} ${object.metadata.name}`));
    client.answerList = () => ({ resourceVersion: "9", items: [configMap("b", 8), configMap("c", 7)] });
    await clock.advance(0);
    client.current.fail(apiError(410, "Expired"));
    await clock.advance(200);
    expect(changes).toEqual(["deleted a", "modified b", "added c"]);
    expect(client.current.options.resourceVersion).toBe("9");
  });

  test("lists anew when it is asked to, and tells when that is shown", async () => {
    const { client, clock, views } = setUp();
    client.answerList = () => ({ resourceVersion: "5", items: [configMap("a", 1)] });
    const view = views.of(configMaps);
    await view.synced();
    await clock.advance(0);
    const answer = Promise.withResolvers<{ resourceVersion: string; items: KubeObject[] }>();
    client.answerList = () => answer.promise;
    let isRelisted = false;
    void views.relist().then(() => (isRelisted = true));
    await settled();
    expect(client.lists).toHaveLength(2);
    expect(isRelisted).toBe(false);
    answer.resolve({ resourceVersion: "9", items: [configMap("b", 8)] });
    await settled();
    expect(isRelisted).toBe(true);
    expect(names(view)).toEqual(["b"]);
    await clock.advance(0);
    expect(client.current.options.resourceVersion).toBe("9");
  });

  test("does not take a list that was under way for a new one", async () => {
    const { client, views } = setUp();
    const answers = [1, 2].map(() => Promise.withResolvers<{ resourceVersion: string; items: KubeObject[] }>());
    client.answerList = () => answers[client.lists.length - 1]?.promise ?? Promise.reject(new Error("a third list"));
    const view = views.of(configMaps);
    await settled();
    let isDone = false;
    const relisted = views.relist().then(() => {
      isDone = true;
    });
    answers[0]?.resolve({ resourceVersion: "5", items: [configMap("a", 1)] });
    await settled();
    expect(isDone).toBe(false);
    answers[1]?.resolve({ resourceVersion: "9", items: [configMap("b", 8)] });
    await relisted;
    expect(names(view)).toEqual(["b"]);
  });

  test("has trouble to tell when a new list fails, and holds up nobody", async () => {
    const { client, clock, views } = setUp();
    const view = views.of(configMaps);
    await view.synced();
    await clock.advance(0);
    client.answerList = () => {
      throw new ApiUnreachable("no route");
    };
    await views.relist();
    expect(view.trouble).toContain("no route");
  });

  test("repeated 410s list less and less often", async () => {
    const { client, clock, views } = setUp();
    await views.of(configMaps).synced();
    for (let second = 0; second < 600; second++) {
      await clock.advance(100);
      client.current.fail(apiError(410, "Expired"));
    }
    expect(client.lists.length).toBeGreaterThan(5);
    expect(client.lists.length).toBeLessThan(20);
  });

  test("errors of list and watch are shown as trouble, retried with back-off, and cleared", async () => {
    const { client, clock, views } = setUp();
    client.answerList = () => {
      throw new ApiUnreachable("the connection was refused");
    };
    const view = views.of(configMaps);
    await clock.advance(60_000);
    expect(view.trouble).toBe("configmaps: the connection was refused");
    expect(client.lists.length).toBeLessThan(20);
    client.answerList = () => ({ resourceVersion: "5", items: [] });
    await clock.advance(30_000);
    expect(view.hasSynced).toBe(true);
    await clock.advance(10_000);
    expect(view.trouble).toBeUndefined();
    client.current.fail(new SyntaxError("bad JSON"));
    await clock.advance(0);
    expect(view.trouble).toBe("configmaps: bad JSON");
    await clock.advance(200);
    client.current.send(bookmark(6));
    await settled();
    expect(view.trouble).toBeUndefined();
  });

  test("a type that comes to be served late is found within five seconds", async () => {
    const { client, clock, views } = setUp();
    client.answerList = () => {
      throw apiError(404, "NotFound");
    };
    const view = views.of(configMaps);
    await clock.advance(300_000);
    expect(client.lists.length).toBeLessThan(100);
    client.answerList = () => ({ resourceVersion: "5", items: [] });
    await clock.advance(5_000);
    expect(view.hasSynced).toBe(true);
  });

  test("waits as long as Retry-After says", async () => {
    const { client, clock, views } = setUp();
    const busy = apiError(429, "TooManyRequests");
    client.answerList = () => {
      throw Object.assign(busy, { status: { ...busy.status, details: { retryAfterSeconds: 7 } } });
    };
    views.of(configMaps);
    await clock.advance(6_999);
    expect(client.lists).toHaveLength(1);
    await clock.advance(1);
    expect(client.lists).toHaveLength(2);
  });

  test("a silent watch is opened anew within the bound, though it ignores its signal", async () => {
    const { client, clock, views } = setUp({ timing: { silenceMs: 5_000 } });
    const view = views.of(configMaps);
    await view.synced();
    await clock.advance(4_999);
    expect(client.watches).toHaveLength(1);
    await clock.advance(1);
    expect(client.watches).toHaveLength(2);
    expect(client.watches[0]?.options.signal?.aborted).toBe(true);
    client.current.send(added(configMap("a", 2)));
    await settled();
    expect(names(view)).toEqual(["a"]);
    expect(view.trouble).toBeUndefined();
  });

  test("a list that never answers is asked again", async () => {
    const { client, clock, views } = setUp({ timing: { silenceMs: 5_000 } });
    client.answerList = () => new Promise(() => {});
    const view = views.of(configMaps);
    await clock.advance(5_000);
    expect(view.trouble).toBe("configmaps: the list got no answer");
    await clock.advance(200);
    expect(client.lists).toHaveLength(2);
  });

  test("a watch that the server closes at once is not opened in a tight loop", async () => {
    const { client, clock, views } = setUp();
    await views.of(configMaps).synced();
    await clock.advance(0);
    for (let turn = 0; turn < 100; turn++) {
      client.current.end();
      await clock.advance(100);
    }
    expect(client.watches.length).toBeLessThan(10);
  });

  test("a watch that keeps being refused starts from a new list, one that gets no answer resumes", async () => {
    const { client, clock, views } = setUp();
    await views.of(configMaps).synced();
    const failTimes = async (times: number, error: unknown): Promise<void> => {
      for (let time = 0; time < times; time++) {
        await clock.advance(30_000);
        client.current.fail(error);
      }
      await clock.advance(30_000);
    };
    await failTimes(10, new ApiUnreachable("refused"));
    expect(client.lists).toHaveLength(1);
    await failTimes(4, apiError(504, "Timeout"));
    expect(client.lists).toHaveLength(2);
  });

  test("garbage from the client counts as an error", async () => {
    const { client, clock, views } = setUp();
    const view = views.of(configMaps);
    await view.synced();
    await clock.advance(0);
    client.current.send({ type: "ADDED" } as never);
    await clock.advance(0);
    expect(view.trouble).toBeDefined();
    await clock.advance(200);
    expect(client.watches).toHaveLength(2);
  });
});

describe("what a watch lost", () => {
  test("comes with a new list, once the last one is old", async () => {
    const { client, clock, views } = setUp({ timing: { relistMs: 60_000, silenceMs: 1_000_000 } });
    const view = views.of(configMaps);
    await view.synced();
    client.answerList = () => ({ resourceVersion: "9", items: [configMap("lost", 8)] });
    await clock.advance(0);
    client.current.send(bookmark(9));
    client.current.end();
    await clock.advance(60_001);
    expect(names(view)).toEqual([]);
    client.current.end();
    await clock.advance(0);
    expect(names(view)).toEqual(["lost"]);
  });
});

describe("revisions never go back", () => {
  test("an older list is refused and asked for again", async () => {
    const { client, clock, views } = setUp();
    client.answerList = () => ({ resourceVersion: "50", items: [configMap("a", 50)] });
    const view = views.of(configMaps);
    await view.synced();
    client.answerList = () => ({ resourceVersion: "40", items: [] });
    await clock.advance(0);
    client.current.fail(apiError(410, "Expired"));
    await clock.advance(1_000);
    expect(names(view)).toEqual(["a"]);
    expect(view.trouble).toMatch(/version 40.*version 50/);
    client.answerList = () => ({ resourceVersion: "51", items: [] });
    await clock.advance(10_000);
    expect(names(view)).toEqual([]);
  });

  test("an older event is refused, and the watch resumed from the newest version", async () => {
    const { client, clock, views } = setUp();
    client.answerList = () => ({ resourceVersion: "9", items: [] });
    const view = views.of(configMaps);
    await view.synced();
    await clock.advance(0);
    client.current.send(added(configMap("a", 12)), modified(configMap("a", 10)));
    await clock.advance(200);
    expect(view.get({ namespace: "default", name: "a" })?.metadata.resourceVersion).toBe("12");
    expect(client.current.options.resourceVersion).toBe("12");
  });
});
