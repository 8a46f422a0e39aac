import type { Clock } from "@bellwether/core";
import type { ApiServer } from "../api/api-server.ts";
import type { OpenApi } from "./discovery/open-api.ts";
import type { Faults } from "./faults.ts";

/** What the handlers of one served cluster share. */
export interface Cluster {
  readonly api: ApiServer;
  readonly clock: Clock;
  readonly token: string;
  readonly faults: Faults;
  readonly openApi: OpenApi;
}
