/** `ms` as Kubernetes' MicroTime, which must have six digits. */
export function microTime(ms: number): string {
  return new Date(ms).toISOString().replace("Z", "000Z");
}
