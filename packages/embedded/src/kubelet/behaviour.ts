import type { Pod } from "../controllers/objects/pod.ts";
import { parseDuration } from "./duration.ts";

/**
 * How a pod goes wrong: its images cannot be pulled; its containers start and crash, again and again; they run and never
 * get ready; or they are ready and then are not any more.
 */
export type PodFailure = "ImagePull" | "CrashLoop" | "NeverReady" | "Unready";

/** How a pod lives. Times are in milliseconds and count from the step before. */
export interface PodBehaviour {
  /** From scheduled, or from a change of the image, to the image being there. */
  readonly pullMs: number;
  readonly startMs: number;
  readonly readyMs: number;
  /** From the deletion to the end of the containers; the pod's grace period cuts it short. */
  readonly stopMs: number;
  readonly fail: PodFailure | undefined;
  /** For `CrashLoop` from the start to the crash; for `Unready` from ready to not ready. */
  readonly failMs: number;
}

export const defaultBehaviour: PodBehaviour = {
  pullMs: 300,
  startMs: 300,
  readyMs: 400,
  stopMs: 1000,
  fail: undefined,
  failMs: 1000,
};

const prefix = "embedded.bellwether.dev/";

const annotations: Readonly<Record<string, keyof PodBehaviour>> = {
  [`${prefix}pull-after`]: "pullMs",
  [`${prefix}start-after`]: "startMs",
  [`${prefix}ready-after`]: "readyMs",
  [`${prefix}stop-after`]: "stopMs",
  [`${prefix}fail-after`]: "failMs",
};

const failures = new Set<string>(["ImagePull", "CrashLoop", "NeverReady", "Unready"] satisfies PodFailure[]);

/** What the pod's annotations ask for: durations such as `300ms`, and `embedded.bellwether.dev/fail`. */
export function annotatedBehaviour({ metadata }: Pod): Partial<PodBehaviour> {
  const asked: { -readonly [name in keyof PodBehaviour]?: PodBehaviour[name] } = {};
  for (const [name, text] of Object.entries(metadata.annotations ?? {})) {
    if (!name.startsWith(prefix)) continue;
    const field = annotations[name];
    const duration = parseDuration(text);
    if (field !== undefined && duration !== undefined) Object.assign(asked, { [field]: duration });
    if (name === `${prefix}fail` && failures.has(text)) asked.fail = text as PodFailure;
  }
  return asked;
}

/** While a node has this annotation it does not answer, and its pods stay as they are. */
export const nodeFailAnnotation: string = `${prefix}fail`;
