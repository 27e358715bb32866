import { resolve } from 'node:path';
import { failpoint } from '../../../shared/lib/failpoint.ts';
import type { Json } from '../../../shared/lib/json.ts';
import type { MemoryChange } from '../../../shared/memory/memory-entry.ts';
import type { ChatPost, StepContext } from '../../executors/executor.ts';
import type { NewEvent } from '../../queue/event-hub.ts';
import { attemptKeyOf, taskKeyOf } from '../keys.ts';
import type { LiveRun } from '../live-run.ts';
import type { Scope } from '../run-scope.ts';
import type { StepState } from '../walk/walk-state.ts';
import { answerEscalation } from './answer-escalation.ts';
import { askPerson } from './ask.ts';
import { runChild } from './child.ts';
import { publishEscalation } from './escalation.ts';
import { readRunContext } from './run-context.ts';
import { stepMemory } from './step-memory.ts';

export interface ContextOptions {
  readonly signal: AbortSignal;
  /** What the workflow declares; a child process gets it on top of a safe base. */
  readonly env: Readonly<Record<string, string>>;
  scope(): Scope;
  /** Collects the variables that the step sets. */
  readonly set: Record<string, Json>;
  /** Collects the events that the step publishes. */
  readonly published: NewEvent[];
  /** Collects what the step changes in the memory of agents. */
  readonly remembered: MemoryChange[];
  /** Collects what else is to be written when the step is. */
  readonly told: ((at: number) => void)[];
  /** Collects what the step posts to chats. */
  readonly posted: ChatPost[];
}

/** What an executor is given. The intent is added once it is known. */
export async function createStepContext(live: LiveRun, step: StepState, attempt: number, options: ContextOptions): Promise<StepContext> {
  const { parts, row } = live;
  const { path } = step;
  const { env, scope, set, published, remembered, posted } = options;
  const taskKey = (): string => taskKeyOf(parts.store.installId, row.id, path);
  const workingDirectory = await workingDirectoryOf(live, step, scope);
  return {
    runId: row.id,
    stepPath: path,
    attempt,
    workingDirectory,
    roots: live.roots,
    dataDir: parts.store.dataDir,
    environment: Object.keys(env).length === 0 ? live.baseEnvironment : { ...live.baseEnvironment, ...env },
    signal: options.signal,
    taskKey,
    attemptKey: () => attemptKeyOf(taskKey(), attempt),
    intent: undefined,
    platform: parts.platform,
    host: {
      runWorkflow: (request) => runChild(live, step, attempt, options.signal, request),
      setWorkflowEnabled: live.host.setWorkflowEnabled,
      publishEvent({ name, data }) {
        const id = parts.newId();
        published.push({ id, name, data, source: `run:${row.id}` });
        return { eventId: id, delivered: parts.events.countFor(name) };
      },
      setVariables: (values) => void Object.assign(set, values),
      callModel: (request, listen = {}) => parts.models.call(request, { ...listen, signal: options.signal, runId: row.id, stepPath: path }),
      memory: stepMemory(parts, remembered),
      postToChat: (post) => void posted.push(post),
      ask: ({ name, content, askedOf, severity, timeoutMs }) =>
        askPerson(live, step, options.signal, {
          kind: severity === undefined ? 'approval' : 'escalation',
          name,
          content,
          ...(askedOf === undefined ? {} : { askedOf }),
          ...(severity === undefined ? {} : { severity }),
          ...(timeoutMs === undefined ? {} : { timeoutMs }),
        }),
      tellEscalation: ({ severity, message, context }) =>
        void options.told.push((at) => publishEscalation(live, step, { severity, message, context, item: null }, at)),
      answerEscalation: (item, answer) => answerEscalation(live, item, answer),
      inboxItem: (item) => parts.store.inbox.byId(item),
    },
    now: () => parts.clock.now(),
    log: (stream, text) => parts.logs.append(row.id, path, { at: parts.clock.now(), attempt, stream, text }),
    wrote: (file) => {
      failpoint('C4');
      parts.wrote(row.id, file);
    },
    masks: parts.secrets.masks,
    evaluate: parts.evaluateWith,
    spawn: parts.spawn,
    readRun: (request) => readRunContext(live, scope(), request),
    started: ({ pid, startTime }) => {
      failpoint('C4');
      // Nobody waits for it; a store that cannot write any more says so itself.
      parts.store.write(() => parts.store.attempts.setProcess(row.key, path, attempt, pid, startTime)).catch(() => {});
    },
  };
}

async function workingDirectoryOf(live: LiveRun, step: StepState, scope: () => Scope): Promise<string> {
  const own = step.plan.step.workingDirectory;
  if (own === undefined) return live.row.workingDirectory;
  return resolve(live.row.workingDirectory, String(await live.parts.render(own, scope())));
}
