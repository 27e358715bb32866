export interface Finding {
  readonly file: string;
  /** From 1, in the file where a diff tells it, else in the text. */
  readonly line: number;
  readonly severity: 'error' | 'warning' | 'info';
  readonly rule: string;
  readonly message: string;
  readonly suggestion: string;
}

const rules: readonly (Pick<Finding, 'severity' | 'rule' | 'message' | 'suggestion'> & { readonly pattern: RegExp })[] = [
  {
    pattern: /\beval\s*\(|\bnew Function\s*\(/,
    severity: 'error',
    rule: 'no-eval',
    message: 'Runs text as code: whoever writes the text runs code here.',
    suggestion: 'Parse the input, or look the value up in a table.',
  },
  {
    pattern: /(?:password|passwd|secret|api_?key|token)\s*[:=]\s*['"`][^'"`\s]{6,}['"`]/i,
    severity: 'error',
    rule: 'no-secrets',
    message: 'A secret stands in the code, and so in every copy of the repository.',
    suggestion: 'Read it from the environment or a secret store, and change it.',
  },
  {
    pattern: /\b(?:query|execute|exec)\s*\(\s*(?:`[^`]*\$\{|['"][^'"]*['"]\s*\+)/,
    severity: 'error',
    rule: 'no-injection',
    message: 'A value is put into a command as text.',
    suggestion: 'Pass it as a parameter.',
  },
  {
    pattern: /catch\s*(?:\([^)]*\))?\s*\{\s*\}/,
    severity: 'error',
    rule: 'no-empty-catch',
    message: 'An error is swallowed here, and nobody will ever know.',
    suggestion: 'Handle it, or let it through.',
  },
  {
    pattern: /[^=!]==\s*null|[^=!]==[^=]|!=[^=]/,
    severity: 'warning',
    rule: 'eqeqeq',
    message: 'Compares loosely: 0, "" and null can be taken for each other.',
    suggestion: 'Use === or !==, and say which of null and undefined is meant.',
  },
  {
    pattern: /\bconsole\.(?:log|debug)\s*\(/,
    severity: 'warning',
    rule: 'no-console',
    message: 'Output for finding a fault was left in.',
    suggestion: 'Remove it, or write to the log.',
  },
  { pattern: /\bdebugger\b/, severity: 'warning', rule: 'no-debugger', message: 'Stops in every debugger.', suggestion: 'Remove it.' },
  {
    pattern: /:\s*any\b|\bas any\b/,
    severity: 'warning',
    rule: 'no-any',
    message: 'Nothing is checked behind `any`.',
    suggestion: 'Name the type, or take `unknown` and look.',
  },
  {
    pattern: /\bvar\s+\w/,
    severity: 'info',
    rule: 'no-var',
    message: '`var` is seen in the whole function.',
    suggestion: 'Use const or let.',
  },
  {
    pattern: /\b(?:TODO|FIXME|XXX)\b/,
    severity: 'info',
    rule: 'no-todo',
    message: 'Something was put off here.',
    suggestion: 'Do it, or open an issue and name it.',
  },
];

/** What a careful reader finds at a glance in a file or a diff; of a diff, in the lines that it adds. */
export function reviewCode(text: string): readonly Finding[] {
  const isDiff = /^@@ .* @@/m.test(text);
  const findings: Finding[] = [];
  let file = '';
  let line = 0;
  for (const written of text.split('\n')) {
    const start = /^@@ -\S+ \+(\d+)/.exec(written);
    const name = /^\+\+\+ (?:b\/)?(.+)$/.exec(written);
    if (name?.[1] !== undefined) file = name[1];
    else if (start?.[1] !== undefined) line = Number(start[1]) - 1;
    else if (!isDiff || !written.startsWith('-')) {
      line++;
      if (isDiff && !written.startsWith('+')) continue;
      const code = isDiff ? written.slice(1) : written;
      for (const { pattern, ...rule } of rules) if (pattern.test(code)) findings.push({ file, line, ...rule });
    }
  }
  return findings;
}

/** As Markdown, worst first. */
export function writeReview(findings: readonly Finding[]): string {
  if (findings.length === 0) return 'I found nothing to object to. The code is small and says what it does.';
  const weight = { error: 0, warning: 1, info: 2 };
  const lines = findings
    .toSorted((a, b) => weight[a.severity] - weight[b.severity])
    .map(({ file, line, severity, message, suggestion }) => {
      const place = file === '' ? `line ${line}` : `${file}:${line}`;
      return `- **${severity}**, ${place}: ${message} ${suggestion}`;
    });
  return `I found ${findings.length === 1 ? 'one thing' : `${findings.length} things`}.\n\n${lines.join('\n')}`;
}
