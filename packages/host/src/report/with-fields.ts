import type { LogFields, Logger } from "@bellwether/core";

/** The same log with fields that every line carries; a line's own fields win. */
export function withFields(log: Logger, fixed: LogFields): Logger {
  return {
    debug: (message, fields) => log.debug(message, { ...fixed, ...fields }),
    info: (message, fields) => log.info(message, { ...fixed, ...fields }),
    warn: (message, fields) => log.warn(message, { ...fixed, ...fields }),
    error: (message, fields) => log.error(message, { ...fixed, ...fields }),
  };
}
