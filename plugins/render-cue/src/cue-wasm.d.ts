declare module "cue-wasm" {
  export function init(): Promise<{
    /** Throws a string when the document has an error. */
    toJSON(source: string): string;
  }>;
}
