import { fileURLToPath } from 'node:url';
import type { AgentInput } from '../../shared/agents/agent.ts';
import { taskOf } from './model.ts';
import { createRandom, type Random } from './random.ts';

export interface WorkloadPlaces {
  /** Where the runs' files go; absolute. */
  readonly workspace: string;
  readonly ledgerFile: string;
  /** Names of git repositories in the workspace. */
  readonly repositories: readonly string[];
}

export interface Workload {
  /** Called by the others; not to be started by itself. */
  readonly helper: WorkflowSource;
  readonly workflows: readonly WorkflowSource[];
}

export interface WorkflowSource {
  readonly name: string;
  readonly text: string;
}

type Step = Readonly<Record<string, unknown>> & { readonly id: string };
type EffectKind = 'once' | 'pure' | 'write' | 'append' | 'internal';

/** The effect of a shell step. */
export const effectScript = fileURLToPath(new URL('effect.sh', import.meta.url));
/** What steps wait for. */
export const AWAITED_EVENT = 'go.on';
/** Whom agent steps name. Its file effects need nobody; a command is approved first. */
export const worker: AgentInput = {
  name: 'worker',
  tools: [
    { tool: 'file.write', grant: 'allow' },
    { tool: 'shell.run', grant: 'ask' },
  ],
};
const effectKinds: readonly EffectKind[] = ['once', 'once', 'once', 'pure', 'pure', 'write', 'append', 'append', 'internal'];

/** Workflows of real effects in every shape that the engine walks, made from a seed. */
export function makeWorkload(seed: number, places: WorkloadPlaces): Workload {
  const random = createRandom(seed);
  const make = new StepMaker(random, places);
  const write = (name: string, steps: readonly Step[], more: object = {}): WorkflowSource => {
    const settings = { workingDirectory: places.workspace, parallelism: random.between(1, 4), ...(more as { settings?: object }).settings };
    return { name, text: JSON.stringify({ name, steps, ...more, settings }) };
  };
  const helper = write('helper', [make.effect(), make.effect()], { variables: [{ name: 'from', default: 'nobody' }] });
  const shapes = [
    () => write('chain', make.chain(random.between(3, 6))),
    () => write('diamond', make.diamond()),
    () => write('fan-out', make.fanOut(random.between(3, 5))),
    () => write('for-each', [make.effect(), make.forEach(), make.effect()]),
    () => write('branches', [make.parallel(), make.effect()]),
    () => write('sub-workflow', [make.effect(), make.subWorkflow('helper'), make.effect()]),
    () => write('retries', [make.effect(), make.flaky('pure'), make.flaky('once'), make.effect()]),
    () => write('events', [make.publish(), make.effect(), make.publish()]),
    () => write('waits', [make.effect(), make.waitFor(), make.effect()]),
    () => write('approvals', [make.effect(), make.approve(), make.effect('once'), make.approve()]),
    () => write('agents', [make.effect('append'), make.agent(), make.effect('append')]),
    () => write('agents-in-a-loop', [make.eachAgent(), make.effect()]),
    () => write('delays', [make.effect(), make.delay(), make.effect(), make.delay()]),
    () => write('finally', [make.effect(), make.failing(), make.effect()], { finally: [make.effect(), make.effect()] }),
    () => write('conditions', make.condition()),
    () => write('moves', [...make.move(), make.effect(), ...make.move()]),
    () => write('transfers', [make.effect('append'), ...make.move(), make.effect('append'), make.effect('write')]),
    () =>
      write('interrupted', [
        make.effect('once', { onInterrupted: 'fail', optional: true }),
        make.effect('once', { onInterrupted: 'retry' }),
      ]),
    ...places.repositories.map((repository) => () => {
      const settings = { concurrency: { limit: 1 } };
      return write(`commit-${repository}`, [...make.commit(repository), make.effect('append'), ...make.commit(repository)], { settings });
    }),
  ];
  return { helper, workflows: shapes.map((shape) => shape()) };
}

