import {
  ApiError,
  type KubeClient,
  type KubeObject,
  type ListOptions,
  type ObjectList,
  type WatchEvent,
  type WatchOptions,
} from "@bellwether/core";

export interface ScriptedWatch {
  readonly options: WatchOptions;
  send(...events: WatchEvent[]): void;
  fail(error: unknown): void;
  end(): void;
}

type Step = { readonly event: WatchEvent } | { readonly error: unknown } | "end";

/** A client whose lists and watches do what the test says; writes answer what the test puts in. */
export class ScriptedClient implements KubeClient {
  readonly lists: ListOptions[] = [];
  readonly watches: ScriptedWatch[] = [];
  answerList: (options: ListOptions) => ObjectList | Promise<ObjectList> = () => ({ resourceVersion: "1", items: [] });
  answerWrite: () => KubeObject | Promise<KubeObject> = () => {
    throw new Error("no write was expected");
  };

  get current(): ScriptedWatch {
    const last = this.watches.at(-1);
    if (last === undefined) throw new Error("nobody watches");
    return last;
  }

  async list(_type: unknown, options: ListOptions = {}): Promise<ObjectList> {
    this.lists.push(options);
    return this.answerList(options);
  }

  watch(_type: unknown, options: WatchOptions): AsyncIterable<WatchEvent> {
    const steps: Step[] = [];
    let wake = (): void => {};
    const add = (step: Step): void => {
      steps.push(step);
      wake();
    };
    this.watches.push({
      options,
      send: (...events) => events.forEach((event) => add({ event })),
      fail: (error) => add({ error }),
      end: () => add("end"),
    });
    return {
      async *[Symbol.asyncIterator]() {
        for (;;) {
          while (steps.length === 0) await new Promise<void>((resolve) => (wake = resolve));
          const step = steps.shift();
          if (step === undefined || step === "end") return;
          if ("error" in step) throw step.error;
          yield step.event;
        }
      },
    };
  }

  get(): Promise<KubeObject> {
    return Promise.resolve(this.answerWrite());
  }

  create(): Promise<KubeObject> {
    return Promise.resolve(this.answerWrite());
  }

  apply(): Promise<KubeObject> {
    return Promise.resolve(this.answerWrite());
  }

  patch(): Promise<KubeObject> {
    return Promise.resolve(this.answerWrite());
  }

  async delete(): Promise<void> {
    await this.answerWrite();
  }

  resolve(): Promise<undefined> {
    return Promise.resolve(undefined);
  }
}

export function apiError(code: number, reason: string, message: string = reason): ApiError {
  return new ApiError({ kind: "Status", apiVersion: "v1", metadata: {}, status: "Failure", code, reason, message });
}
