type Fields = Readonly<Record<string, unknown>>;

export interface CloneSetObject {
  readonly apiVersion: string;
  readonly metadata?: { readonly name?: string; readonly labels?: Readonly<Record<string, string>> };
  readonly [field: string]: unknown;
}

/** In v1alpha1 a label says what is a field in v1beta1. */
const excludesLabel = "apps.kruise.io/cloneset-scaling-exclude-preparing-delete";

/** A CloneSet of v1alpha1 (flat `updateStrategy`) in the shape of v1beta1. Nothing is lost. */
export function nestedCloneSet<T extends CloneSetObject>(flat: T): T {
  const { updateStrategy, scaleStrategy, ...spec } = fields(flat["spec"]);
  const { type, ...rollingUpdate } = fields(updateStrategy);
  const { disablePVCReuse, ...scaling } = fields(scaleStrategy);
  const { [excludesLabel]: excludes, ...labels } = flat.metadata?.labels ?? {};
  const onDelete = type === "OnDelete";
  return {
    ...flat,
    apiVersion: "apps.kruise.io/v1beta1",
    metadata: present({ ...flat.metadata, labels: present(labels) }),
    spec: present({
      ...spec,
      updateStrategy: present({
        type: onDelete ? type : updateStrategy && "RollingUpdate",
        rollingUpdate: present({ ...rollingUpdate, podUpdatePolicy: onDelete ? undefined : type }),
      }),
      scaleStrategy: present({
        ...scaling,
        // Absent means in v1alpha1 that a rebuilt pod takes over the claims, and in v1beta1 that it does not.
        enablePVCReuse: disablePVCReuse !== true,
        excludePreparingDelete: excludes === "true" || undefined,
      }),
    }),
  };
}

/** A CloneSet of v1beta1 (`updateStrategy.rollingUpdate`) in the shape of v1alpha1. Nothing is lost. */
export function flatCloneSet<T extends CloneSetObject>(nested: T): T {
  const { updateStrategy, scaleStrategy, ...spec } = fields(nested["spec"]);
  const { type, rollingUpdate } = fields(updateStrategy);
  const { podUpdatePolicy, ...flat } = fields(rollingUpdate);
  const { enablePVCReuse, excludePreparingDelete, ...scaling } = fields(scaleStrategy);
  const { [excludesLabel]: _, ...labels } = nested.metadata?.labels ?? {};
  return {
    ...nested,
    apiVersion: "apps.kruise.io/v1alpha1",
    metadata: present({
      ...nested.metadata,
      labels: present({ ...labels, [excludesLabel]: excludePreparingDelete === true ? "true" : undefined }),
    }),
    spec: present({
      ...spec,
      updateStrategy: present({ ...flat, type: type === "OnDelete" ? type : podUpdatePolicy }),
      scaleStrategy: present({ ...scaling, disablePVCReuse: enablePVCReuse === true ? undefined : true }),
    }),
  };
}

function fields(value: unknown): Fields {
  return (value ?? {}) as Fields;
}

/** Without undefined fields; undefined when none is left. */
function present(value: Fields): Fields | undefined {
  const entries = Object.entries(value).filter(([, field]) => field !== undefined);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}
