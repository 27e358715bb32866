import type { Command } from 'commander';
import { answerItem } from '../answer-item.ts';
import { perform } from '../perform.ts';

interface RejectOptions {
  readonly comment?: string;
  readonly pushBack?: boolean;
  readonly detach?: boolean;
}

export function define(program: Command): void {
  program
    .command('reject')
    .description('say no to what waits in the inbox, or push it back to be done again')
    .argument('<item>', 'its id or a unique beginning of one: see pawl inbox')
    .option('--comment <text>', 'why; with --push-back: what should be different')
    .option('--push-back', 'run again from the step that the workflow names, with the comment')
    .option('--detach', 'do not follow the run')
    .action(
      perform((session, item: string, { comment, pushBack = false, detach }: RejectOptions) =>
        answerItem(session, item, { decision: pushBack ? 'push_back' : 'reject', comment, detach }),
      ),
    );
}
