/** Figures with their units in the headings; rows have one cell a heading. */
export interface Table {
  readonly title: string;
  readonly headings: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

export type Cell = string | number;

/** For people: columns in line, numbers on the right. */
export function tableText({ title, headings, rows }: Table): string {
  const texts = [headings, ...rows].map((row) => row.map(String));
  const widths = headings.map((_, column) => Math.max(...texts.map((row) => row[column]?.length ?? 0)));
  const isNumber = headings.map((_, column) => rows.every((row) => typeof row[column] === "number"));
  const lineOf = (row: readonly string[]): string =>
    row
      .map((text, column) => (isNumber[column] ? text.padStart(widths[column] ?? 0) : text.padEnd(widths[column] ?? 0)))
      .join("  ")
      .trimEnd();
  return [title, ...texts.map((row) => `  ${lineOf(row)}`)].join("\n");
}

/** For programs: one object a row, by heading. */
export function tableObject({ title, headings, rows }: Table): object {
  const records = rows.map((row) => Object.fromEntries(headings.map((heading, column) => [heading, row[column]])));
  return { title, rows: records };
}
