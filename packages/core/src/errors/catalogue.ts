/** Every error that a person can meet. Codes are permanent; texts may be reworded. */

export interface CatalogueEntry {
  /** What the code means, in one sentence. */
  readonly text: string;
  readonly why: string;
  readonly fix: string;
  /** Exit code of a command that ends with it. */
  readonly exitCode: number;
}

export type ErrorCode =
  | "ACCESS_DENIED"
  | "APPLICATION_FIELD_NOT_SERVED"
  | "APPLY_CONFLICT"
  | "CLUSTER_UNREACHABLE"
  | "COMMAND_NOT_NOW"
  | "COMMAND_STEP_PASSED"
  | "COMPONENT_AMBIGUOUS"
  | "COMPONENT_NOT_FOUND"
  | "COMPOSITION_INVALID"
  | "CONFIG_REFUSED"
  | "CONTEXT_NOT_FOUND"
  | "CONTRIBUTION_DUPLICATE"
  | "CRD_MISSING"
  | "DEFINITION_NOT_FOUND"
  | "FILE_UNREADABLE"
  | "INTERNAL_UNEXPECTED"
  | "NAME_AMBIGUOUS"
  | "NO_HOST"
  | "PLAN_BATCHES_DISAGREE"
  | "PLAN_BATCHES_EXCEED_SIZE"
  | "PLAN_BATCHES_MISSING"
  | "PLAN_BATCHES_SHORT_OF_SIZE"
  | "PLAN_BATCH_UNREADABLE"
  | "PLAN_EDIT_TOO_LATE"
  | "PLAN_FIELD_NOT_SERVED"
  | "PLAN_SIZE_MISMATCH"
  | "PLAN_STRATEGY_UNKNOWN"
  | "PLAN_TOO_LONG"
  | "PLUGIN_API_MISMATCH"
  | "PLUGIN_BAD_ANSWER"
  | "PLUGIN_CALL_FAILED"
  | "PLUGIN_START_FAILED"
  | "RENDER_FAILED"
  | "RENDER_NO_OUTPUT"
  | "RENDER_OUT_OF_MEMORY"
  | "RENDER_TIMEOUT"
  | "REVISION_NOT_FOUND"
  | "ROLLOUT_NOT_FOUND"
  | "RUNTIME_TOO_OLD"
  | "SCOPE_TOO_NARROW"
  | "SOURCE_IS_TARGET"
  | "STATUS_UNREADABLE"
  | "TARGET_HAS_OWNER"
  | "TEMPLATE_KIND_NOT_SERVED"
  | "TOKEN_NOT_PROVIDED"
  | "TRAITS_NOT_SERVED"
  | "USAGE_WRONG"
  | "WORKLOAD_GONE"
  | "WORKLOAD_NOT_HELD"
  | "WORKLOAD_SELECTOR_OVERLAP"
  | "WORKLOAD_UNSETTLED"
  | "WORKLOAD_UNSUPPORTED"
  | "WRITE_CONFLICT"
  | "WRITE_REFUSED";

