import { cue, CueRenderer } from "@bellwether/render-cue";
import { expect, test } from "vitest";

test("the plugin contributes one renderer for the host", async () => {
  const [contribution, ...others] = cue({ warm: true }).contributions;
  expect(others).toEqual([]);
  expect(contribution).toMatchObject({ point: "component-renderer", key: "cue", scope: "host", needs: {} });
  const renderer = contribution?.create({});
  expect(renderer).toBeInstanceOf(CueRenderer);
  await (renderer as CueRenderer)[Symbol.asyncDispose]();
});
