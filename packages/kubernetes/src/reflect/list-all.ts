import {
  ApiUnreachable,
  type Clock,
  type KubeClient,
  type KubeObject,
  type ObjectList,
  type ResourceType,
  type ViewScope,
} from "@bellwether/core";
import { Patience, unlessAborted } from "../time/patience.ts";
import type { ReflectorTiming } from "./reflector-timing.ts";

export interface ListAllOptions {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly type: ResourceType;
  readonly scope: ViewScope;
  readonly timing: ReflectorTiming;
  readonly signal: AbortSignal;
  /** Throws when a page of this version must not be used. */
  readonly accept: (version: string) => void;
}

/** All pages of a list, as of the version of the first. */
export async function listAll({
  client,
  clock,
  type,
  scope,
  timing,
  signal,
  accept,
}: ListAllOptions): Promise<ObjectList> {
  const items: KubeObject[] = [];
  let first: ObjectList | undefined;
  let next: string | undefined;
  do {
    using patience = new Patience(clock, timing.silenceMs, () => new ApiUnreachable("the list got no answer"), signal);
    const token = next === undefined ? {} : { continue: next };
    const request = { ...scope, ...token, limit: timing.pageSize, signal: patience.signal };
    const page = await unlessAborted(client.list(type, request), patience.signal);
    accept(page.resourceVersion);
    first ??= page;
    for (const item of page.items) items.push(item);
    next = page.continue;
  } while (next !== undefined && next !== "");
  return { resourceVersion: first.resourceVersion, items };
}
