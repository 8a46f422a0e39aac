/** What the place that text goes to can do, and what the person asked for. */
export interface Terminal {
  readonly color: boolean;
  readonly unicode: boolean;
  /** Lines may be repainted in place. */
  readonly live: boolean;
  /** Undefined where lines have no limit. */
  readonly columns: number | undefined;
  readonly rows: number | undefined;
}

export type ColorChoice = "auto" | "always" | "never";

export interface TerminalOptions {
  readonly color?: ColorChoice;
  readonly ascii?: boolean;
}

/** The part of a stream that matters here. */
export interface OutputStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): unknown;
}

type Environment = Readonly<Record<string, string | undefined>>;

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== "";
}

function wantsColor(tty: boolean, env: Environment, choice: ColorChoice): boolean {
  if (choice !== "auto") return choice === "always";
  if (isSet(env["FORCE_COLOR"])) return env["FORCE_COLOR"] !== "0";
  return tty && !isSet(env["NO_COLOR"]) && env["TERM"] !== "dumb";
}

function hasUnicode(env: Environment): boolean {
  if (env["TERM"] === "linux" || env["TERM"] === "dumb") return false;
  const locale = [env["LC_ALL"], env["LC_CTYPE"], env["LANG"]].find(isSet);
  return locale === undefined ? true : /utf-?8/i.test(locale);
}

export function terminalOf(stream: OutputStream, env: Environment, options: TerminalOptions = {}): Terminal {
  const tty = stream.isTTY === true;
  return {
    color: wantsColor(tty, env, options.color ?? "auto"),
    unicode: options.ascii !== true && hasUnicode(env),
    live: tty && !isSet(env["CI"]) && env["TERM"] !== "dumb",
    // A pseudo-terminal that nobody has sized reports 0.
    columns: tty ? stream.columns || 80 : undefined,
    rows: tty ? stream.rows || 24 : undefined,
  };
}

export const plainTerminal: Terminal = {
  color: false,
  unicode: true,
  live: false,
  columns: undefined,
  rows: undefined,
};
