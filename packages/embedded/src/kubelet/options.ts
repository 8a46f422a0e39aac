import type { Pod } from "../controllers/objects/pod.ts";
import type { PodBehaviour } from "./behaviour.ts";

export interface KubeletOptions {
  /** How many nodes, named `embedded-node-0` and so on; 3 when absent. */
  readonly nodes?: number;
  /** Divides the times of every pod, not the pauses between restarts; 1 when absent, `Infinity` for no time at all. */
  readonly speed?: number;
  /** Lengthens each time by up to this share, by chance; 0 when absent. */
  readonly jitter?: number;
  /** Images that cannot be pulled; none when absent. */
  readonly failingImage?: (image: string) => boolean;
  /** How a pod lives where its annotations say nothing. */
  readonly behaviour?: Partial<PodBehaviour> | ((pod: Pod) => Partial<PodBehaviour>);
}
