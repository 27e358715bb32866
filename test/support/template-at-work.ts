import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { templatesFolder } from '../../electron/templates/templates.ts';
import type { InboxDecision, InboxItem } from '../../shared/contract/inbox.ts';
import type { RunView } from '../../shared/contract/run-view.ts';
import type { JsonObject } from '../../shared/lib/json.ts';
import { type ModelServer, startModelServer } from '../model-server/model-server.ts';
import type { Script } from '../model-server/script.ts';
import { type Hosted, startHosted } from './hosted-app.ts';
import { until } from './until.ts';

/** A template as the gallery makes it a workflow, in a whole app that finds its models on a scripted server. */
export interface TemplateAtWork {
  readonly models: ModelServer;
  readonly hosted: Hosted;
  at(name: string): string;
  read(name: string): string;
  has(name: string): boolean;
  write(name: string, content: string): Promise<void>;
  git(...args: readonly string[]): string;
  /** Until it has ended, or waits for a person. */
  run(inputs?: JsonObject): Promise<RunView>;
  view(run: Pick<RunView, 'runId'>): Promise<RunView>;
  /** The only open item of the inbox. */
  asked(): Promise<InboxItem>;
  /** Answers it; gives the run that goes on, once that has ended or waits again. */
  answer(decision: InboxDecision, more?: { readonly fields?: JsonObject; readonly comment?: string }): Promise<RunView>;
  /** Of this name, oldest first. */
  events(name: string): Promise<readonly unknown[]>;
  close(): Promise<void>;
}

export interface TemplateOptions {
  readonly script: Script;
  /** The template's sample as a repository with one commit, on `main`. */
  readonly repository?: boolean;
}

export async function openTemplate(slug: string, { script, repository = false }: TemplateOptions): Promise<TemplateAtWork> {
  const models = await startModelServer({ script });
  const { PATH, HOME } = process.env;
  const hosted = await startHosted({ environment: { PATH, HOME, PAWL_LOCAL_MODELS_URL: models.baseUrls.compatible } });
  const parent = await mkdtemp(path.join(tmpdir(), 'pawl-template-'));
  const { client } = hosted;
  const workflow = await client.templates.use({ template: slug, folder: parent });
  const folder = path.join(parent, slug);
  const at = (name: string) => path.join(folder, name);
  const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: folder, encoding: 'utf8' });
  if (repository) {
    await cp(path.join(templatesFolder, slug, 'sample'), folder, { recursive: true });
    git('init', '--quiet', '--initial-branch=main');
    git('config', 'user.name', 'Ada');
    git('config', 'user.email', 'ada@example.com');
    await writeFile(at('.gitignore'), 'workflow.yaml\n');
    git('add', '.');
    git('commit', '--quiet', '--message=Begin');
  }

  const view = ({ runId }: Pick<RunView, 'runId'>) => client.runs.get({ run: runId });
  const rested = async (runId: string) => {
    // A run that has just been answered still says that it waits.
    const isAtRest = async () => {
      const { state } = await view({ runId });
      if (['queued', 'running'].includes(state)) return false;
      return state !== 'waiting' || (await client.inbox.list({ run: runId })).items.length > 0;
    };
    await until(isAtRest, `the end of ${runId}`, 20_000);
    return view({ runId });
  };
  const asked = async () => {
    const { items } = await client.inbox.list({});
    const [item] = items;
    if (item === undefined || items.length > 1) throw new Error(`${items.length} items are open`);
    return item;
  };
  return {
    models,
    hosted,
    at,
    read: (name) => readFileSync(at(name), 'utf8'),
    has: (name) => existsSync(at(name)),
    write: (name, content) => writeFile(at(name), content),
    git,
    async run(inputs = {}) {
      const { runId } = await client.runs.start({ source: { workflow: workflow.id }, inputs });
      return rested(runId);
    },
    view,
    asked,
    async answer(decision, more = {}) {
      const { id, hash } = await asked();
      const { runId, goesOnAs } = await client.inbox.answer({ item: id, decision, hash, by: 'ada', ...more });
      return rested(goesOnAs ?? runId);
    },
    async events(name) {
      const { items } = await client.events.list({ name });
      return items.map((event) => event.data).toReversed();
    },
    async close() {
      await hosted.close();
      await models.close();
    },
  };
}