export const catalogue: Readonly<Record<ErrorCode, CatalogueEntry>> = {
  ACCESS_DENIED: {
    text: "The cluster's RBAC does not allow this request.",
    why: "The account lacks the verb on the resource in that namespace.",
    fix: "Ask for the ClusterRole that the message names, or use another context.",
    exitCode: 4,
  },
  APPLICATION_FIELD_NOT_SERVED: {
    text: "The Application uses a field that this version does not serve.",
    why: "A field that would be ignored is refused instead, so that no Application promises more than happens.",
    fix: "Leave the field out.",
    exitCode: 5,
  },
  APPLY_CONFLICT: {
    text: "Another controller or tool owns a field that the manifest sets.",
    why: "Edits by kubectl of the Application's own objects are taken over; fields of other field managers are not.",
    fix: "Let one of the two stop setting the field.",
    exitCode: 1,
  },
  CLUSTER_UNREACHABLE: {
    text: "A cluster did not answer.",
    why: "The API server is down, the network is cut, or the answer took longer than the request time-out.",
    fix: "Check the network or raise --request-timeout; what the cluster holds is shown as unknown until it answers.",
    exitCode: 7,
  },
  COMMAND_NOT_NOW: {
    text: "The order does not fit the rollout's state.",
    why: "An order acts on what the rollout waits for; it waits for something else.",
    fix: "Look what it waits for: bellwether watch NAME.",
    exitCode: 5,
  },
  COMMAND_STEP_PASSED: {
    text: "The rollout is at another step than the order says.",
    why: "An order names the step that was on the screen, so that it never acts on one that nobody saw.",
    fix: "Look again: bellwether watch NAME.",
    exitCode: 5,
  },
  COMPONENT_AMBIGUOUS: {
    text: "The rollout does not say which component it rolls.",
    why: "componentList is empty and the revisions have more than one component in common.",
    fix: "Name one component in componentList, or in the annotation app.oam.dev/rolling-components.",
    exitCode: 5,
  },
  COMPONENT_NOT_FOUND: {
    text: "A revision does not have the component that the rollout names.",
    why: "componentList names a component that is not part of the Application as it was in that revision.",
    fix: "Correct componentList, or choose a revision that has the component.",
    exitCode: 5,
  },
  COMPOSITION_INVALID: {
    text: "The plugins do not fit together; nothing was started.",
    why: "Every fault of the composition is listed below the message.",
    fix: "Correct each fault; they are independent of each other.",
    exitCode: 5,
  },
  CONFIG_REFUSED: {
    text: "The configuration has faults; nothing was started.",
    why: "A key is unknown, or a value is not what its key takes.",
    fix: "Correct the lines that the message names.",
    exitCode: 5,
  },
  CONTEXT_NOT_FOUND: {
    text: "The kubeconfig has no context of that name.",
    why: "Contexts are looked up by exact name or by a pattern with *.",
    fix: "Choose one of the contexts that the message lists.",
    exitCode: 2,
  },
  CONTRIBUTION_DUPLICATE: {
    text: "Two plugins contribute the same key to one extension point.",
    why: "A rollout names a contribution by its key, so a key must be unique.",
    fix: "Remove one of the plugins, or rename a key.",
    exitCode: 5,
  },
  CRD_MISSING: {
    text: "The cluster does not serve a kind that Bellwether needs.",
    why: "The CustomResourceDefinitions are not installed there.",
    fix: "Install them: bellwether crds --install --context NAME.",
    exitCode: 1,
  },
  DEFINITION_NOT_FOUND: {
    text: "A component's type has no definition.",
    why: "ComponentDefinitions are looked up in the Application's namespace, then in vela-system.",
    fix: "Apply the ComponentDefinition, or correct the component's type; the Application is tried again by itself.",
    exitCode: 5,
  },
  FILE_UNREADABLE: {
    text: "A file could not be read or parsed.",
    why: "It does not exist, may not be read, or is not YAML.",
    fix: "Correct the path or the line that the message names.",
    exitCode: 2,
  },
  INTERNAL_UNEXPECTED: {
    text: "This is a bug in Bellwether, not in your cluster.",
    why: "The program met a state that it must never reach; nothing was written because of it.",
    fix: "Report the message and the version; the rollout holds where it is.",
    exitCode: 1,
  },
  NAME_AMBIGUOUS: {
    text: "The name fits more than one object.",
    why: "Rollouts of several kinds or clusters share it.",
    fix: "Say KIND/NAME, or choose one context.",
    exitCode: 2,
  },
  NO_HOST: {
    text: "No Bellwether host leads the cluster.",
    why: "The leader's Lease is missing or has expired.",
    fix: "Start the daemon: bellwether run. Orders are taken when one leads.",
    exitCode: 1,
  },
  PLAN_BATCHES_DISAGREE: {
    text: "numBatches and rolloutBatches say different things.",
    why: "Where both are given, numBatches must be the length of rolloutBatches.",
    fix: "Leave out numBatches, or rolloutBatches: numBatches alone distributes the pods evenly.",
    exitCode: 5,
  },
  PLAN_BATCHES_EXCEED_SIZE: {
    text: "The batches ask for more pods than there are.",
    why: "All batches together, without a last batch that takes the rest, may not exceed the size.",
    fix: "Lower the batches, or leave out replicas of the last one: it then takes the rest.",
    exitCode: 5,
  },
  PLAN_BATCHES_MISSING: {
    text: "The plan has no batches.",
    why: "rolloutBatches is empty, and numBatches does not say how to distribute the pods.",
    fix: "List rolloutBatches, or give numBatches.",
    exitCode: 5,
  },
  PLAN_BATCHES_SHORT_OF_SIZE: {
    text: "The batches ask for fewer pods than there are.",
    why: "The last batch names a number, and all batches together do not reach the size.",
    fix: "Raise the last batch, or leave out its replicas: it then takes the rest.",
    exitCode: 5,
  },
  PLAN_BATCH_UNREADABLE: {
    text: "A batch's size is neither a number nor a percentage.",
    why: "A size is a whole number of pods, 0 or more, or a whole percentage such as 20%.",
    fix: "Correct the value.",
    exitCode: 5,
  },
  PLAN_EDIT_TOO_LATE: {
    text: "The edit concerns batches that are done or under way.",
    why: "While a rollout runs, batchPartition may not go below the current batch and batches up to it may not change.",
    fix: "Undo that part of the edit; later batches may change.",
    exitCode: 5,
  },
  PLAN_FIELD_NOT_SERVED: {
    text: "The plan uses a field that this version does not serve.",
    why: "A field that would be ignored is refused instead, so that no plan promises more than happens.",
    fix: "Leave the field out.",
    exitCode: 5,
  },
  PLAN_SIZE_MISMATCH: {
    text: "targetSize does not fit the workload.",
    why: "A rollout in place keeps the workload's size; a pair may only keep or raise it.",
    fix: "Leave targetSize out, or scale first, in a rollout without a source.",
    exitCode: 5,
  },
  PLAN_STRATEGY_UNKNOWN: {
    text: "No plugin brings the strategy that the plan names.",
    why: "rolloutStrategy is the key of a strategy plugin.",
    fix: "Choose one of the strategies that the message lists, or add its plugin to the host.",
    exitCode: 5,
  },
  PLAN_TOO_LONG: {
    text: "The plan has more than 50 steps.",
    why: "A plan is for people to follow, and every step costs writes.",
    fix: "Use fewer, larger batches.",
    exitCode: 5,
  },
  PLUGIN_API_MISMATCH: {
    text: "A plugin was built for another plugin API.",
    why: "The contracts between plugins and the host change with this number only.",
    fix: "Upgrade the older side.",
    exitCode: 5,
  },
  PLUGIN_BAD_ANSWER: {
    text: "A plugin answered with something that its contract does not allow.",
    why: "The host checks every answer before it decides on it.",
    fix: "Report it to the plugin's author; the rollout waits, others go on.",
    exitCode: 1,
  },
  PLUGIN_CALL_FAILED: {
    text: "A call into a plugin failed or got no answer in time.",
    why: "The plugin threw, or did not answer before its deadline.",
    fix: "See the cause; the call is repeated, and the rollout waits until it succeeds.",
    exitCode: 1,
  },
  PLUGIN_START_FAILED: {
    text: "A plugin did not start on a cluster.",
    why: "Its create failed there; other plugins and other clusters go on.",
    fix: "See the cause; it is tried again when the cluster is engaged again.",
    exitCode: 1,
  },
  RENDER_FAILED: {
    text: "A component's template does not evaluate.",
    why: "The template, or the properties given to it, are at fault.",
    fix: "Correct the ComponentDefinition or the component's properties.",
    exitCode: 5,
  },
  RENDER_NO_OUTPUT: {
    text: "A component's template yields no output.",
    why: "A component template defines the workload as `output`.",
    fix: "Define output, with apiVersion and kind, in the template.",
    exitCode: 5,
  },
  RENDER_OUT_OF_MEMORY: {
    text: "A component's template needs more memory than a template may use.",
    why: "Templates run within a fixed memory limit, so that none can harm the host.",
    fix: "Make the template smaller; look for values that grow with each other.",
    exitCode: 5,
  },
  RENDER_TIMEOUT: {
    text: "A component's template takes longer than a template may run.",
    why: "Templates run within a time limit, so that none can hold up the host.",
    fix: "Make the template simpler; look for comprehensions over large lists.",
    exitCode: 5,
  },
  REVISION_NOT_FOUND: {
    text: "A revision that the rollout names does not exist.",
    why: "The name is wrong, or the Application has not produced it yet.",
    fix: "Correct the name, or apply the Application; the rollout goes on by itself.",
    exitCode: 5,
  },
  ROLLOUT_NOT_FOUND: {
    text: "There is no rollout of that name.",
    why: "Names are looked up in the namespace and on the clusters that the command names.",
    fix: "List what there is: bellwether get -A.",
    exitCode: 1,
  },
  RUNTIME_TOO_OLD: {
    text: "The runtime is too old.",
    why: "Bellwether needs Node 24 or Deno 2.9.",
    fix: "Install Node 24, or work in a clone of the repository: it brings its own.",
    exitCode: 1,
  },
  SCOPE_TOO_NARROW: {
    text: "A host-wide contribution needs a service that exists per cluster.",
    why: "A host-wide instance serves all clusters and cannot belong to one.",
    fix: 'Give the contribution scope "cluster", or need a host-wide service.',
    exitCode: 5,
  },
  SOURCE_IS_TARGET: {
    text: "The rollout's source is its target.",
    why: "A rollout moves pods from one revision to another; within one revision there is only a scale.",
    fix: "Leave the source out: the target is then scaled. Or name the revision that runs now.",
    exitCode: 5,
  },
  STATUS_UNREADABLE: {
    text: "The rollout's status is in a state that this version does not know.",
    why: "Another version or a person wrote it; nothing is decided on a state that the table does not know.",
    fix: "Upgrade the host, or remove the status field that the message names; nothing was written.",
    exitCode: 1,
  },
  TARGET_HAS_OWNER: {
    text: "The workload is controlled by another object.",
    why: "Two controllers of one workload would undo each other's writes.",
    fix: "Delete the other rollout first, or remove its owner reference.",
    exitCode: 5,
  },
  TEMPLATE_KIND_NOT_SERVED: {
    text: "A definition's template is of a kind that no plugin renders.",
    why: "The schematic names a language without a renderer.",
    fix: "Use a cue schematic, or add a renderer plugin.",
    exitCode: 5,
  },
  TOKEN_NOT_PROVIDED: {
    text: "A contribution needs a service that nothing provides.",
    why: "needs may name the host's services only.",
    fix: "Correct the name; the message lists the known ones.",
    exitCode: 5,
  },
  TRAITS_NOT_SERVED: {
    text: "A component has traits, which this version does not roll.",
    why: "A trait that would be ignored is refused instead, so that no rollout promises more than happens.",
    fix: "Leave the traits out.",
    exitCode: 5,
  },
  USAGE_WRONG: {
    text: "The command line is not one that Bellwether takes.",
    why: "A command, flag or value is unknown or missing.",
    fix: "See bellwether --help.",
    exitCode: 2,
  },
  WORKLOAD_GONE: {
    text: "The workload does not exist any more.",
    why: "Somebody deleted it while the rollout ran.",
    fix: "Delete the rollout, or bring the workload back; the rollout then goes on.",
    exitCode: 5,
  },
  WORKLOAD_NOT_HELD: {
    text: "The workload is not held.",
    why: "A rollout starts from a held workload, so that nothing moves outside its batches.",
    fix: "Nothing by hand: the rollout waits until its hold is seen.",
    exitCode: 5,
  },
  WORKLOAD_SELECTOR_OVERLAP: {
    text: "The source and the target select each other's pods.",
    why: "Two Deployments with one selector fight over their ReplicaSets.",
    fix: "Let the template set a selector that differs by revision.",
    exitCode: 5,
  },
  WORKLOAD_UNSETTLED: {
    text: "The workload is still moving.",
    why: "Pods of an earlier change are not there yet, and sizes cannot be judged before they are.",
    fix: "Wait; the rollout starts by itself once the workload has settled.",
    exitCode: 5,
  },
  WORKLOAD_UNSUPPORTED: {
    text: "No plugin can roll a workload of this kind.",
    why: "Each workload kind needs a workload adapter.",
    fix: "Add a plugin for the kind to the host; the rollout then goes on.",
    exitCode: 5,
  },
  WRITE_CONFLICT: {
    text: "Somebody else changes an object again and again while the rollout writes it.",
    why: "Every write names the version that it was decided on, and the API server refuses it when there is a newer one.",
    fix: "Find the other writer: kubectl get KIND NAME -o yaml --show-managed-fields. The rollout goes on by itself.",
    exitCode: 1,
  },
  WRITE_REFUSED: {
    text: "The API server refuses a write of the rollout again and again.",
    why: "An admission webhook fails, the server has an error, or the object has gone meanwhile.",
    fix: "See the message; the write is repeated, and the rollout goes on by itself once it is accepted.",
    exitCode: 1,
  },
};
