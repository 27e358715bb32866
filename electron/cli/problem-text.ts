import type { Problem } from '../../shared/workflow/problem.ts';

/** `12:5 error UNKNOWN_STEP: message (steps[2].needs)` */
export function problemText({ line, column, severity, code, message, path }: Problem): string {
  const place = line === undefined ? '' : `${line}:${column ?? 1} `;
  return `${place}${severity} ${code}: ${message}${path === undefined || path === '' ? '' : ` (${path})`}`;
}