/** What a step can be, for a fault at each point of it. */
export const subjects = {
  once: (make) => [make.effect('once')],
  pure: (make) => [make.effect('pure')],
  internal: (make) => [make.effect('internal')],
  write: (make) => [make.effect('write')],
  append: (make) => [make.effect('append'), make.effect('append')],
  move: (make) => make.move(),
  commit: (make) => make.commit('repository0'),
  forEach: (make) => [make.forEach()],
  parallel: (make) => [make.parallel()],
  workflow: (make) => [make.subWorkflow('helper')],
  delay: (make) => [make.delay()],
  retry: (make) => [make.flaky('pure')],
  if: (make) => make.condition(),
  publish: (make) => [make.publish()],
  waitFor: (make) => [make.waitFor()],
  approve: (make) => [make.approve()],
  agent: (make) => [make.agent()],
  failure: (make) => [make.failing()],
} satisfies Record<string, (make: StepMaker) => Step[]>;
export type Subject = keyof typeof subjects;

/** One workflow with the subject between two small steps, and a `finally`. */
export function makeSubject(subject: Subject, seed: number, places: WorkloadPlaces): Workload {
  const make = new StepMaker(createRandom(seed), places);
  const settings = { workingDirectory: places.workspace };
  const text = (name: string, steps: readonly Step[], more: object): string => JSON.stringify({ name, settings, steps, ...more });
  const helper = text('helper', [make.effect('once')], { variables: [{ name: 'from', default: 'nobody' }] });
  const steps = [make.effect('append'), ...subjects[subject](make), make.effect('append')];
  const whole = text(subject, steps, { finally: [make.effect('internal')] });
  return { helper: { name: 'helper', text: helper }, workflows: [{ name: subject, text: whole }] };
}

/** One workflow whose effects are all in files, made by the engine's own process; and an output that becomes a blob. */
export function makeTransfers(seed: number, places: WorkloadPlaces): WorkflowSource {
  const make = new StepMaker(createRandom(seed), places);
  const large = { id: 'large', action: 'set', with: { variables: { large: 'x'.repeat(100_000) } } };
  const steps = [make.effect('append'), make.effect('append'), make.effect('write'), ...make.move(), make.effect('internal'), large];
  return { name: 'transfers', text: JSON.stringify({ name: 'transfers', steps, settings: { workingDirectory: places.workspace } }) };
}

class StepMaker {
  readonly #random: Random;
  readonly #places: WorkloadPlaces;
  #count = 0;
  /** An iteration's effects are told apart by its index. */
  #inLoop = false;

  constructor(random: Random, places: WorkloadPlaces) {
    this.#random = random;
    this.#places = places;
  }

