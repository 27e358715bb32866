import { readFile } from 'node:fs/promises';
import { text as readAll } from 'node:stream/consumers';
import type { Command } from 'commander';
import { z } from 'zod';
import { type Agent, agentSchema, grantSchema, type ToolGrant } from '../../../shared/agents/agent.ts';
import { readAgents, writeAgent } from '../../../shared/agents/agent-file.ts';
import type { AgentReach } from '../../../shared/agents/agent-reach.ts';
import type { AgentView } from '../../../shared/contract/agents.ts';
import { usage } from '../command-failure.ts';
import { exitCodes } from '../exit-codes.ts';
import { renderTable } from '../output/table.ts';
import { inert, inertLine } from '../output/text.ts';
import { relativeTime } from '../output/time.ts';
import { perform } from '../perform.ts';
import { findRunSource } from '../run-source.ts';
import { printJson, type Session } from '../session.ts';
import { withEngine } from '../with-engine.ts';

export function define(program: Command): void {
  const agents = program.command('agents').description('who works on agent steps: instructions, model, tools with grants, budget');
  agents
    .command('list', { isDefault: true })
    .description('the agents, what they may do, and the workflows that name them')
    .action(
      perform(async (session) => {
        const list = await withEngine(session, 'none', (engine) => engine.call((client) => client.agents.list()));
        if (session.format === 'json') printJson(session, list);
        else if (list.items.length > 0) session.terminal.write(agentTable(list.items, session));
        else session.terminal.note('No agents yet: pawl agents create-missing <workflow>, or pawl agents add <file>\n');
        return exitCodes.done;
      }),
    );
  agents
    .command('tools')
    .description('what agents can be granted')
    .action(
      perform(async (session) => {
        const list = await withEngine(session, 'none', (engine) => engine.call((client) => client.agents.tools()));
        if (session.format === 'json') printJson(session, list);
        else
          session.terminal.write(
            renderTable(
              list.items,
              [
                { title: 'TOOL', text: ({ tool }) => tool },
                { title: 'UNLESS GRANTED', text: ({ byDefault }) => byDefault },
                { title: 'WHAT IT DOES', text: ({ summary }) => summary },
              ],
              session.terminal.columns,
            ),
          );
        return exitCodes.done;
      }),
    );
  agents
    .command('show')
    .description('an agent, as a file that `pawl agents add` reads')
    .argument('<agent>')
    .action(
      perform(async (session, agent: string) => {
        const view = await withEngine(session, 'none', (engine) => engine.call((client) => client.agents.get({ agent })));
        if (session.format === 'json') printJson(session, view);
        else session.terminal.write(inert(writeAgent(view.agent)));
        return exitCodes.done;
      }),
    );
  agents
    .command('add')
    .description('make agents of a YAML file; - is the standard input')
    .argument('<file>')
    .option('--force', 'replace those that are there')
    .addHelpText(
      'after',
      `
A file holds one agent, or a list of them:
  name: security
  instructions: You look for what an attacker could do.
  tools:
    - { tool: shell.run, grant: ask }
  budget: { rounds: 10, cost: 0.50 }`,
    )
    .action(
      perform(async (session, file: string, { force = false }: { readonly force?: boolean }) => {
        const definitions = await readFileOf(file);
        const views = await withEngine(session, 'none', async (engine) => {
          const saved: AgentView[] = [];
          for (const definition of definitions) {
            const wish = { agent: definition.name, definition, ...(force ? {} : { revision: 0 }) };
            saved.push(await engine.call((client) => client.agents.save(wish)));
          }
          return saved;
        });
        printAgents(session, views, 'saved');
        return exitCodes.done;
      }),
    );
  agents
    .command('edit')
    .description('change an agent: what is not named stays as it is')
    .argument('<agent>')
    .option('--instructions <text>', 'what the model is told before the task; @file reads a file')
    .option('--description <text>', 'one line: what it is for')
    .option('--model <model>', 'provider/model, or a model by its name; auto lets the router choose')
    .option('--grant <tool=grant>', 'file.write=allow, shell.run=ask, git.*=deny; can be repeated', many)
    .option('--revoke <tool>', 'takes a grant away; can be repeated', many)
    .option('--memory <scope>', 'what it may do with its memory: none, read or write')
    .option('--rename <name>', 'another name')
    .action(
      perform(async (session, agent: string, options: EditOptions) => {
        const view = await withEngine(session, 'none', async (engine) => {
          const before = await engine.call((client) => client.agents.get({ agent }));
          const definition = await edited(before.agent, options);
          return engine.call((client) => client.agents.save({ agent, definition, revision: before.revision }));
        });
        printAgents(session, [view], 'changed');
        return exitCodes.done;
      }),
    );
  agents
    .command('remove')
    .description('remove an agent; workflows that name it are refused until there is one again')
    .argument('<agent>')
    .action(
      perform(async (session, agent: string) => {
        const removed = await withEngine(session, 'none', (engine) => engine.call((client) => client.agents.remove({ agent })));
        if (session.format === 'json') printJson(session, removed);
        else session.terminal.write(`removed ${inertLine(removed.removed)}\n`);
        return exitCodes.done;
      }),
    );
  agents
    .command('create-missing')
    .description('make the agents that a workflow names and that are not there')
    .argument('<workflow>', 'a name, an id or a file')
    .action(
      perform(async (session, workflow: string) => {
        const { items, missing } = await withEngine(session, 'none', async (engine) => {
          const source = await findRunSource(engine, workflow);
          const wish = 'workflow' in source ? source : { text: source.text };
          const before = await engine.call((client) => client.agents.missing(wish));
          return { ...(await engine.call((client) => client.agents.createMissing(wish))), missing: before.items };
        });
        if (session.format === 'json') printJson(session, { items, next: null });
        else if (items.length === 0) session.terminal.note('No agent is missing.\n');
        for (const { agent } of session.format === 'json' ? [] : items) {
          session.terminal.write(`created ${inertLine(agent.name)}\n`);
          writeReach(session, missing.find(({ name }) => name === agent.name)?.reach ?? undefined);
        }
        return exitCodes.done;
      }),
    );
}

