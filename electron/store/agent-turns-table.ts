import type { TurnContent } from '../../shared/agents/turn.ts';
import type { Database } from './database.ts';

/** What a model has answered in one round of an agent step. Times are milliseconds since the epoch. */
export interface AgentTurnRow {
  readonly runKey: number;
  readonly path: string;
  /** Counts from 0, over all attempts of the step. */
  readonly number: number;
  readonly attempt: number;
  readonly agent: string;
  /** `provider/model`. */
  readonly model: string;
  /** Why that model. */
  readonly reason: string;
  readonly tokensIn: number;
  readonly tokensOut: number;
  /** With what failed and repaired answers took. */
  readonly tokens: number;
  /** US dollars; null where the model has no price. */
  readonly cost: number | null;
  /** JSON text, or the name of the blob that holds it. */
  readonly content: string | null;
  readonly contentBlob: string | null;
  readonly startedAt: number;
  readonly endedAt: number;
}

export interface AgentSpending {
  readonly rounds: number;
  readonly tokens: number;
  readonly cost: number;
  /** Models at work, in milliseconds. */
  readonly modelMs: number;
  /** Tools at work, without the time that a person was waited for. */
  readonly toolMs: number;
}

const COLUMNS = `run_key AS runKey, path, number, attempt, agent, model, reason, tokens_in AS tokensIn, tokens_out AS tokensOut, tokens, cost,
  content, content_blob AS contentBlob, started_at AS startedAt, ended_at AS endedAt`;

export function createAgentTurnsTable(database: Database) {
  const insert = database.prepare(
    `INSERT INTO agent_turns (run_key, path, number, attempt, agent, model, reason, tokens_in, tokens_out, tokens, cost, content, content_blob,
       started_at, ended_at)
     VALUES (@runKey, @path, @number, @attempt, @agent, @model, @reason, @tokensIn, @tokensOut, @tokens, @cost, @content, @contentBlob,
       @startedAt, @endedAt)`,
  );
  const one = database.prepare(`SELECT ${COLUMNS} FROM agent_turns WHERE run_key = ? AND path = ? AND number = ?`);
  const ofStep = database.prepare(`SELECT ${COLUMNS} FROM agent_turns WHERE run_key = ? AND path = ? ORDER BY number`);
  const paths = database.prepare('SELECT DISTINCT path FROM agent_turns WHERE run_key = ? ORDER BY path').pluck();
  // What a step has handed on lies below its rounds: `review[0]/agent.writer`.
  const below = `run_key = @runKey AND path > @path || '[' AND path < @path || '\\'`;
  const spent = database.prepare(
    `SELECT count(*) FILTER (WHERE path = @path) AS rounds, coalesce(sum(tokens), 0) AS tokens, coalesce(sum(cost), 0.0) AS cost,
       coalesce(sum(ended_at - started_at), 0) AS modelMs
     FROM agent_turns WHERE run_key = @runKey AND (path = @path OR (path > @path || '[' AND path < @path || '\\'))`,
  );
  // An agent that was handed work is counted by its own rounds and tools.
  const toolMs = database
    .prepare(
      `SELECT coalesce(sum(ended_at - started_at), 0) FROM steps
       WHERE ${below} AND started_at IS NOT NULL AND ended_at IS NOT NULL
         AND NOT EXISTS (SELECT 1 FROM agent_turns t WHERE t.run_key = steps.run_key AND t.path = steps.path)`,
    )
    .pluck();
  const askedMs = database
    .prepare(`SELECT coalesce(sum(closed_at - opened_at), 0) FROM inbox WHERE ${below} AND closed_at IS NOT NULL`)
    .pluck();

  return {
    /** Throws when the round has been answered before. */
    insert: (turn: AgentTurnRow): void => void insert.run(turn),
    get: (runKey: number, path: string, number: number) => one.get(runKey, path, number) as AgentTurnRow | undefined,
    /** In order. */
    ofStep: (runKey: number, path: string) => ofStep.all(runKey, path) as AgentTurnRow[],
    /** Of the steps of a run that a model has answered. */
    paths: (runKey: number) => paths.all(runKey) as string[],
    /** What a step has used up, with everything that it has handed on. `rounds` are its own. */
    spent(runKey: number, path: string): AgentSpending {
      const sums = spent.get({ runKey, path }) as Omit<AgentSpending, 'toolMs'>;
      const atWork = Number(toolMs.get({ runKey, path })) - Number(askedMs.get({ runKey, path }));
      return { ...sums, toolMs: Math.max(0, atWork) };
    },
  };
}

/** What a turn holds, wherever it lies. */
export function turnContent(turn: AgentTurnRow, blobs: { get(hash: string): string }): TurnContent {
  return JSON.parse(turn.contentBlob === null ? (turn.content ?? 'null') : blobs.get(turn.contentBlob)) as TurnContent;
}

export type AgentTurnsTable = ReturnType<typeof createAgentTurnsTable>;
