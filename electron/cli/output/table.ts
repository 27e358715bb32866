import { columnsOf, cut, inertLine, pad } from './text.ts';

export interface Column<T> {
  readonly title: string;
  /** Plain text, from outside or not. */
  text(row: T): string;
  /** Colours the text that is shown; must not change its width. */
  style?(text: string, row: T): string;
}

const gap = '  ';
const narrowest = 8;

/** Lines of text columns under their titles. Where they do not fit into `width` the widest columns are cut. */
export function renderTable<T>(rows: readonly T[], columns: readonly Column<T>[], width: number): string {
  const cells = rows.map((row) => columns.map((column) => inertLine(column.text(row))));
  const wanted = columns.map((column, at) => Math.max(columnsOf(column.title), ...cells.map((line) => columnsOf(line[at] ?? ''))));
  const widths = shrink(wanted, width - gap.length * (columns.length - 1));
  const lines = [columns.map((column, at) => pad(column.title, widths[at] ?? 0)).join(gap)];
  for (const [index, row] of rows.entries()) {
    const line = columns.map((column, at) => {
      const text = pad(cut(cells[index]?.[at] ?? '', widths[at] ?? 0), widths[at] ?? 0);
      return column.style === undefined ? text : column.style(text, row);
    });
    lines.push(line.join(gap));
  }
  return lines.map((line) => `${line.trimEnd()}\n`).join('');
}

/** Takes columns from the widest one until all cut, or none can give any more. */
function shrink(wanted: readonly number[], available: number): readonly number[] {
  const widths = [...wanted];
  for (let excess = sum(widths) - available; excess > 0; excess -= 1) {
    const widest = widths.indexOf(Math.max(...widths));
    const current = widths[widest] ?? 0;
    if (current <= narrowest) break;
    widths[widest] = current - 1;
  }
  return widths;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, each) => total + each, 0);
}
