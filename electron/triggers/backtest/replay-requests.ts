import { z } from 'zod';
import { describeFiring } from '../../../shared/triggers/describe-firing.ts';
import type { WebhookConfig } from '../../../shared/triggers/webhook.ts';
import type { FiringRow } from '../../store/firings-table.ts';
import { idOf } from '../webhook/webhook-trigger.ts';
import type { BacktestRow, BacktestSubject, NewVerdict, Replay } from './past.ts';
import { byHandNote, type DurationOf, isByHand, type Records, verdictOf } from './read-past.ts';
import type { ReplayRuns } from './replay-runs.ts';

const recordedSchema = z.object({
  path: z.string(),
  method: z.string(),
  id: z.string().nullable(),
  headers: z.record(z.string(), z.string()),
});

/** Lets the requests that webhooks have taken pass through the rules of the config. */
export async function replayRequests(
  { triggerKey }: BacktestSubject,
  config: WebhookConfig,
  { records, cutAt }: Records<FiringRow>,
  runs: ReplayRuns,
  durationOf: DurationOf,
): Promise<Replay> {
  const ids = new Set<string>();
  const rows: BacktestRow[] = [];
  for (const row of records) {
    const request = recordedSchema.safeParse(row.data).data;
    const own = row.triggerKey === triggerKey;
    if (isByHand(row) || request === undefined) continue;
    const refused = whyElsewhere(config, request);
    if (!own && refused !== undefined) continue;
    rows.push({
      at: row.at,
      what: describeFiring('webhook', row.data),
      data: row.data,
      was: own ? verdictOf(row) : undefined,
      would: refused === undefined ? await take(row, request) : { verdict: 'filtered', reason: refused, runs: 0 },
    });
  }

  async function take(row: FiringRow, request: z.output<typeof recordedSchema>): Promise<NewVerdict> {
    const id = idOf(config, request.headers) ?? (row.triggerKey === triggerKey ? request.id : null);
    if (id !== null && ids.has(id)) return { verdict: 'coalesced', reason: `the delivery ${id} had come before: it has one run`, runs: 0 };
    if (id !== null) ids.add(id);
    const outcome = await runs.fire(row.at, row.data, durationOf(row));
    return { ...outcome, runs: outcome.verdict === 'started' ? 1 : 0 };
  }

  const byHand = records.filter((row) => isByHand(row) && row.triggerKey === triggerKey).length;
  return {
    rows,
    cutAt,
    notes: [
      'Requests that were refused, because of their signature or because nothing listened at their address, were never recorded.',
      ...(config.secret === undefined ? [] : ['Signatures are not kept: each request is taken to be signed rightly.']),
      ...byHandNote(byHand),
    ],
  };
}

function whyElsewhere({ path, method }: WebhookConfig, request: z.output<typeof recordedSchema>): string | undefined {
  if (request.path !== path) return `it was sent to /hooks/${request.path}, not to /hooks/${path}`;
  return request.method === method ? undefined : `it was ${request.method}, not ${method}`;
}
