export * from "./cue.ts";
export * from "./cue-renderer.ts";
