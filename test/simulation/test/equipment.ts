import { afterAll, beforeAll } from "vitest";
import { prepareEquipment } from "../src/schedule/equipment.ts";
import type { Equipment } from "../src/schedule/schedule.ts";

/** Equipment for the tests of one file. */
export function useEquipment(): () => Equipment {
  let equipment: Awaited<ReturnType<typeof prepareEquipment>> | undefined;
  beforeAll(async () => {
    equipment = await prepareEquipment();
  });
  afterAll(() => equipment?.[Symbol.asyncDispose]());
  return () => {
    if (equipment === undefined) throw new Error("the equipment is not ready");
    return equipment;
  };
}
