import { catalogue } from '../../shared/catalogue.ts';
import type { Backtest, BacktestChange, BacktestInput, BacktestItem } from '../../shared/contract/backtest.ts';
import type { Verdict } from '../../shared/triggers/journal.ts';
import { drawText } from '../../shared/workflow/load-text.ts';
import { type TriggerDocument, type WorkflowDocument, workflowSchema } from '../../shared/workflow/schema.ts';
import type { Store } from '../store/store.ts';
import type { WorkflowRow } from '../store/workflows-table.ts';
import { BacktestRefused, type BacktestRow, type BacktestSubject } from '../triggers/backtest/past.ts';

import type { ApiParts } from './api-parts.ts';
import { invalidInput, notFound, workflowInvalid } from './failures.ts';
import { requireImported, requireKnown } from './find.ts';
import { requireTrigger } from './require-trigger.ts';
import { workingDirectoryOf } from './start-run.ts';
import { patternOf } from './trigger-name.ts';
import { iso } from './views.ts';

const WEEK_MS = 7 * 86_400_000;

type Parts = Pick<ApiParts, 'parts' | 'triggers'>;

/** What a trigger would have made of the past. Throws NOT_FOUND, AMBIGUOUS, INVALID_INPUT, WORKFLOW_INVALID. */
export async function backtestTrigger({ parts, triggers }: Parts, input: BacktestInput): Promise<Backtest> {
  const { store, clock } = parts;
  const { subject, as } = await findSubject({ parts, triggers }, input);
  const until = clock.now();
  const from = input.since === undefined ? until - WEEK_MS : Date.parse(input.since);
  const replay = await triggers.backtest(subject, { from, until }).catch((error: unknown) => {
    throw error instanceof BacktestRefused ? invalid(error.message, 'config') : error;
  });
  const items = replay.rows.map(viewOf);
  const wanted = items.filter(({ change }) => !input.onlyChanged || change !== 'same').reverse();
  const { trigger, workflow, document } = subject;
  const paused = workflow !== undefined && (triggers.isAllPaused() || store.triggers.find(workflow.key, trigger.id ?? '')?.paused === true);
  return {
    trigger: `${workflow?.name ?? document.name}/${trigger.id ?? trigger.type}`,
    type: trigger.type,
    pattern: patternOf({ document: trigger }),
    as,
    from: iso(Math.max(from, replay.cutAt ?? from)),
    until: iso(until),
    was: count(items.map(({ was }) => (was === null ? null : { verdict: was.verdict, runs: was.verdict === 'started' ? 1 : 0 }))),
    would: count(items.map(({ would }) => would)),
    changes: countChanges(items),
    items: wanted.slice(0, input.limit),
    more: wanted.length > input.limit,
    notes: [
      ...(replay.cutAt === undefined ? [] : ['There is more than one back-test looks at: only the latest of it is told.']),
      ...replay.notes,
      ...(trigger.enabled === false ? ['It is switched off: this is what it would do if it were on.'] : []),
      ...(paused ? ['It is paused: this is what it would do if it were not.'] : []),
      ...keptNote(store, subject, from),
    ],
  };
}

async function findSubject({ parts, triggers }: Parts, input: BacktestInput): Promise<{ subject: BacktestSubject; as: Backtest['as'] }> {
  const { store } = parts;
  const { edited, trigger: name } = input;
  if (edited !== undefined) {
    const workflow = input.workflow === undefined ? undefined : requireKnown(store, input.workflow);
    const { id, type, config, with: values, settings, variables } = edited;
    const trigger: TriggerDocument = {
      type,
      config,
      ...(id === undefined ? {} : { id }),
      ...(values === undefined ? {} : { with: values }),
    };
    return { subject: subjectOf(store, workflow, readDocument(workflow, settings, variables), trigger), as: 'edited' };
  }
  if (name === undefined) throw invalid('Name a trigger, or give one as `edited`', 'trigger');
  if (!input.draft) {
    const { workflow, document: trigger } = requireTrigger(triggers.list(), name);
    const version = store.workflows.version(workflow.versionKey);
    if (version === undefined) throw notFound('version', workflow.name);
    return { subject: subjectOf(store, workflow, version.document, trigger), as: 'armed' };
  }
  const workflow = workflowOf(store, triggers, name);
  const draft = store.drafts.byId(workflow.id);
  if (draft === undefined) throw notFound('draft', workflow.name);
  const { document, problems } = await drawText(draft.text, { catalogue });
  if (document === undefined) throw workflowInvalid(problems);
  return { subject: subjectOf(store, workflow, document, chooseTrigger(document, workflow, name)), as: 'draft' };
}

