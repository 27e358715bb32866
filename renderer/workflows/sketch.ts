import type { WorkflowDocument } from '../../shared/workflow/schema.ts';
import { scopesOf } from '../../shared/workflow/scopes.ts';

export interface WorkflowSketch {
  readonly steps: number;
  /** Action types with how often each occurs, in order of first use. */
  readonly actions: readonly { readonly type: string; readonly count: number }[];
  /** Commands that steps run, as they are written. */
  readonly commands: readonly string[];
  readonly roots: readonly string[];
  readonly triggers: readonly { readonly id: string; readonly type: string; readonly detail: string }[];
}

/** What a person wants to see of a workflow before it is taken in: how much it does, and what it can touch. */
export function sketch(document: WorkflowDocument): WorkflowSketch {
  const steps = scopesOf(document).flatMap((scope) => scope.steps);
  const counts = new Map<string, number>();
  const commands: string[] = [];
  for (const step of steps) {
    if (!('action' in step)) continue;
    counts.set(step.action, (counts.get(step.action) ?? 0) + 1);
    const given = 'with' in step ? step.with : undefined;
    const command = commandOf(given);
    if (command !== undefined) commands.push(command);
  }
  return {
    steps: steps.length,
    actions: [...counts].map(([type, count]) => ({ type, count })),
    commands,
    roots: document.settings?.roots ?? [],
    triggers: (document.triggers ?? []).map(({ id = '', type, config = {} }) => ({ id, type, detail: detailOf(config) })),
  };
}

function commandOf(given: unknown): string | undefined {
  if (typeof given !== 'object' || given === null) return undefined;
  const { command, program, args } = given as { readonly command?: unknown; readonly program?: unknown; readonly args?: unknown };
  if (typeof command === 'string') return command;
  if (typeof program !== 'string') return undefined;
  return [program, ...(Array.isArray(args) ? args.map(String) : [])].join(' ');
}

function detailOf(config: Readonly<Record<string, unknown>>): string {
  const { cron, every, at, path, event } = config;
  return [cron, every, at, path, event]
    .flat()
    .filter((part) => typeof part === 'string')
    .join(', ');
}
