import { deepEqual, equal, ok } from "node:assert/strict";
import type { Plan, PlanRequest, RolloutPlan, Step, Strategy } from "@bellwether/core";
import type { ContractCase } from "./contract-case.ts";

/** Plans that people write: good ones, ones that do not add up, and ones that are no plans. */
const plans: readonly RolloutPlan[] = [
  {},
  { rolloutBatches: [] },
  { numBatches: 3 },
  { numBatches: 0 },
  { numBatches: -1 },
  { numBatches: 1_000_000 },
  { rolloutBatches: [{}] },
  { rolloutBatches: [{ replicas: 1 }, { replicas: 2 }, { replicas: 2 }] },
  { rolloutBatches: [{ replicas: "10%" }, { replicas: "40%" }, { replicas: "50%" }] },
  { rolloutBatches: [{ replicas: "10%", maxUnavailable: "20%" }, {}], onFailure: "Rollback" },
  { rolloutBatches: [{ replicas: 1_000 }] },
  { rolloutBatches: [{ replicas: "1000%" }, { replicas: 1 }] },
  { rolloutBatches: [{ replicas: -1 }] },
  { rolloutBatches: [{ replicas: 0.5 }] },
  { rolloutBatches: [{ replicas: "many" }] },
  { rolloutBatches: [{ replicas: Number.NaN }] },
  { rolloutBatches: Array.from({ length: 200 }, () => ({ replicas: 1 })) },
];

const sizes: readonly number[] = [0, 1, 2, 5, 10, 200];

const requests: readonly PlanRequest[] = plans.flatMap((plan) =>
  sizes.flatMap((size) => [
    ...(["inPlace", "pair"] as const).map(
      (placement): PlanRequest => ({ plan, mode: "rollout", placement, size, original: size, acceptedSize: size }),
    ),
    ...[0, 3, 20].map(
      (original): PlanRequest => ({ plan, mode: "scale", placement: "pair", size, original, acceptedSize: size }),
    ),
  ]),
);

const mostSteps = 50;

/** What every strategy must do, whatever its plan looks like. */
export function strategyContract(open: () => Strategy | Promise<Strategy>): readonly ContractCase[] {
  const each = (name: string, check: (plan: Plan, request: PlanRequest) => void): ContractCase => ({
    name,
    async run() {
      const strategy = await open();
      for (const request of requests) check(strategy.plan(request), request);
    },
  });
  const eachStep = (name: string, check: (steps: readonly Step[], request: PlanRequest) => void): ContractCase =>
    each(name, (plan, request) => {
      if ("steps" in plan) check(plan.steps, request);
    });

  return [
    {
      name: "answers every plan, with the same answer to the same question",
      async run() {
        const strategy = await open();
        for (const request of requests) {
          const asked = structuredClone(request);
          deepEqual(strategy.plan(request), strategy.plan(structuredClone(request)));
          deepEqual(request, asked, "the request was changed");
        }
      },
    },
    each("plans steps, or says why not with the field and a remedy", (plan) => {
      if ("steps" in plan) {
        ok(plan.steps.length > 0, "a plan without steps and without a refusal");
        return;
      }
      ok(plan.refusals.length > 0, "a plan without steps and without a refusal");
      for (const { field, message, remedy } of plan.refusals) {
        ok(field !== "" && message !== "" && remedy !== "", `incomplete refusal: ${message}`);
      }
    }),
    eachStep(`numbers its steps from 0, and makes at most ${mostSteps}`, (steps) => {
      deepEqual(
        steps.map(({ index }) => index),
        steps.map((_, index) => index),
      );
      ok(steps.length <= mostSteps);
    }),
    eachStep("ends at the size", (steps, { size }) => equal(steps.at(-1)?.pods, size)),
    eachStep("never goes back, and never leaves the range", (steps, { mode, size, original }) => {
      const start = mode === "rollout" ? 0 : original;
      const way = [start, ...steps.map(({ pods }) => pods)];
      const sign = Math.sign(size - start);
      for (const [index, pods] of way.entries()) {
        ok(Number.isSafeInteger(pods), `${pods} pods`);
        if (index > 0) ok((pods - (way[index - 1] ?? pods)) * sign >= 0, `from ${way[index - 1]} to ${pods} pods`);
        ok(pods >= Math.min(start, size) && pods <= Math.max(start, size), `${pods} pods are out of range`);
      }
    }),
    eachStep("gives every step a deadline, a policy and a tolerance in pods", (steps, { plan }) => {
      for (const { deadlineSeconds, onExpiry, maxUnavailable, extra } of steps) {
        ok(deadlineSeconds > 0);
        equal(onExpiry, plan.onFailure ?? "Hold");
        ok(Number.isSafeInteger(maxUnavailable) && maxUnavailable >= 0);
        ok(Number.isSafeInteger(extra) && extra >= 0);
      }
    }),
  ];
}
