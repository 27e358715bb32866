import type { Command } from 'commander';
import type { TemplateSummary } from '../../../shared/contract/templates.ts';
import { exitCodes } from '../exit-codes.ts';
import { inertLine } from '../output/text.ts';
import { perform } from '../perform.ts';
import { printJson } from '../session.ts';
import type { Terminal } from '../terminal.ts';

export function define(program: Command): void {
  program
    .command('templates')
    .description('workflows to start from')
    .addHelpText('after', '\nExample:\n  pawl new tidy.pawl.yaml --template tidy-downloads')
    .action(
      perform(async (session) => {
        const { listTemplates } = await import('../../templates/templates.ts');
        const items = await listTemplates();
        if (session.format === 'json') printJson(session, { items, next: null });
        else for (const item of items) session.terminal.write(describeTemplate(item, session.terminal));
        return exitCodes.done;
      }),
    );
}

/** A story is a sentence: a table would cut it. */
function describeTemplate(
  { slug, name, story, asksModel }: Pick<TemplateSummary, 'slug' | 'name' | 'story' | 'asksModel'>,
  terminal: Terminal,
): string {
  const needs = asksModel ? '  (asks a model)' : '';
  return `${terminal.style('bold', slug)}  ${inertLine(name)}${needs}\n    ${inertLine(story)}\n`;
}