  effect(kind: EffectKind = this.#random.pick(effectKinds), more: object = {}): Step {
    const id = this.#newId(kind);
    const name = this.#inLoop ? `${id}-{{index}}` : id;
    switch (kind) {
      case 'once':
      case 'pure':
        return { id, ...this.#shell(kind), ...more };
      case 'write':
        return { id, action: 'file.write', with: { path: `{{run.id}}/${name}.txt`, content: `{{run.id}} ${name}` }, ...more };
      case 'append':
        return { id, action: 'file.write', with: { path: '{{run.id}}/log.txt', content: `{{run.id}} ${name}\n`, append: true }, ...more };
      case 'internal':
        return { id, action: 'set', with: { variables: { [id]: `{{run.id}}` } }, ...more };
    }
  }

  chain(length: number): Step[] {
    return Array.from({ length }, () => this.effect());
  }

  diamond(): Step[] {
    const [top, left, right, bottom] = [this.effect(), this.effect(), this.#besides(), this.effect()];
    const sides = [left, right].map((side) => ({ ...side, needs: [top.id] }));
    return [top, ...sides, { ...bottom, needs: sides.map(({ id }) => id) }];
  }

  fanOut(width: number): Step[] {
    const top = this.effect();
    const rays = Array.from({ length: width }, () => ({ ...this.#besides(), needs: [top.id] }));
    return [top, ...rays, { ...this.effect(), needs: rays.map(({ id }) => id) }];
  }

  forEach(): Step {
    const concurrency = this.#random.between(1, 3);
    this.#inLoop = true;
    const body = concurrency === 1 ? [this.effect(), this.effect()] : [this.#besides(), this.#besides()];
    this.#inLoop = false;
    return { id: this.#newId('each'), forEach: ['a', 'b', 'c'], concurrency, steps: body };
  }

  parallel(): Step {
    const branch = (): Step[] => [this.#besides(), this.#besides()];
    return { id: this.#newId('both'), parallel: { left: branch(), right: branch() } };
  }

  subWorkflow(workflow: string): Step {
    return { id: this.#newId('call'), workflow, with: { from: '{{run.id}}' } };
  }

  /** Has its effect and fails at its first try: the second try is a new attempt with an effect of its own. */
  flaky(kind: 'once' | 'pure'): Step {
    return {
      id: this.#newId('flaky'),
      ...this.#shell(kind, 'flaky'),
      retry: { maxRetries: 2, delay: this.#random.between(5, 120), backoff: 1 },
    };
  }

  publish(): Step {
    const id = this.#newId('publish');
    return { id, action: 'event.publish', with: { name: 'told', data: `{{run.id}} ${id}` } };
  }

  /** Goes on when the driver publishes it. */
  waitFor(): Step {
    return { id: this.#newId('wait'), waitFor: { event: AWAITED_EVENT } };
  }

  /** Goes on when the driver approves it. */
  approve(): Step {
    return { id: this.#newId('approve'), approve: { message: 'May {{run.id}} go on?' } };
  }

  /** Calls for two effects that differ in class, for another one, and is done. */
  agent(): Step {
    const id = this.#newId('agent');
    const name = this.#inLoop ? `${id}-{{index}}` : id;
    const write = (part: string, append: boolean) => ({
      tool: 'file.write',
      input: {
        path: `{{run.id}}/${append ? 'log' : `${name}-${part}`}.txt`,
        content: `{{run.id}} ${name}-${part}\n`,
        ...(append ? { append } : {}),
      },
    });
    const { with: shell } = this.#shell('once');
    return {
      id,
      agent: 'worker',
      prompt: taskOf(name, [[write('first', !this.#inLoop), { tool: 'shell.run', input: shell }], [write('second', false)], []]),
    };
  }

  eachAgent(): Step {
    this.#inLoop = true;
    const body = [this.agent()];
    this.#inLoop = false;
    return { id: this.#newId('each'), forEach: ['a', 'b'], concurrency: this.#random.between(1, 2), steps: body };
  }

  delay(): Step {
    return { id: this.#newId('delay'), delay: this.#random.between(5, 150) };
  }

  failing(): Step {
    return { id: this.#newId('fail'), action: 'fail', with: { message: 'on purpose' }, optional: this.#random.chance(0.5) };
  }

  condition(): Step[] {
    const first = this.effect();
    const branch = { id: this.#newId('if'), if: this.#random.pick(['1 < 2', '1 > 2']), needs: [first.id] };
    const yes = { ...this.effect(), needs: [{ step: branch.id, on: true }] };
    const no = { ...this.effect(), needs: [{ step: branch.id, on: false }] };
    return [first, branch, yes, no, { ...this.effect(), needs: [yes.id, no.id], join: 'any' }];
  }

  move(): Step[] {
    const id = this.#newId('move');
    const source = `{{run.id}}/${id}.source`;
    return [
      { id: `${id}_from`, action: 'file.write', with: { path: source, content: `{{run.id}} ${id}_from` } },
      { id, action: 'file.move', with: { source, destination: `{{run.id}}/${id}.moved` } },
    ];
  }

  commit(repository: string): Step[] {
    const id = this.#newId('commit');
    const file = `{{run.id}}-${id}.txt`;
    return [
      { id: `${id}_file`, action: 'file.write', with: { path: `${repository}/${file}`, content: `{{run.id}} ${id}` } },
      { id, action: 'git.commit', with: { repo: repository, files: [file], message: `{{run.id}} ${id}` } },
    ];
  }

  /** An effect that may happen at the same time as others of its run; appends to one file may not. */
  #besides(): Step {
    return this.effect(this.#random.pick(effectKinds.filter((kind) => kind !== 'append')));
  }

  #shell(kind: 'once' | 'pure', flaky?: 'flaky'): { readonly action: string; readonly with: object } {
    // A slow one is still under way when the next engine starts, and is ended before it has had its effect.
    const isSlow = this.#random.chance(0.2);
    const before = !isSlow
      ? this.#random.between(0, 60)
      : kind === 'once'
        ? this.#random.between(900, 1800)
        : this.#random.between(250, 600);
    const waits = [before, this.#random.between(0, 60)].map((ms) => (ms / 1000).toFixed(3));
    const args = [effectScript, this.#places.ledgerFile, ...waits, ...(flaky === undefined ? [] : [flaky])];
    return { action: 'shell.run', with: { program: 'sh', args, idempotent: kind === 'pure' } };
  }

  #newId(kind: string): string {
    return `${kind}${++this.#count}`;
  }
}
