const ESCAPE = /\\(?:u([\da-fA-F]{4})|x([\da-fA-F]{2})|([\s\S]))/g;
const CONTROL: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', v: '\v', 0: '\0', '\n': '' };

/** The text that a JavaScript string literal, single or double quoted, stands for. */
export function decodeStringLiteral(literal: string): string {
  return literal
    .slice(1, -1)
    .replace(ESCAPE, (_, unicode?: string, hex?: string, char?: string) =>
      char === undefined ? String.fromCharCode(Number.parseInt(unicode ?? hex ?? '', 16)) : (CONTROL[char] ?? char),
    );
}
