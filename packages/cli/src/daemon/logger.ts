import type { Logger } from "@bellwether/core";
import { pino } from "pino";
import type { OutputStream } from "../terminal/terminal.ts";
import type { LogFormat, LogLevel } from "./daemon-config.ts";

/** One JSON object a line, or lines for people; control characters of texts are escaped in both. */
export function createLogger(stream: OutputStream, format: LogFormat, level: LogLevel): Logger {
  const destination = { write: (line: string) => void stream.write(format === "json" ? line : textLine(line)) };
  const logger = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
  return {
    debug: (message, fields = {}) => logger.debug(fields, message),
    info: (message, fields = {}) => logger.info(fields, message),
    warn: (message, fields = {}) => logger.warn(fields, message),
    error: (message, fields = {}) => logger.error(fields, message),
  };
}

function textLine(line: string): string {
  const { time, level, msg, ...fields } = JSON.parse(line) as Readonly<Record<string, unknown>>;
  const rest = Object.entries(fields).map(
    ([key, value]) =>
      `${key}=${typeof value === "string" && /^[\w./:@-]+$/.test(value) ? value : JSON.stringify(value)}`,
  );
  return `${[String(time), String(level).padEnd(5), JSON.stringify(msg).slice(1, -1), ...rest].join(" ")}\n`;
}