/** A trigger that is only in the draft is named with its workflow. */
function workflowOf(store: Store, triggers: ApiParts['triggers'], name: string): WorkflowRow {
  const known = triggers.list().find(({ workflow, document }) => `${workflow.name}/${document.id}` === name || document.id === name);
  if (known !== undefined) return known.workflow;
  const slash = name.lastIndexOf('/');
  return requireImported(store, slash < 0 ? name : name.slice(0, slash));
}

function chooseTrigger({ triggers = [] }: WorkflowDocument, workflow: WorkflowRow, name: string): TriggerDocument {
  const found = triggers.find(({ id }) => name === id || name === `${workflow.name}/${id}` || name === `${workflow.id}/${id}`);
  const [only, ...others] = triggers;
  const chosen = found ?? (name === workflow.name || name === workflow.id ? (others.length === 0 ? only : undefined) : undefined);
  if (chosen !== undefined) return chosen;
  const names = triggers.map(({ id }) => `${workflow.name}/${id}`);
  throw notFound('trigger', name, names);
}

function subjectOf(store: Store, workflow: WorkflowRow | undefined, document: WorkflowDocument, trigger: TriggerDocument): BacktestSubject {
  const row = workflow === undefined ? undefined : store.triggers.find(workflow.key, trigger.id ?? '');
  const armed = workflow === undefined ? undefined : store.workflows.version(workflow.versionKey)?.document.triggers;
  return {
    trigger,
    document,
    workflow,
    triggerKey: row?.key,
    armed: armed?.find(({ id }) => id === trigger.id),
    workingDirectory: workingDirectoryOf(document, workflow?.path ?? ''),
  };
}

/** As much of a document as decides about its runs. Throws INVALID_INPUT. */
function readDocument(workflow: WorkflowRow | undefined, settings: unknown, variables: unknown): WorkflowDocument {
  const name = workflow?.name ?? 'a workflow that is not saved';
  const parsed = workflowSchema.safeParse({ name, settings, variables, steps: [{ id: 'none', action: 'log', with: { message: '' } }] });
  if (!parsed.success) throw invalid(parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '), 'edited');
  return parsed.data;
}

function invalid(message: string, path: string): Error {
  return invalidInput([{ code: 'INVALID_INPUT', message, severity: 'error', path }]);
}

function viewOf({ at, what, data, was, would }: BacktestRow): BacktestItem {
  return {
    at: iso(at),
    what,
    data,
    was: was === undefined ? null : { verdict: was.verdict, reason: was.reason ?? null, runId: was.runId ?? null },
    would: would === undefined ? null : { verdict: would.verdict, reason: would.reason ?? null, runs: would.runs },
    change: changeOf(was?.verdict, would),
  };
}

function changeOf(was: Verdict | undefined, would: BacktestRow['would']): BacktestChange {
  const runsThen = was === 'started' ? 1 : 0;
  const runsNow = would?.runs ?? 0;
  if (runsNow !== runsThen) return runsNow > runsThen ? 'gained' : 'lost';
  return was === undefined || was === would?.verdict ? 'same' : 'changed';
}

function count(all: readonly ({ readonly verdict: Verdict; readonly runs: number } | null)[]): Backtest['was'] {
  const verdicts: Partial<Record<Verdict, number>> = {};
  let runs = 0;
  for (const one of all) {
    if (one === null) continue;
    verdicts[one.verdict] = (verdicts[one.verdict] ?? 0) + 1;
    runs += one.runs;
  }
  return { runs, verdicts };
}

function countChanges(items: readonly BacktestItem[]): Backtest['changes'] {
  const changes = { same: 0, gained: 0, lost: 0, changed: 0 };
  for (const { change } of items) changes[change]++;
  return changes;
}

/** The journal begins when the trigger was first armed, and old rows go. */
function keptNote(store: Store, { triggerKey }: BacktestSubject, from: number): string[] {
  const oldest = triggerKey === undefined ? undefined : store.firings.firstAt(triggerKey);
  return oldest === undefined || oldest <= from ? [] : [`The journal of this trigger begins on ${iso(oldest).slice(0, 10)}.`];
}
