import { type Agent, type AgentInput, agentSchema } from '../../shared/agents/agent.ts';
import type { Database } from './database.ts';

/** `revision` grows with each change. Times are milliseconds since the epoch. */
export interface AgentRow {
  readonly agent: Agent;
  readonly revision: number;
  readonly createdAt: number;
  readonly updatedAt: number;
}

interface RawAgent extends Omit<AgentRow, 'agent'> {
  readonly definition: string;
}

const COLUMNS = 'definition, revision, created_at AS createdAt, updated_at AS updatedAt';

export function createAgentsTable(database: Database) {
  const one = database.prepare(`SELECT ${COLUMNS} FROM agents WHERE name = ?`);
  const all = database.prepare(`SELECT ${COLUMNS} FROM agents ORDER BY name COLLATE NOCASE, name`);
  const names = database.prepare('SELECT name FROM agents ORDER BY name').pluck();
  const insert = database.prepare(
    'INSERT INTO agents (name, definition, revision, created_at, updated_at) VALUES (@name, @definition, 1, @at, @at) ON CONFLICT DO NOTHING',
  );
  const update = database.prepare(
    `UPDATE agents SET name = @name, definition = @definition, revision = revision + 1, updated_at = @at
     WHERE name = @before AND revision = @revision`,
  );
  const remove = database.prepare('DELETE FROM agents WHERE name = ?');

  function row(raw: unknown): AgentRow | undefined {
    if (raw === undefined) return undefined;
    const { definition, ...rest } = raw as RawAgent;
    return { ...rest, agent: agentSchema.parse(JSON.parse(definition) as AgentInput) };
  }

  return {
    get: (name: string) => row(one.get(name)),
    list: () => all.all().map((raw) => row(raw) as AgentRow),
    names: () => names.all() as string[],
    /** False, and nothing is written, when there is one of that name. */
    insert: (agent: Agent, at: number): boolean => insert.run({ name: agent.name, definition: JSON.stringify(agent), at }).changes === 1,
    /** False, and nothing is written, when the agent is not at `revision` any more. The new name must be free. */
    update: (before: string, revision: number, agent: Agent, at: number): boolean =>
      update.run({ before, revision, name: agent.name, definition: JSON.stringify(agent), at }).changes === 1,
    remove: (name: string): boolean => remove.run(name).changes === 1,
  };
}

export type AgentsTable = ReturnType<typeof createAgentsTable>;
