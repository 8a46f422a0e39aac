import type { AwaitedGuard, CatalogueEntry } from "@bellwether/core";

/** What each awaited guard means and what a person can do while it is false. */
export const guardTexts: Readonly<Record<AwaitedGuard, Omit<CatalogueEntry, "exitCode">>> = {
  TargetLocated: {
    text: "The target revision's manifests are on the cluster, the workload held.",
    why: "A rollout starts from a held workload that has the new template.",
    fix: "If it waits: the message names what is missing, such as the revision or a definition.",
  },
  SpecVerified: {
    text: "The plan fits the workload.",
    why: "Sizes are checked before the first pod moves, and again after every edit.",
    fix: "Correct the field that the message names; the rollout goes on by itself.",
  },
  WorkloadClaimed: {
    text: "The rollout owns the workload.",
    why: "One controller at a time may move its pods.",
    fix: "If it waits: the message names the other owner.",
  },
  BatchPodsReady: {
    text: "The batch's pods are ready.",
    why: "Only ready pods of the target revision count, as last observed.",
    fix: "Look at the pods that the message names; the deadline and its policy are in the same line.",
  },
  PodsGone: {
    text: "The pods that the batch replaces are gone.",
    why: "A batch is done when the other side has shrunk, counted by existing pods.",
    fix: "Look for pods that hang while terminating.",
  },
  WorkloadReleased: {
    text: "The rollout has let go of the workload.",
    why: "Owner references, holds and leftovers go before the end is reported.",
    fix: "If it waits: the message names what cannot be written.",
  },
  PartitionRaised: {
    text: "batchPartition lets the next batch start.",
    why: "A person stops a rollout after a batch by batchPartition.",
    fix: "bellwether approve NAME, or raise or unset batchPartition.",
  },
  Resumed: {
    text: "The rollout is not paused.",
    why: "A person paused it.",
    fix: "bellwether resume NAME, or unset paused.",
  },
  FailureDecided: {
    text: "A person has decided about the failed batch.",
    why: "A failed or expired batch with onFailure Hold waits for a person.",
    fix: "Correct the cause and edit the plan to try again, choose another target, or order desired: Abort.",
  },
  EvidenceFresh: {
    text: "The cluster has been seen after our own last write.",
    why: "Nothing is decided on a state from before it.",
    fix: "If it waits: the watch is behind; check the API server.",
  },
  HostLeading: {
    text: "A Bellwether host leads the cluster.",
    why: "One host at a time acts, under a Lease.",
    fix: "Start the daemon: bellwether run.",
  },
};
