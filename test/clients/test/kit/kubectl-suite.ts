import { findStockKubectl, Kubectl } from "@bellwether/testing";
import { afterAll, beforeAll, describe, test } from "vitest";
import { animate, serveEmptyCluster, type Session } from "./session.ts";

const stock = await findStockKubectl();

export interface KubectlSession extends Session {
  readonly kubectl: Kubectl;
}

type Case = (name: string, run: (session: KubectlSession) => Promise<void>) => void;

interface SuiteOptions {
  /** With controllers and nodes; without, nothing changes but by the cases themselves. */
  readonly alive: boolean;
}

/** Cases that share one cluster and run at the same time: each uses names of its own. */
export function kubectlSuite(
  name: string,
  cases: (check: Case) => void,
  { alive }: SuiteOptions = { alive: false },
): void {
  describe.skipIf(stock.path === undefined)(name, () => {
    const disposal = new AsyncDisposableStack();
    let session: KubectlSession;
    beforeAll(async () => {
      const { api, served } = await serveEmptyCluster();
      disposal.use(served);
      if (alive) disposal.use(animate(api));
      const kubectl = disposal.use(await Kubectl.open(stock.path ?? "", served.kubeconfig("embedded")));
      session = { api, served, kubectl };
    });
    afterAll(() => disposal.disposeAsync());
    cases((title, run) => test.concurrent(title, () => run(session)));
  });
}
