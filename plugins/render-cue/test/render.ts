import type { RenderContext, Rendered, RolloutError } from "@bellwether/core";
import type { CueRenderer } from "@bellwether/render-cue";

export const context: RenderContext = {
  name: "web",
  appName: "shop",
  appRevision: "shop-v3",
  appRevisionNum: 3,
  namespace: "default",
  revision: "web-v2",
};

type Parameters = Readonly<Record<string, unknown>>;

export function render(renderer: CueRenderer, template: string, parameters: Parameters = {}): Promise<Rendered> {
  return renderer.render({ component: "web", template, parameters, context }, AbortSignal.timeout(60_000));
}

/** The error of a render that must fail, as `CODE message`. */
export async function failure(renderer: CueRenderer, template: string, parameters: Parameters = {}): Promise<string> {
  try {
    return `rendered ${JSON.stringify(await render(renderer, template, parameters))}`;
  } catch (error) {
    const { code, message } = error as RolloutError;
    return `${code} ${message}`;
  }
}
