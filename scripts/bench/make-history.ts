import { type Database, openDatabase } from '../../electron/store/database.ts';
import { countStored } from '../../electron/store/migrations/0004-run-stats.ts';
import { openStore } from '../../electron/store/store.ts';
import type { WorkflowRow } from '../../electron/store/workflows-table.ts';
import { catalogue } from '../../shared/catalogue.ts';
import type { RunStatus, TerminalRunStatus } from '../../shared/run/status.ts';
import { requireWorkflow } from '../../shared/workflow/load.ts';
import { randomFrom, randomId } from './random.ts';

export interface History {
  readonly workflows: readonly string[];
  /** Of some runs, spread over the time. */
  readonly runIds: readonly string[];
  readonly seconds: number;
}

const WORKFLOWS = 50;
const YEARS_MS = 2 * 365 * 86_400_000;
const RUNS_AT_ONCE = 20_000;
/** The last runs have not ended. */
const LIVE: Readonly<Partial<Record<RunStatus, number>>> = { queued: 20, running: 8, paused: 4, waiting: 20, needs_attention: 8 };
const live = Object.entries(LIVE).flatMap(([status, count]) => Array.from({ length: count }, () => status as RunStatus));
/** The newest have their event log. */
const WITH_EVENTS = 20_000;

/** Fills a new data folder with so many runs of fifty workflows over two years, each with its steps. The same each time, up to now. */
export async function makeHistory(dataDir: string, runs: number, now = Date.now()): Promise<History> {
  const startedAt = performance.now();
  const random = randomFrom(7);
  const workflows = await addWorkflows(dataDir, random, now);
  const { database, close } = openDatabase(dataDir);
  database.pragma('synchronous = OFF');
  database.pragma('cache_size = -400000');
  const runIds = insertRuns(database, workflows, runs, random, now);
  countEnded(database);
  database.pragma('wal_checkpoint(TRUNCATE)');
  close();
  return { workflows: workflows.map(({ row }) => row.name), runIds, seconds: (performance.now() - startedAt) / 1000 };
}

interface MadeWorkflow {
  readonly row: WorkflowRow;
  readonly steps: readonly string[];
  readonly usualMs: number;
  /** Of its runs fails. */
  readonly failing: number;
}

async function addWorkflows(dataDir: string, random: () => number, now: number): Promise<MadeWorkflow[]> {
  const fail = (error: unknown): never => {
    throw error;
  };
  const store = openStore({ dataDir, newId: () => randomId(random), onPoisoned: fail });
  const made: MadeWorkflow[] = [];
  for (let index = 0; index < WORKFLOWS; index++) {
    const steps = Array.from({ length: 2 + (index % 4) }, (_, step) => `step-${step + 1}`);
    const name = `Workflow ${String(index + 1).padStart(2, '0')}`;
    const source = JSON.stringify({ name, steps: steps.map((id) => ({ id, action: 'log', with: { message: 'hi' } })) });
    const document = requireWorkflow(source, { catalogue });
    const { workflow } = await store.write(() =>
      store.workflows.save({
        id: randomId(random),
        document,
        source,
        path: '',
        workingDirectory: dataDir,
        imported: true,
        at: now - YEARS_MS,
      }),
    );
    made.push({ row: workflow, steps, usualMs: 50 * 2 ** (random() * 12), failing: random() ** 3 * 0.3 });
  }
  store.close();
  return made;
}

function insertRuns(database: Database, workflows: readonly MadeWorkflow[], runs: number, random: () => number, now: number): string[] {
  const insertRun = database.prepare(
    `INSERT INTO runs (id, workflow_key, version_key, status, inputs, trigger_data, triggered_by, working_directory, retry_of, outputs, error,
       queued_at, started_at, ended_at, epoch)
     VALUES (@id, @workflowKey, @versionKey, @status, '{"name":"world"}', '{}', @triggeredBy, '/home/someone/project', @retryOf, @outputs,
       @error, @queuedAt, @startedAt, @endedAt, 1)`,
  );
  const insertStep = database.prepare(
    `INSERT INTO steps (run_key, path, status, attempts, started_at, ended_at, output, error) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const insertEvent = database.prepare('INSERT INTO run_events (run_key, seq, at, data) VALUES (?, ?, ?, ?)');
  const ids: string[] = [];
  let lastKey = 0;

  function insert(index: number): void {
    const workflow = workflows[Math.floor(random() ** 2 * workflows.length)] ?? workflows[0];
    if (workflow === undefined) return;
    const status = live[index - (runs - live.length)] ?? outcome(workflow, random());
    const isOver = !live.some((one) => one === status);
    const queuedAt = Math.round(now - YEARS_MS + (YEARS_MS * index) / runs);
    const startedAt = status === 'queued' ? null : queuedAt + Math.round(random() * 50);
    const ms = Math.round(workflow.usualMs * Math.exp((random() + random() + random() - 1.5) * 1.2));
    const endedAt = isOver && startedAt !== null ? startedAt + ms : null;
    const hasFailed = status === 'failed' || status === 'timed_out';
    const failedStep = workflow.steps[Math.floor(random() * workflow.steps.length)] ?? '';
    const code = hasFailed ? (['EXIT_CODE', 'ENOENT', 'TIMEOUT', 'HTTP_503'][Math.floor(random() * 4)] ?? '') : '';
    const id = randomId(random);
    if (index % Math.ceil(runs / 1000) === 0) ids.push(id);
    const { lastInsertRowid } = insertRun.run({
      id,
      workflowKey: workflow.row.key,
      versionKey: workflow.row.versionKey,
      status,
      triggeredBy: random() < 0.7 ? 'trigger:files' : 'manual',
      retryOf: hasFailed || random() > 0.01 || lastKey === 0 ? null : lastKey,
      outputs: status === 'completed' ? '{}' : null,
      error: hasFailed ? JSON.stringify({ code, message: `${failedStep} ended with ${code}`, stepId: failedStep }) : null,
      queuedAt,
      startedAt,
      endedAt,
    });
    lastKey = Number(lastInsertRowid);
    if (endedAt === null || startedAt === null) return;
    for (const [at, step] of workflow.steps.entries()) {
      const from = startedAt + Math.floor((ms * at) / workflow.steps.length);
      const to = startedAt + Math.floor((ms * (at + 1)) / workflow.steps.length);
      const isFailed = hasFailed && step === failedStep;
      insertStep.run(lastKey, step, isFailed ? 'failed' : 'succeeded', random() < 0.03 ? 2 : 1, from, to, '{"message":"hi"}', null);
      if (isFailed) break;
      if (index < runs - WITH_EVENTS) continue;
      insertEvent.run(lastKey, 2 * at + 1, from, `{"type":"step.started","path":"${step}","attempt":1,"effect":"pure"}`);
      insertEvent.run(lastKey, 2 * at + 2, to, `{"type":"step.succeeded","path":"${step}","attempt":1}`);
    }
  }

  const insertSome = database.transaction((from: number, to: number) => {
    for (let index = from; index < to; index++) insert(index);
  });
  for (let from = 0; from < runs; from += RUNS_AT_ONCE) insertSome(from, Math.min(runs, from + RUNS_AT_ONCE));
  return ids;
}

function outcome({ failing }: MadeWorkflow, chance: number): TerminalRunStatus {
  if (chance < failing) return chance < failing * 0.9 ? 'failed' : 'timed_out';
  if (chance > 0.985) return 'cancelled';
  return chance > 0.975 ? 'completed_with_errors' : 'completed';
}

function countEnded(database: Database): void {
  database.transaction(() => countStored(database))();
}
