import type { Command } from 'commander';
import { answerItem } from '../answer-item.ts';
import { addInput } from '../option-values.ts';
import { perform } from '../perform.ts';

interface ApproveOptions {
  readonly field?: Readonly<Record<string, string>>;
  readonly comment?: string;
  readonly detach?: boolean;
}

export function define(program: Command): void {
  program
    .command('approve')
    .description('say yes to what waits in the inbox')
    .argument('<item>', 'its id or a unique beginning of one: see pawl inbox')
    .option('--field <name=value>', 'fill in a field of its form; again for more', addInput)
    .option('--comment <text>', 'what the run gets to read')
    .option('--detach', 'do not follow the run')
    .action(perform((session, item: string, options: ApproveOptions) => answerItem(session, item, { decision: 'approve', ...options })));
}
