import {
  ApiServer,
  type ClusterIdentity,
  createIdentity,
  type Faults,
  serveCluster,
  type ServedCluster,
} from "@bellwether/embedded";
import { TestClock } from "../../api/cluster.ts";
import { RawClient } from "./raw-client.ts";

/** One for all tests of a file, because making certificates is slow. */
const identity: ClusterIdentity = await createIdentity();

export interface ServedTest extends AsyncDisposable {
  readonly api: ApiServer;
  readonly clock: TestClock;
  readonly served: ServedCluster;
  readonly client: RawClient;
}

/** A new cluster on a clock that the test moves, and a client of it. */
export async function serve(options: { faults?: Faults; history?: number } = {}): Promise<ServedTest> {
  const clock = new TestClock();
  const { faults = {}, history = 1000 } = options;
  const api = new ApiServer({ clock, seed: 1, history });
  const served = await serveCluster(api, { clock, identity, faults });
  const client = new RawClient(served);
  return {
    api,
    clock,
    served,
    client,
    [Symbol.asyncDispose]: async () => {
      await client[Symbol.asyncDispose]();
      await served[Symbol.asyncDispose]();
    },
  };
}
