import type { LogFields, Logger } from "@bellwether/core";

export interface LogLine {
  readonly level: "debug" | "info" | "warn" | "error";
  readonly message: string;
  readonly fields: LogFields;
}

/** Keeps every line, for tests to read. */
export class Logs implements Logger {
  readonly lines: LogLine[] = [];
  readonly debug: Logger["debug"] = (message, fields) => this.#add("debug", message, fields);
  readonly info: Logger["info"] = (message, fields) => this.#add("info", message, fields);
  readonly warn: Logger["warn"] = (message, fields) => this.#add("warn", message, fields);
  readonly error: Logger["error"] = (message, fields) => this.#add("error", message, fields);

  texts(level: LogLine["level"]): readonly string[] {
    return this.lines.filter((line) => line.level === level).map(({ message }) => message);
  }

  #add(level: LogLine["level"], message: string, fields: LogFields = {}): void {
    this.lines.push({ level, message, fields });
  }
}
