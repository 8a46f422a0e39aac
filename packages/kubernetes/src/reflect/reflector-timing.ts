/** How long a reflector waits for what, in milliseconds, and how much it asks for at once. */
export interface ReflectorTiming {
  /** A stream that says nothing for so long is taken for half-open and opened anew. */
  readonly silenceMs: number;
  /** So is one that does not show an own write within so long; what it holds is then listed anew. */
  readonly overdueMs: number;
  /** A server is asked to end a watch after a time between half of this and all of it. */
  readonly watchMs: number;
  /** A watch without a word is taken for accepted after so long. */
  readonly acceptedMs: number;
  /** When a watch ends so long after the last list, the next one starts from a new list: a watch cannot tell what it lost. */
  readonly relistMs: number;
  readonly firstBackoffMs: number;
  readonly maxBackoffMs: number;
  readonly pageSize: number;
}

export const defaultTiming: ReflectorTiming = {
  silenceMs: 60_000,
  overdueMs: 3_000,
  watchMs: 600_000,
  acceptedMs: 10_000,
  relistMs: 3_600_000,
  firstBackoffMs: 200,
  maxBackoffMs: 10_000,
  pageSize: 500,
};
