import type { Command } from 'commander';
import type { JsonObject } from '../../../shared/lib/json.ts';
import type { TriggerDocument, WorkflowDocument } from '../../../shared/workflow/schema.ts';
import { notFound, usage } from '../command-failure.ts';
import { exitCodes } from '../exit-codes.ts';
import { since, wholeNumber } from '../option-values.ts';
import { backtestText } from '../output/backtest-table.ts';
import { perform } from '../perform.ts';
import { printJson } from '../session.ts';
import { withEngine } from '../with-engine.ts';
import { findWorkflowFile } from '../workflow-files.ts';

interface BacktestOptions {
  readonly since: string;
  readonly draft?: boolean;
  readonly file?: string;
  readonly changed?: boolean;
  readonly limit: number;
}

export function define(program: Command): void {
  program
    .command('backtest')
    .description('what a trigger would have made of what happened; nothing is run')
    .argument('<trigger>', 'workflow/trigger')
    .option('--since <time>', 'not older: 12h, 7d, or a date', since, since('7d'))
    .option('--draft', 'as the draft in the builder has it')
    .option('--file <file>', 'as this workflow file has it')
    .option('--changed', 'list only what would go differently')
    .option('--limit <number>', 'list at most so many', wholeNumber(1, 1000), 20)
    .addHelpText('after', '\nExample:\n  pawl backtest Tidy/drop --since 30d --file tidy.pawl.yaml --changed')
    .action(
      perform(async (session, name: string, { since: from, draft = false, file, changed = false, limit }: BacktestOptions) => {
        if (draft && file !== undefined) throw usage('Give --draft or --file, not both.');
        const written = file === undefined ? undefined : await readTrigger(file, name);
        const asked = { since: from, limit, onlyChanged: changed };
        const told = await withEngine(session, 'none', (engine) =>
          engine.call(async ({ triggers, workflows }) => {
            if (written === undefined) return triggers.backtest({ ...asked, trigger: name, draft });
            // A file that is not imported yet has no past of its own: what others have recorded is all there is.
            const known = (await workflows.list({})).items.filter((one) => one.name === written.workflow);
            return triggers.backtest({ ...asked, edited: written.edited, ...(known[0] === undefined ? {} : { workflow: known[0].id }) });
          }),
        );
        if (session.format === 'json') printJson(session, told);
        else session.terminal.write(backtestText(told, session.terminal, Date.now()));
        return exitCodes.done;
      }),
    );
}

async function readTrigger(file: string, name: string) {
  const { text, source } = await findWorkflowFile(file);
  const { loadDocument } = await import('../load-file.ts');
  const document = await loadDocument(text, source);
  const { type, id, config, with: values } = chooseTrigger(document, name);
  return {
    workflow: document.name,
    edited: {
      type,
      ...(id === undefined ? {} : { id }),
      config: (config ?? {}) as JsonObject,
      ...(values === undefined ? {} : { with: values as JsonObject }),
      settings: (document.settings ?? {}) as JsonObject,
      variables: (document.variables ?? []) as unknown as JsonObject[],
    },
  };
}

/** By `workflow/trigger` or its id; a workflow with one trigger also by its own name. */
function chooseTrigger({ name: workflow, triggers = [] }: WorkflowDocument, name: string): TriggerDocument {
  const found = triggers.find(({ id }) => name === id || name === `${workflow}/${id}`);
  if (found !== undefined) return found;
  const [only] = triggers;
  if (name === workflow && only !== undefined && triggers.length === 1) return only;
  throw notFound(
    `${workflow} has no trigger ${name}.`,
    triggers.map(({ id }) => `${workflow}/${id}`),
  );
}
