import type { ComponentRenderer, Rendered, RenderRequest, RolloutPlugin } from "@bellwether/core";
import { componentRenderer, definePlugin } from "@bellwether/core";
import { CueRenderer } from "@bellwether/render-cue";

/**
 * Components as the real renderer has rendered them beforehand, so that no worker runs inside a schedule. The templates
 * of the simulation read the component's name from their context, and nothing else.
 */
export class RenderedComponents implements ComponentRenderer, AsyncDisposable {
  readonly #renderer = new CueRenderer();
  readonly #rendered = new Map<string, Rendered>();

  /** Renders for real, unless that was done before. */
  async prepare(request: RenderRequest): Promise<void> {
    const id = idOf(request);
    if (this.#rendered.has(id)) return;
    this.#rendered.set(id, await this.#renderer.render(request, new AbortController().signal));
  }

  async render(request: RenderRequest): Promise<Rendered> {
    const rendered = this.#rendered.get(idOf(request));
    if (rendered === undefined) throw new Error(`nobody has prepared ${idOf(request)}`);
    return rendered;
  }

  get plugin(): RolloutPlugin {
    return definePlugin({
      name: "@bellwether/simulation-renderer",
      version: "0.0.0",
      contributions: [
        componentRenderer.implement("cue", {
          scope: "host",
          create: () => ({ render: (request) => this.render(request) }),
        }),
      ],
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#renderer[Symbol.asyncDispose]();
  }
}

function idOf({ component, template, parameters }: RenderRequest): string {
  return JSON.stringify([component, template.length, parameters]);
}
