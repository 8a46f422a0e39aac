/** The text without what differs from run to run: times, durations, generated names, ports and hashes. */
export function masked(text: string): string {
  return text
    .replaceAll(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z/g, "TIME")
    .replaceAll(/(^ +|in )\d+\.\ds/gm, "$1N.Ns")
    .replaceAll(/ (?:\d+m)?\d+s$/gm, " Ns")
    .replaceAll(/ (?:\d+m)?\d+s {2,}/g, " Ns    ")
    .replaceAll(/\b[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g, "UID")
    .replaceAll(/(Resource Version: +)\d+/g, "$1N")
    .replaceAll(/(Target Generation: +)[0-9a-f]{16}/g, "$1HASH")
    .replaceAll(/\b(metrics-provider(?:-v\d)?(?:-[a-f0-9]{8,10})?)-[a-z0-9]{5}\b/g, "$1-xxxxx");
}
