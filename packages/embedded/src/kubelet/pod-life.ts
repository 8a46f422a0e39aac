import type { Pod } from "../controllers/objects/pod.ts";
import { annotatedBehaviour, defaultBehaviour, type PodBehaviour } from "./behaviour.ts";
import { type ContainerLife, type ContainerMoment, containerAt } from "./container-life.ts";
import type { KubeletOptions } from "./options.ts";

/** What the kubelet remembers of one pod: since when each container runs which image, and when the pod has stopped. */
export class PodLife {
  readonly podIP: string;
  stopAt: number | undefined;
  killed = false;
  readonly #containers = new Map<string, ContainerLife>();

  constructor(podIP: string) {
    this.podIP = podIP;
  }

  /** The containers now; one whose image was changed in place begins anew. */
  at(pod: Pod, now: number, options: KubeletOptions, random: () => number): readonly ContainerMoment[] {
    return pod.spec.containers.map(({ name, image = "" }) => {
      let life = this.#containers.get(name);
      if (life?.image !== image) {
        const reported = pod.status?.containerStatuses?.find((status) => status.name === name);
        const { namespace, name: podName, uid } = pod.metadata;
        life = {
          name,
          image,
          since:
            life === undefined && reported?.image === image && reported.started === true
              ? Number.NEGATIVE_INFINITY
              : now,
          restarts: life === undefined ? (reported?.restartCount ?? 0) : life.restarts + 1,
          behaviour: behaviourOf(pod, image, options, random),
          pod: `${namespace}_${podName}(${uid})`,
        };
        this.#containers.set(name, life);
      }
      return containerAt(life, now);
    });
  }
}

/** Options, then annotations, then what the image does to it; in the time of this cluster. */
export function behaviourOf(pod: Pod, image: string, options: KubeletOptions, random: () => number): PodBehaviour {
  const { speed = 1, jitter = 0, behaviour = {}, failingImage = () => false } = options;
  const configured = typeof behaviour === "function" ? behaviour(pod) : behaviour;
  const asked: PodBehaviour = { ...defaultBehaviour, ...configured, ...annotatedBehaviour(pod) };
  const scaled = (ms: number): number => (ms * (jitter === 0 ? 1 : 1 + jitter * random())) / speed;
  return {
    pullMs: scaled(asked.pullMs),
    startMs: scaled(asked.startMs),
    readyMs: scaled(asked.readyMs),
    stopMs: scaled(asked.stopMs),
    failMs: scaled(asked.failMs),
    fail: failingImage(image) ? "ImagePull" : asked.fail,
  };
}
