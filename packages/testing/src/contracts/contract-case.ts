/** One thing that an implementation must do, free of any test runner: it throws when that is not so. */
export interface ContractCase {
  readonly name: string;
  run(): Promise<void>;
}
