import type { KubeObject } from "@bellwether/core";
import { asApplicationRevision } from "../kinds/application-revision.ts";
import { renderRevision, type Renderers } from "./render-revision.ts";
import type { RenderedRevision } from "./rendered-revision.ts";

/** Renders a revision once for as long as the cluster shows the same object. */
export class RevisionRenders {
  readonly #renderers: Renderers;
  readonly #renders = new WeakMap<KubeObject, Promise<RenderedRevision>>();

  constructor(renderers: Renderers) {
    this.#renderers = renderers;
  }

  /** Throws `RolloutError` when a template cannot be rendered; the next call then tries again. */
  async render(revision: KubeObject, signal: AbortSignal): Promise<RenderedRevision> {
    const render =
      this.#renders.get(revision) ?? renderRevision(asApplicationRevision(revision), this.#renderers, signal);
    this.#renders.set(revision, render);
    try {
      return await render;
    } catch (error) {
      this.#renders.delete(revision);
      throw error;
    }
  }
}
