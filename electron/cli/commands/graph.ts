import type { Command } from 'commander';
import type { WorkflowGraph } from '../../../shared/workflow/graph.ts';
import { exitCodes } from '../exit-codes.ts';
import { inertLine } from '../output/text.ts';
import { perform } from '../perform.ts';
import { printJson } from '../session.ts';
import { findWorkflowFile } from '../workflow-files.ts';

export function define(program: Command): void {
  program
    .command('graph')
    .description('the steps of a workflow file in the order in which they can start')
    .argument('<file>', 'a file, or - for standard input')
    .option('--mermaid', 'as a Mermaid flowchart')
    .action(
      perform(async (session, name: string, { mermaid = false }: { readonly mermaid?: boolean }) => {
        const { text, source } = await findWorkflowFile(name);
        const { loadForGraph } = await import('../load-for-graph.ts');
        const { buildGraph } = await import('../../../shared/workflow/graph.ts');
        const document = await loadForGraph(text, source);
        const graph = buildGraph(document);
        if (mermaid) {
          const { toMermaid } = await import('../../../shared/workflow/mermaid.ts');
          const chart = toMermaid(document);
          if (session.format === 'json') printJson(session, { mermaid: chart });
          else session.terminal.write(chart.endsWith('\n') ? chart : `${chart}\n`);
        } else if (session.format === 'json') printJson(session, graph);
        else session.terminal.write(graphText(graph));
        return graph.hasCycle ? exitCodes.usage : exitCodes.done;
      }),
    );
}

/** A line for each level, what starts first on top; then the cycle, if there is one. */
function graphText({ nodes, levels, cycle }: WorkflowGraph): string {
  const waitsFor = new Map(nodes.map(({ stepId, dependencies }) => [stepId, dependencies]));
  const lines = levels.flatMap((steps, level) =>
    steps.map((step, index) => {
      const after = waitsFor.get(step) ?? [];
      return `${index === 0 ? String(level + 1).padStart(3) : '   '}  ${inertLine(step)}${after.length === 0 ? '' : `  after ${after.map(inertLine).join(', ')}`}`;
    }),
  );
  if (cycle !== null) lines.push(`cycle: ${cycle.map(inertLine).join(' → ')}`);
  return lines.map((line) => `${line}\n`).join('');
}
