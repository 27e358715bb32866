import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';

// Draws what a command prints in a terminal as an SVG: node scripts/picture.ts <file.svg> <prompt line> -- <command…>
// Needs `script` (util-linux), which gives the command a terminal.
const [target = 'out/picture.svg', prompt = '', , ...command] = process.argv.slice(2);
const colours: Readonly<Record<number, string>> = {
  31: '#f47067',
  32: '#6bc46d',
  33: '#daaa3f',
  34: '#6cb6ff',
  35: '#dcbdfb',
  36: '#76e3ea',
  90: '#8b949e',
};
const lineHeight = 20;
const charWidth = 8.43;

const quoted = command.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
const run = spawnSync('script', ['-qec', `stty cols 96; ${quoted}`, '/dev/null'], { encoding: 'utf8' });
const lines = [`\u001b[32m$\u001b[0m ${prompt}`, ...screenOf(run.stdout)];
const width = Math.ceil(40 + charWidth * Math.max(...lines.map((line) => plain(line).length)));
const height = 64 + lines.length * lineHeight;
const body = lines
  .map((line, index) => `<text x="20" y="${60 + index * lineHeight}" xml:space="preserve">${spans(line)}</text>`)
  .join('\n');
writeFileSync(
  target,
  `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">
<rect width="100%" height="100%" rx="10" fill="#1c2128"/>
<circle cx="22" cy="22" r="6" fill="#f47067"/><circle cx="42" cy="22" r="6" fill="#daaa3f"/><circle cx="62" cy="22" r="6" fill="#6bc46d"/>
<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" fill="#d1d7e0">
${body}
</g>
</svg>
`,
);

/** What is left on the screen: a carriage return or an erased line takes back what a spinner has drawn. */
function screenOf(output: string): string[] {
  const moves = /\u001b\[(?:\?25[lh]|0?K|2K|1G|\d*A)|\u001b\[J/g;
  return output
    .split(/\r?\n/)
    .map((line) => (line.split(/\r|\u001b\[2K|\u001b\[1G/).at(-1) ?? '').replaceAll(moves, ''))
    .filter((line) => !/^[\u2800-\u28ff◦]/.test(plain(line)))
    .filter((line, index, all) => plain(line).trim() !== '' || (index > 0 && index < all.length - 1));
}

function plain(line: string): string {
  return line.replaceAll(/\u001b\[[\d;]*m/g, '');
}

function spans(line: string): string {
  let style = '';
  return line
    .split(/(\u001b\[[\d;]*m)/)
    .map((part) => {
      const code = /^\u001b\[([\d;]*)m$/.exec(part)?.[1];
      if (code === undefined) return part === '' ? '' : `<tspan${style}>${escapeXml(part)}</tspan>`;
      style = styleOf(code.split(';').map(Number));
      return '';
    })
    .join('');
}

function styleOf(codes: readonly number[]): string {
  const colour = codes.map((code) => colours[code]).find((found) => found !== undefined);
  if (colour !== undefined) return ` fill="${colour}"`;
  if (codes.includes(1)) return ' font-weight="bold"';
  return codes.includes(2) ? ' fill="#8b949e"' : '';
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
