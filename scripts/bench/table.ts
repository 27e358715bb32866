import { isMet, type Measure, type Row, type Target } from './row.ts';

const widths = [58, 10, 44, 8, 8] as const;

/** One block of lines for each row: ours, what the machine does, the ratio, what is wanted, and whether it is so. */
export function printMeasures(row: Row, measures: readonly Measure[]): void {
  const lines = [`\n${row.title}`, line(['', 'ours', 'floor', 'ratio', 'target', ''])];
  for (const measure of measures) {
    const { what, ours, floor, ratio, target, note } = measure;
    const mark = target === undefined ? '' : isMet(measure, target) ? '✓' : '✗';
    lines.push(
      line([
        what,
        format(ours, measure.unit),
        floor === undefined ? '' : `${floor.name} ${format(floor.value, measure.unit)}`,
        ratio === undefined ? '' : ratio.toFixed(2),
        target === undefined ? '' : targetText(target, measure.unit),
        [mark, note].filter(Boolean).join('  '),
      ]),
    );
  }
  process.stdout.write(`${lines.join('\n')}\n`);
}

function line(cells: readonly string[]): string {
  const padded = cells.map((cell, index) => {
    const width = widths[index];
    if (width === undefined) return cell;
    return index === 0 ? cell.padEnd(width) : cell.padStart(width);
  });
  return `  ${padded.join('  ')}`.trimEnd();
}

function targetText(target: Target, unit: Measure['unit']): string {
  const text = (value: number) => (target.of === 'ratio' ? String(value) : format(value, unit));
  return 'atLeast' in target ? `≥ ${text(target.atLeast)}` : `≤ ${text(target.atMost)}`;
}

function format(value: number, unit: Measure['unit']): string {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : value < 0.1 ? 3 : 2;
  const number = value.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
  switch (unit) {
    case 'per second':
      return `${number}/s`;
    case 'count':
      return number;
    default:
      return `${number} ${unit}`;
  }
}
