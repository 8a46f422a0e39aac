/**
 * What a terminal shows, scrollback included, after it was sent this text. Knows what a well-behaved program needs: line
 * feed, carriage return, cursor up, erase below, and colours; throws on anything else.
 */
export function screenAfter(text: string): readonly string[] {
  const lines: string[] = [""];
  let row = 0;
  let column = 0;
  for (const token of text.match(/\u001B\[[\d;?]*[a-zA-Z]|\u001B|[^\u001B]/gu) ?? []) {
    if (token === "\n") row += 1;
    else if (token === "\r") column = 0;
    else if (token.startsWith("\u001B")) control(token);
    else put(token);
    lines[row] ??= "";
  }
  return lines.map((line) => line.trimEnd());

  function put(character: string): void {
    const line = lines[row] ?? "";
    lines[row] = line.slice(0, column).padEnd(column) + character + line.slice(column + 1);
    column += 1;
  }

  function control(token: string): void {
    if (/^\u001B\[[\d;]*m$/.test(token)) return;
    const up = /^\u001B\[(\d*)A$/.exec(token);
    if (up !== null) row = Math.max(0, row - Number(up[1] || 1));
    else if (/^\u001B\[0?J$/.test(token)) {
      lines.splice(row + 1);
      lines[row] = (lines[row] ?? "").slice(0, column);
    } else throw new Error(`the terminal was sent ${JSON.stringify(token)}`);
  }
}
