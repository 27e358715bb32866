import { findTasks } from './find-tasks.ts';
import type { Prompt } from './read-prompt.ts';
import { reviewCode, writeReview } from './review-code.ts';
import { summarize } from './summarize.ts';
import { writeCommitMessage } from './write-commit-message.ts';

/** An answer in words, by what the task names. */
export function writeText({ task, content }: Prompt): string {
  if (/commit message/i.test(task)) return writeCommitMessage(content);
  if (/\breview|vulnerab|code quality/i.test(task)) return writeReview(reviewCode(content));
  if (/action items|tasks|to-?dos/i.test(task)) {
    const tasks = findTasks(content).map(
      ({ task: what, owner, due }) => `- ${[what, owner, due].filter((part) => part !== '').join(', ')}`,
    );
    return tasks.length === 0 ? 'Nobody has promised anything.' : tasks.join('\n');
  }
  if (/\b(?:reply|respond|answer the customer|write back)/i.test(task)) return writeReply(content);
  if (/document|release notes|changelog|digest/i.test(task)) return writeNotes(content);
  return summarize(content) || 'There is nothing to say: the text is empty.';
}

function writeReply(content: string): string {
  const name = /(?:regards|thanks|best|cheers),?\s*\n+\s*([A-Z]\w+)/i.exec(content)?.[1] ?? /^from:\s*"?([A-Z]\w+)/im.exec(content)?.[1];
  const about = summarize(content, 1).replace(/\.$/, '');
  return `Hello${name === undefined ? '' : ` ${name}`},\n\nthank you for writing to us. We have understood: “${about}”. We are looking into it and write again within one working day.\n\nKind regards\nThe support team`;
}

/** Bullets of what commits or lists say, grouped by the first word. */
function writeNotes(content: string): string {
  const lines = content
    .split('\n')
    .map((line) => line.replace(/^\s*(?:[-*•]|[0-9a-f]{7,40})\s+/, '').trim())
    .filter((line) => line !== '' && !/^(?:(?:commit|author|date|merge)\b|\()/i.test(line));
  const groups = Map.groupBy(lines, (line) =>
    /^(?:fix|repair|correct)/i.test(line) ? 'Fixed' : /^(?:add|feat|new|introduce)/i.test(line) ? 'Added' : 'Changed',
  );
  return (['Added', 'Changed', 'Fixed'] as const)
    .flatMap((group) => {
      const own = groups.get(group) ?? [];
      return own.length === 0
        ? []
        : [
            `### ${group}\n\n${own
              .slice(0, 20)
              .map((line) => `- ${line}`)
              .join('\n')}`,
          ];
    })
    .join('\n\n');
}