interface EditOptions {
  readonly instructions?: string;
  readonly description?: string;
  readonly model?: string;
  readonly grant?: readonly string[];
  readonly revoke?: readonly string[];
  readonly memory?: string;
  readonly rename?: string;
}

const many = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

async function edited(agent: Agent, options: EditOptions): Promise<Agent> {
  const { instructions, description, model, grant = [], revoke = [], memory, rename } = options;
  const grants = grant.map(parseGrant);
  const gone = new Set([...revoke, ...grants.map(({ tool }) => tool)]);
  const { model: _, ...policy } = agent.model;
  return parseAgent({
    ...agent,
    ...(rename === undefined ? {} : { name: rename }),
    ...(description === undefined ? {} : { description }),
    ...(instructions === undefined ? {} : { instructions: await textOf(instructions) }),
    ...(model === undefined ? {} : { model: model === 'auto' ? policy : { ...policy, model } }),
    ...(memory === undefined ? {} : { memory }),
    tools: [...agent.tools.filter(({ tool }) => !gone.has(tool)), ...grants],
  });
}

function parseGrant(text: string): ToolGrant {
  const at = text.lastIndexOf('=');
  const grant = grantSchema.safeParse(text.slice(at + 1));
  if (at < 1 || !grant.success) throw usage(`${text} is no grant`, 'Write <tool>=allow, <tool>=ask or <tool>=deny.');
  return { tool: text.slice(0, at), grant: grant.data };
}

async function textOf(value: string): Promise<string> {
  return value.startsWith('@') ? (await readText(value.slice(1))).trimEnd() : value;
}

async function readText(file: string): Promise<string> {
  if (file === '-') return readAll(process.stdin);
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw usage(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function readFileOf(file: string): Promise<readonly Agent[]> {
  const read = readAgents(await readText(file));
  if (!read.ok) throw usage(`${file} holds no agent:\n${read.problem}`, 'See one: pawl agents show <agent>');
  return read.agents;
}

function parseAgent(value: unknown): Agent {
  const parsed = agentSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw usage(`This is no agent:\n${z.prettifyError(parsed.error)}`, 'See one: pawl agents show <agent>');
}

function printAgents(session: Session, views: readonly AgentView[], what: string): void {
  if (session.format === 'json') printJson(session, { items: views, next: null });
  else for (const { agent } of views) session.terminal.write(`${what} ${inertLine(agent.name)}\n`);
}

/** What whoever made it should know of it. */
function writeReach({ terminal }: Session, reach: AgentReach | undefined): void {
  const { unasked = [], asked = [] } = reach ?? {};
  for (const line of unasked) terminal.write(`  unasked          ${inertLine(line)}\n`);
  for (const line of asked) terminal.write(`  asks each time   ${inertLine(line)}\n`);
}

function agentTable(items: readonly AgentView[], { terminal }: Session): string {
  const now = Date.now();
  return renderTable(
    items,
    [
      { title: 'NAME', text: ({ agent }) => agent.name },
      {
        title: 'MODEL',
        text: ({ agent: { model } }) =>
          model.model ?? model.provider ?? `auto${model.optimizeFor === undefined ? '' : ` (${model.optimizeFor})`}`,
      },
      {
        title: 'GRANTS',
        text: ({ agent }) =>
          agent.tools.map(({ tool, grant }) => (grant === 'allow' ? tool : `${tool} (${grant})`)).join(', ') || 'reads only',
      },
      { title: 'USED BY', text: ({ usedBy }) => usedBy.map(({ name }) => name).join(', ') },
      { title: 'CHANGED', text: ({ updatedAt }) => relativeTime(updatedAt, now) },
      { title: 'FOR', text: ({ agent }) => agent.description },
    ],
    terminal.columns,
  );
}
