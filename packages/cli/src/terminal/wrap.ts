import { widthOf } from "./palette.ts";

/** Breaks a text at blanks so that no line is longer than `width`; a longer word stays whole. */
export function wrapped(text: string, width: number | undefined): readonly string[] {
  if (width === undefined) return [text];
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (line !== "" && longer.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = longer;
    }
  }
  return [...lines, line];
}

/** Cuts a line that is too long, so that a repainted block keeps its height. Escape sequences take no room. */
export function cut(line: string, width: number | undefined, ellipsis: string): string {
  if (width === undefined || widthOf(line) <= width) return line;
  let room = width - ellipsis.length;
  const kept = line.split(/(\u001B\[[0-9;]*m)/).map((part) => {
    if (part.startsWith("\u001B")) return part;
    const taken = [...part].slice(0, room);
    room -= taken.length;
    return taken.join("");
  });
  return kept.join("") + ellipsis;
}
