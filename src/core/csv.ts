/** Cells that a spreadsheet would take for a formula when they begin so. */
const FORMULA = /^[=+\-@\t\r]/;

/** What a cell may hold; null leaves it empty. */
export type Cell = string | number | boolean | null;

/** A table as CSV (RFC 4180): a line of names, then one line a row. */
export function csvText(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return [head, ...rows].map(csvLine).join("");
}

/** One line of a table. Text that a spreadsheet would run as a formula is made plain with an apostrophe before it. */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(cellOf).join(",")}\r\n`;
}

function cellOf(value: Cell): string {
  if (value === null) return "";
  if (typeof value !== "string") return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
