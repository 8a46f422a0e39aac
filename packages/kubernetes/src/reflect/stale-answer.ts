/** The API server answered from a state older than one that it has already shown. */
export class StaleAnswer extends Error {
  override readonly name: string = "StaleAnswer";
}
