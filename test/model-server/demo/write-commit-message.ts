/** A conventional commit message from a diff: what kind of files it touches, and the names that it adds and removes. */
export function writeCommitMessage(diff: string): string {
  const files = [...diff.matchAll(/^diff --git a\/.+ b\/(.+)$/gm)].map(([, file = '']) => file);
  const added = namesIn(diff, '+');
  const removed = namesIn(diff, '-');
  const newOnes = added.filter((name) => !removed.includes(name));
  const gone = removed.filter((name) => !added.includes(name));
  const subject = `${kindOf(files, diff)}: ${describe(files, newOnes, gone, diff)}`.slice(0, 72);
  const body = files.length > 1 ? `\n\n${files.map((file) => `- ${file}`).join('\n')}` : '';
  return `${subject}${body}`;
}

function kindOf(files: readonly string[], diff: string): string {
  const all = (pattern: RegExp) => files.length > 0 && files.every((file) => pattern.test(file));
  if (all(/\.(?:md|txt|rst)$/)) return 'docs';
  if (all(/\.(?:test|spec)\.|(?:^|\/)tests?\//)) return 'test';
  if (all(/(?:^|\/)(?:package(?:-lock)?\.json|\.github\/|Dockerfile|.*\.ya?ml)/)) return 'chore';
  return /^new file mode/m.test(diff) ? 'feat' : /\b(?:fix|bug|error|throw|catch|null)\b/i.test(addedLines(diff)) ? 'fix' : 'feat';
}

function describe(files: readonly string[], added: readonly string[], gone: readonly string[], diff: string): string {
  const [first = 'the code'] = files;
  const where = files.length > 1 ? `${files.length} files` : first;
  if (/^deleted file mode/m.test(diff) && added.length === 0) return `remove ${where}`;
  if (added[0] !== undefined && gone[0] !== undefined) return `replace ${gone[0]} by ${added[0]} in ${where}`;
  if (added[0] !== undefined) return `add ${added.slice(0, 2).join(' and ')} to ${where}`;
  if (gone[0] !== undefined) return `remove ${gone.slice(0, 2).join(' and ')} from ${where}`;
  return /^new file mode/m.test(diff) ? `add ${where}` : `update ${where}`;
}

function addedLines(diff: string): string {
  return [...diff.matchAll(/^\+(?!\+\+)(.*)$/gm)].map(([, line]) => line).join('\n');
}

/** What the lines declare: functions, classes, constants, headings. */
function namesIn(diff: string, sign: '+' | '-'): string[] {
  const declares =
    /^[+-]\s*(?:export\s+)?(?:default\s+)?(?:async\s+)?(?:function|class|interface|type|const|let|def|fn)\s+([A-Za-z_]\w*)|^[+-]#+\s+(.+)$/;
  return diff
    .split('\n')
    .filter((line) => line.startsWith(sign) && !line.startsWith(sign.repeat(3)))
    .flatMap((line) => {
      const [, name, heading] = declares.exec(line) ?? [];
      return name ?? heading ?? [];
    });
}
