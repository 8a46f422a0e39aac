/** What an Application can be at; the image tells pods of one version from those of another. */
export type Version = "v1" | "v2" | "v3" | "broken";

export const images: Readonly<Record<Version, string>> = {
  v1: "stefanprodan/podinfo:4.0.6",
  v2: "stefanprodan/podinfo:5.0.2",
  v3: "stefanprodan/podinfo:6.0.0",
  broken: "stefanprodan/podinfo:no-such-tag",
};

export function versionOf(image: string): string {
  return Object.entries(images).find(([, one]) => one === image)?.[0] ?? image;
}
