import * as fc from "fast-check";
import { test, expect } from "vitest";
import { ApiError, type KubeObject } from "@bellwether/core";
import { configMap, named, startServer, typeOf } from "./cluster.ts";

type Data = Record<string, string>;

const data: fc.Arbitrary<Data> = fc.dictionary(fc.constantFrom("a", "b", "c", "d"), fc.constantFrom("1", "2"), {
  minKeys: 1,
});
const manager: fc.Arbitrary<string> = fc.constantFrom("x", "y", "z");
const write = fc.oneof(
  fc.record({ verb: fc.constant("apply" as const), manager, data, force: fc.boolean() }),
  fc.record({
    verb: fc.constant("patch" as const),
    manager,
    data: fc.dictionary(fc.constantFrom("a", "b", "c"), fc.constantFrom("1", "2", null)),
  }),
);

function dataOf(object: KubeObject | undefined): Data {
  return (object?.["data"] ?? {}) as Data;
}

function ownedKeys(object: KubeObject): ReadonlyMap<string, readonly string[]> {
  return new Map(
    (object.metadata.managedFields ?? []).map(({ manager = "", operation = "", fieldsV1 = {} }) => {
      const keys = Object.keys(fieldsV1["f:data"] ?? {}).filter((key) => key !== ".");
      return [`${manager}/${operation}`, keys.map((key) => key.slice(2))];
    }),
  );
}

test("whatever managers write, owners own what is there, and an apply holds, converges and gives up only its own", () => {
  fc.assert(
    fc.property(fc.array(write, { minLength: 1, maxLength: 12 }), (writes) => {
      const server = startServer();
      const type = typeOf(server, "v1", "ConfigMap");
      let object: KubeObject | undefined;
      for (const step of writes) {
        const { verb, manager: fieldManager } = step;
        const before = object;
        try {
          if (verb === "apply")
            object = server.apply(type, named("m"), configMap("m", step.data), { fieldManager, force: step.force });
          else if (before !== undefined)
            object = server.patch(type, named("m"), { type: "merge", body: { data: step.data } }, { fieldManager });
        } catch (error) {
          // A conflict changes nothing, and happens only over another manager's different value.
          if (!(error instanceof ApiError) || error.code !== 409 || verb !== "apply" || step.force) throw error;
          expect(server.get(type, named("m"))).toBe(before);
          expect(Object.entries(step.data).some(([key, value]) => dataOf(before)[key] !== value)).toBe(true);
          continue;
        }
        if (object === undefined) continue;
        const owned = ownedKeys(object);
        for (const keys of owned.values()) for (const key of keys) expect(dataOf(object)).toHaveProperty(key);
        if (verb !== "apply") continue;
        expect(dataOf(object)).toMatchObject(step.data);
        expect(new Set(owned.get(`${fieldManager}/Apply`))).toEqual(new Set(Object.keys(step.data)));
        expect(server.apply(type, named("m"), configMap("m", step.data), { fieldManager })).toBe(object);
        const mine = before === undefined ? [] : (ownedKeys(before).get(`${fieldManager}/Apply`) ?? []);
        const lost = Object.keys(dataOf(before)).filter((key) => !(key in dataOf(object)));
        expect(mine).toEqual(expect.arrayContaining(lost));
      }
    }),
    { numRuns: 300 },
  );
});
