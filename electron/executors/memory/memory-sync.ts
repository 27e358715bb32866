import { createHash } from 'node:crypto';
import type { memorySync } from '../../../shared/actions/memory/memory-sync.ts';
import type { InboxContent, InboxField } from '../../../shared/inbox/inbox-item.ts';
import { type MemoryConflict, planSync, type SyncDecision, type SyncPlan, toCompare } from '../../../shared/memory/plan-sync.ts';
import type { ExecutorFor, StepHost } from '../executor.ts';
import { showEntry } from './shown-entry.ts';

const KEEP = 'keep the own';
const TAKE = "take the master's";

export const memorySyncExecutor: ExecutorFor<typeof memorySync> = {
  plan: ({ agent, from }) => `Would take over for ${agent} what ${from} knows and is newer`,
  run: async ({ agent, from, keys, conflict }, { host }) => {
    const gather = async () => ({
      agent,
      policy: conflict,
      ...(await host.memory.read((memory) => toCompare(memory, { agent, from, keys }))),
    });
    let plan = planSync(await gather());
    const open = plan.conflicts.filter(({ outcome }) => outcome === 'open');
    if (open.length > 0) {
      const decisions = await askFor(host, agent, from, open);
      plan = planSync({ ...(await gather()), decisions });
    }
    host.memory.change(plan.changes);
    return report(plan);
  },
};

function report({ taken, kept, conflicts }: SyncPlan) {
  return { taken: [...taken], kept: [...kept], conflicts: conflicts.map(({ key, outcome }) => ({ key, outcome })) };
}

async function askFor(host: StepHost, agent: string, from: string, open: readonly MemoryConflict[]): Promise<Record<string, SyncDecision>> {
  const revisions = open.map(({ key, own, theirs }) => [key, own.revision, theirs.revision]);
  const name = `memory.sync:${createHash('sha256').update(JSON.stringify(revisions)).digest('hex').slice(0, 16)}`;
  const { decision, fields } = await host.ask({ name, content: questionOf(agent, from, open) });
  return Object.fromEntries(
    open.map(({ key, own, theirs }, index) => {
      const choice = decision === 'approve' && fields[fieldName(index)] === TAKE ? 'take' : 'keep';
      return [key, { choice, own: own.revision, theirs: theirs.revision }];
    }),
  );
}

/** Keys can be any text; a field of a form has a short name. */
const fieldName = (index: number): string => `choice_${index + 1}`;

function questionOf(agent: string, from: string, open: readonly MemoryConflict[]): InboxContent {
  return {
    title: `${agent} learns from ${from}`,
    message:
      open.length === 1
        ? `Both ${agent} and ${from} have changed ${open[0]?.key}. Whose value does ${agent} have from now on?`
        : `Both ${agent} and ${from} have changed ${open.length} values. Whose does ${agent} have from now on?`,
    fields: open.map(
      ({ key }, index): InboxField => ({
        name: fieldName(index),
        type: 'choice',
        label: key,
        required: true,
        choices: [KEEP, TAKE],
        default: KEEP,
      }),
    ),
    subject: open.map(({ key, own, theirs }) => ({ key, own: shownValue(own), master: shownValue(theirs) })),
  };
}

function shownValue(entry: MemoryConflict['own']) {
  const { value, updatedAt, source } = showEntry(entry);
  return { value, updatedAt, source };
}
