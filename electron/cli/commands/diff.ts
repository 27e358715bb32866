import type { Command } from 'commander';
import type { WorkflowDocument } from '../../../shared/workflow/schema.ts';
import { usage } from '../command-failure.ts';
import { exitCodes } from '../exit-codes.ts';
import { wholeNumber } from '../option-values.ts';
import { diffText } from '../output/diff-text.ts';
import { perform } from '../perform.ts';
import { printJson } from '../session.ts';
import { withEngine } from '../with-engine.ts';

const number = wholeNumber(1, 1_000_000);

export function define(program: Command): void {
  program
    .command('diff')
    .description('what one version of a workflow does otherwise than another, step by step')
    .argument('<workflow>', 'a name or an id')
    .argument('[before]', 'the number of a version (default: the one before)', number)
    .argument('[after]', 'the number of another (default: the newest)', number)
    .addHelpText('after', '\nExample:\n  pawl diff "Tidy downloads" 2 5')
    .action(
      perform(async (session, workflow: string, before: number | undefined, after: number | undefined) => {
        const [was, now] = await withEngine(session, 'none', (engine) =>
          engine.call(async ({ workflows }) => {
            const newest = after ?? (await workflows.versions({ workflow, limit: 1 })).items[0]?.number ?? 1;
            const older = before ?? newest - 1;
            if (older < 1) throw usage(`${workflow} has only one version.`, 'Each change of it makes another one.');
            return Promise.all([workflows.version({ workflow, number: older }), workflows.version({ workflow, number: newest })]);
          }),
        );
        const { diffWorkflows } = await import('../../../shared/workflow/diff.ts');
        // The engine's own, which came through `loadWorkflow` when they were stored: every step has an id.
        const diff = diffWorkflows(was.document as unknown as WorkflowDocument, now.document as unknown as WorkflowDocument);
        if (session.format === 'json') printJson(session, { before: was.number, after: now.number, ...diff });
        else session.terminal.write(diffText({ was, now, diff }, session.terminal, Date.now()));
        return exitCodes.done;
      }),
    );
}
