import { type ComponentRenderer, componentRenderer } from "@bellwether/core";
import type { Contributed } from "./contributed.ts";
import type { Instances } from "./instances.ts";

/** Every component renderer that has started, behind the deadline and the blame of any other call. */
export function blamedRenderers(instances: Instances): ReadonlyMap<string, ComponentRenderer> {
  const renderers = new Map<string, ComponentRenderer>();
  instances.onAdded(componentRenderer, (contributed) => renderers.set(contributed.key, blamed(contributed)));
  return renderers;
}

function blamed(contributed: Contributed<ComponentRenderer>): ComponentRenderer {
  return {
    render: (request, signal) => contributed.call("render", (r, within) => r.render(request, within), signal),
  };
}
