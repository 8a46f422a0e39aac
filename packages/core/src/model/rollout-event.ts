import type { ObjectKey } from "../kube/kube-object.ts";
import type { SeedEvent } from "./states.ts";

export interface RolloutSubject {
  readonly cluster: string;
  readonly kind: string;
  readonly key: ObjectKey;
}

/** Something that has happened; past tense, read-only. */
export type RolloutEvent =
  | ({
      readonly type: "transitionFollowed";
      readonly from: string;
      readonly guard: string;
      readonly to: string;
      readonly seedEvent?: SeedEvent;
      readonly batch: number;
      readonly revision: string;
    } & RolloutSubject)
  | ({
      readonly type: "rolloutWaited";
      readonly guard: string;
      readonly text: string;
      readonly batch: number;
      readonly revision: string;
    } & RolloutSubject)
  | ({
      readonly type: "effectMade";
      readonly effect: string;
      readonly batch: number;
      readonly revision: string;
    } & RolloutSubject)
  | ({ readonly type: "passFailed"; readonly code: string; readonly message: string } & RolloutSubject)
  | {
      readonly type: "pluginFailed";
      readonly cluster: string;
      readonly plugin: string;
      readonly contribution: string;
      readonly method: string;
      readonly message: string;
    }
  | {
      readonly type: "clusterEngaged" | "clusterLost" | "leadershipGained" | "leadershipLost";
      readonly cluster: string;
      readonly message: string;
      readonly epoch?: number;
    };
