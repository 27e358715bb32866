/** `file.read`, `git.*`, `workflow:Nightly build`, `workflow:*`, `delegate`, `delegate:writer`, `ask`, `*`. */
export function isToolPattern(text: string): boolean {
  return /^(?:\*|ask|delegate|(?:delegate|workflow):\S.*|[a-z]+\.(?:\*|[A-Za-z]+))$/.test(text);
}

/** How closely a pattern names a tool: 0 not at all, 1 by `*`, 2 by its family, 3 by itself. */
export function closeness(pattern: string, tool: string): 0 | 1 | 2 | 3 {
  if (pattern === tool) return 3;
  if (pattern === '*') return 1;
  const isFamily =
    pattern.endsWith('.*') || pattern.endsWith(':*')
      ? tool.startsWith(pattern.slice(0, -1))
      : pattern === 'delegate' && tool.startsWith('delegate:');
  return isFamily ? 2 : 0;
}
