import { createToken } from "@bellwether/core";
import { expect, test } from "vitest";
import { createRootScope } from "../src/scope/service-scope.ts";

interface Named {
  readonly name: string;
}

const service = createToken<Named>("test-service", "cluster");
const hostService = createToken<Named>("test-host-service", "host");

function disposable(name: string, ended: string[]): Named & AsyncDisposable {
  return {
    name,
    async [Symbol.asyncDispose]() {
      ended.push(name);
    },
  };
}

test("each cluster gets its own instance, and what the host has", () => {
  const root = createRootScope();
  root.lend(hostService, { name: "host" });
  const [east, west] = [root.child(), root.child()];
  east.lend(service, { name: "east" });
  west.lend(service, { name: "west" });
  expect([east.get(service).name, west.get(service).name]).toEqual(["east", "west"]);
  expect([east.get(hostService).name, west.get(hostService).name]).toEqual(["host", "host"]);
});

test("what is lent late to the host is seen by clusters that were there before", () => {
  const root = createRootScope();
  const east = root.child();
  root.lend(hostService, { name: "late" });
  expect(east.get(hostService).name).toBe("late");
});

test("a cluster's instance is not seen by the host, nor by its siblings", () => {
  const root = createRootScope();
  root.child().lend(service, { name: "east" });
  const west = root.child();
  expect(root.has(service)).toBe(false);
  expect(() => west.get(service)).toThrow("test-service");
});

test("an unknown token throws instead of making something up", () => {
  expect(() => createRootScope().get(createToken("test-typo", "host"))).toThrow("test-typo");
});

test("disposal ends children first, then what was adopted, newest first, once", async () => {
  const ended: string[] = [];
  const root = createRootScope();
  root.adopt(createToken("test-1", "host"), disposable("first", ended));
  root.adopt(createToken("test-2", "host"), disposable("second", ended));
  root.child().adopt(service, disposable("child", ended));
  await root[Symbol.asyncDispose]();
  expect(ended).toEqual(["child", "second", "first"]);
});

test("a cluster that leaves takes nothing of the others or of the host along", async () => {
  const ended: string[] = [];
  const root = createRootScope();
  const [east, west] = [root.child(), root.child()];
  root.adopt(hostService, disposable("host", ended));
  east.adopt(service, disposable("east", ended));
  west.adopt(service, disposable("west", ended));
  await east[Symbol.asyncDispose]();
  expect(ended).toEqual(["east"]);
  expect(west.get(service).name).toBe("west");
});

test("what is lent stays its owner's", async () => {
  const ended: string[] = [];
  const root = createRootScope();
  root.lend(hostService, disposable("lent", ended));
  await root[Symbol.asyncDispose]();
  expect(ended).toEqual([]);
});

test("one that fails to end does not keep the others from ending", async () => {
  const ended: string[] = [];
  const root = createRootScope();
  root.adopt(createToken("test-1", "host"), disposable("first", ended));
  root.adopt(hostService, {
    name: "broken",
    [Symbol.dispose]() {
      throw new Error("stuck");
    },
  } as Named);
  await expect(root[Symbol.asyncDispose]()).rejects.toThrow("stuck");
  expect(ended).toEqual(["first"]);
});
