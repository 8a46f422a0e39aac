/** What became of one CUE document. Only `timeout` and `crashed` may differ when it is tried again. */
export type Evaluation =
  | { readonly kind: "value"; readonly json: string }
  | { readonly kind: "refused"; readonly message: string }
  | { readonly kind: "outOfMemory" }
  | { readonly kind: "timeout" }
  | { readonly kind: "crashed"; readonly message: string };

export interface Limits {
  /** Wall time of one evaluation. */
  readonly timeMs: number;
  /** Memory of the WebAssembly instance that evaluates. */
  readonly memoryMb: number;
}
