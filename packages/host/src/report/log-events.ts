import type { Logger, RolloutEvent } from "@bellwether/core";
import type { EventBus } from "../scope/event-bus.ts";
import { fieldsOf } from "./rollout-fields.ts";
import { withFields } from "./with-fields.ts";

/** One line for each thing that happened; the keys are the same everywhere. */
export function logEvents(bus: EventBus, log: Logger): Disposable {
  const epochs = new Map<string, number>();
  bus.on("leadershipGained", ({ cluster, epoch }) => {
    if (epoch !== undefined) epochs.set(cluster, epoch);
  });
  return bus.onAny((event) => logEvent(event, withFields(log, { epoch: epochs.get(event.cluster) })));
}

function logEvent(event: RolloutEvent, log: Logger): void {
  switch (event.type) {
    case "transitionFollowed": {
      const { from, guard, to, batch, revision } = event;
      return log.info(`${from}: ${guard}, now ${to}`, { ...fieldsOf(event), step: batch, revision, guard });
    }
    case "rolloutWaited": {
      const { guard, text, batch, revision } = event;
      return log.info(`waiting for ${guard}: ${text}`, { ...fieldsOf(event), step: batch, revision, guard });
    }
    case "effectMade": {
      const { effect, batch, revision } = event;
      return log.debug(`made: ${effect}`, { ...fieldsOf(event), step: batch, revision });
    }
    case "passFailed":
      return log.error(event.message, { ...fieldsOf(event), code: event.code });
    case "pluginFailed": {
      const { cluster, plugin, contribution, method, message } = event;
      const code = method === "create" ? "PLUGIN_START_FAILED" : "PLUGIN_CALL_FAILED";
      return log.error(message, { cluster, plugin, point: contribution, method, code });
    }
    case "clusterEngaged":
    case "clusterLost":
    case "leadershipGained":
    case "leadershipLost":
      return log.info(event.message, { cluster: event.cluster });
  }
}
