import type { ContainerStatus } from "../controllers/objects/pod.ts";
import { timestamp } from "../controllers/objects/timestamp.ts";
import type { PodBehaviour } from "./behaviour.ts";
import { imageId } from "./image-id.ts";

/** One image of one container, from the moment the kubelet turns to it. */
export interface ContainerLife {
  readonly name: string;
  readonly image: string;
  readonly since: number;
  /** Restarts before this image. */
  readonly restarts: number;
  readonly behaviour: PodBehaviour;
  /** `namespace_pod(uid)`, for messages. */
  readonly pod: string;
}

export interface ContainerMoment {
  readonly status: ContainerStatus;
  /** When it changes next by itself; `Infinity` for never. */
  readonly until: number;
}

/** What the container is doing at that time. */
export function containerAt(life: ContainerLife, now: number): ContainerMoment {
  const { since, behaviour } = life;
  const pulled = since + behaviour.pullMs;
  if (now < pulled) return { status: waiting(life, "ContainerCreating"), until: pulled };
  if (behaviour.fail === "ImagePull") return pullFailure(life, pulled, now);
  const started = pulled + behaviour.startMs;
  if (now < started) return { status: waiting(life, "ContainerCreating"), until: started };
  if (behaviour.fail === "CrashLoop") return crashLoop(life, started, now);
  return run(life, started, now);
}

const backOffAfterMs = 1000;

function pullFailure(life: ContainerLife, pulled: number, now: number): ContainerMoment {
  const { image } = life;
  if (now < pulled + backOffAfterMs) {
    const message = `failed to pull and unpack image "${image}": failed to resolve reference "${image}": ${image}: not found`;
    return { status: waiting(life, "ErrImagePull", message), until: pulled + backOffAfterMs };
  }
  return {
    status: waiting(life, "ImagePullBackOff", `Back-off pulling image "${image}"`),
    until: Number.POSITIVE_INFINITY,
  };
}

const firstBackOffMs = 10_000;
const longestBackOffMs = 300_000;

function crashLoop(life: ContainerLife, firstStart: number, now: number): ContainerMoment {
  let started = firstStart;
  let backOffMs = firstBackOffMs;
  for (let crashes = 0; ; crashes += 1) {
    const crashed = started + life.behaviour.failMs;
    const restart = crashed + backOffMs;
    if (now < crashed) return { status: running(life, started, false, crashes), until: crashed };
    if (now < restart) {
      const message = `back-off ${backOffMs / 1000}s restarting failed container=${life.name} pod=${life.pod}`;
      const ended = { exitCode: 1, reason: "Error", startedAt: timestamp(started), finishedAt: timestamp(crashed) };
      const status = { ...waiting(life, "CrashLoopBackOff", message, crashes), lastState: { terminated: ended } };
      return { status: { ...status, imageID: imageId(life.image) }, until: restart };
    }
    started = restart;
    backOffMs = Math.min(backOffMs * 2, longestBackOffMs);
  }
}

function run(life: ContainerLife, started: number, now: number): ContainerMoment {
  const { readyMs, fail, failMs } = life.behaviour;
  const ready = fail === "NeverReady" ? Number.POSITIVE_INFINITY : started + readyMs;
  const unready = fail === "Unready" ? ready + failMs : Number.POSITIVE_INFINITY;
  const until = now < ready ? ready : now < unready ? unready : Number.POSITIVE_INFINITY;
  return { status: running(life, started, now >= ready && now < unready), until };
}

function waiting(life: ContainerLife, reason: string, message?: string, crashes: number = 0): ContainerStatus {
  return {
    name: life.name,
    image: life.image,
    imageID: "",
    ready: false,
    started: false,
    restartCount: life.restarts + crashes,
    lastState: {},
    state: { waiting: message === undefined ? { reason } : { reason, message } },
  };
}

function running(life: ContainerLife, started: number, ready: boolean, crashes: number = 0): ContainerStatus {
  return {
    name: life.name,
    image: life.image,
    imageID: imageId(life.image),
    ready,
    started: true,
    restartCount: life.restarts + crashes,
    lastState: {},
    state: { running: { startedAt: timestamp(started) } },
  };
}
