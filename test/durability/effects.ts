import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { attemptKeyOf, taskKeyOf } from '../../electron/engine/keys.ts';
import type { AttemptRow } from '../../electron/store/attempts-table.ts';
import type { RunRow } from '../../electron/store/runs-table.ts';
import type { Store } from '../../electron/store/store.ts';
import { callStepOf } from '../../shared/agents/call-step.ts';
import { isJsonObject, type Json } from '../../shared/lib/json.ts';
import { compilePlan } from '../../shared/workflow/plan.ts';
import type { Ledger } from './ledger.ts';

/** How often the effect of one attempt can be seen in the world outside; undefined when nothing of it can be counted there. */
export type CountEffect = (run: RunRow, attempt: AttemptRow) => number | undefined;

/** Looks at the ledger for shell steps, and at the disk for what files and repositories hold. Reads each repository once. */
export function createEffectCounter(store: Store, ledger: Ledger): CountEffect {
  const actions = new Map<number, ReadonlyMap<string, string>>();
  const logs = new Map<string, string>();

  function actionOf(run: RunRow, path: string): string | undefined {
    const known = actions.get(run.versionKey) ?? actionsOf(store, run.versionKey);
    actions.set(run.versionKey, known);
    const id = path.split('/').at(-1) ?? path;
    return known.get(id) ?? callStepOf(id)?.name;
  }
  function logOf(folder: string): string {
    const known = logs.get(folder) ?? execFileSync('git', ['log', '--format=%s'], { cwd: folder, encoding: 'utf8' });
    logs.set(folder, known);
    return known;
  }

  return (run, attempt) => {
    const place = (value: Json | undefined): string => resolve(run.workingDirectory, String(value));
    const input = isJsonObject(attempt.input) ? attempt.input : {};
    switch (actionOf(run, attempt.path)) {
      case 'shell.run':
        return ledger.countOf(attemptKeyOf(taskKeyOf(store.installId, run.id, attempt.path), attempt.attempt));
      case 'file.write': {
        const text = read(place(input['path'])) ?? read(place(input['path']).replace(/\.source$/, '.moved')) ?? '';
        return text.split(String(input['content'])).length - 1;
      }
      case 'file.move':
        return read(place(input['source'])) === undefined && read(place(input['destination'])) !== undefined ? 1 : 0;
      case 'git.commit':
        return logOf(place(input['repo']))
          .split('\n')
          .filter((line) => line === input['message']).length;
      case 'event.publish':
        return store.published.list({ name: 'told', limit: -1 }).filter(({ data }) => data === input['data']).length;
      default:
        return undefined;
    }
  };
}

function actionsOf(store: Store, versionKey: number): ReadonlyMap<string, string> {
  const version = store.workflows.version(versionKey);
  if (version === undefined) throw new Error(`There is no version ${versionKey}`);
  const { byId } = compilePlan(version.document);
  return new Map([...byId].flatMap(([id, { step }]) => ('action' in step ? [[id, step.action] as const] : [])));
}

function read(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}
