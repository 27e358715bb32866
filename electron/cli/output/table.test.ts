import { describe, expect, it } from 'vitest';
import { type Column, renderTable } from './table.ts';
import { columnsOf } from './text.ts';

interface Row {
  readonly name: string;
  readonly state: string;
}
const columns: readonly Column<Row>[] = [
  { title: 'NAME', text: ({ name }) => name },
  { title: 'STATE', text: ({ state }) => state },
];

describe('a table', () => {
  it('stands in columns whatever the script of its cells', () => {
    const rows = [
      { name: 'tidy', state: 'ok' },
      { name: '日本語', state: 'failed' },
    ];
    expect(renderTable(rows, columns, 80)).toBe('NAME    STATE\ntidy    ok\n日本語  failed\n');
  });

  it('cuts its widest column where the terminal is too narrow', () => {
    const lines = renderTable([{ name: 'n'.repeat(100), state: 'completed' }], columns, 40)
      .trimEnd()
      .split('\n');
    expect(Math.max(...lines.map(columnsOf))).toBe(40);
    expect(lines[1]).toMatch(/^n+… {2}completed$/);
  });

  it('keeps a cell from breaking out of its line', () => {
    const text = renderTable([{ name: 'a\nb\u001b[2K', state: 'x' }], columns, 80);
    expect(text).toBe('NAME        STATE\na b\\x1b[2K  x\n');
  });

  it('colours what it shows without moving the columns', () => {
    const coloured = columns.map((column) => ({ ...column, style: (text: string) => `\u001b[31m${text}\u001b[39m` }));
    expect(renderTable([{ name: 'a', state: 'b' }], coloured, 80).split('\n')[1]).toBe(
      '\u001b[31ma   \u001b[39m  \u001b[31mb    \u001b[39m',
    );
  });
});
