/** The Kubernetes version that an embedded cluster says it is. */
export const serverVersion = {
  major: "1",
  minor: "35",
  gitVersion: "v1.35.2",
  gitCommit: "",
  gitTreeState: "clean",
  buildDate: "2026-02-26T00:00:00Z",
  goVersion: "",
  compiler: "",
  platform: "bellwether/embedded",
} as const;
