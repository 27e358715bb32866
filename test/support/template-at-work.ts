import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { cp, mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { templatesFolder } from '../../electron/templates/templates.ts';
import type { RunView } from '../../shared/contract/run-view.ts';
import type { JsonObject } from '../../shared/lib/json.ts';
import { type ModelServer, startModelServer } from '../model-server/model-server.ts';
import type { Script } from '../model-server/script.ts';
import { type Hosted, startHosted } from './hosted-app.ts';
import { type Runs, runsOf } from './runs-at-rest.ts';

/** A template as the gallery makes it a workflow, in a whole app that finds its models on a scripted server. */
export interface TemplateAtWork extends Runs {
  readonly models: ModelServer;
  readonly hosted: Hosted;
  at(name: string): string;
  read(name: string): string;
  has(name: string): boolean;
  write(name: string, content: string): Promise<void>;
  git(...args: readonly string[]): string;
  run(inputs?: JsonObject): Promise<RunView>;
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
  const runs = runsOf(client);
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

  return {
    models,
    hosted,
    at,
    read: (name) => readFileSync(at(name), 'utf8'),
    has: (name) => existsSync(at(name)),
    write: (name, content) => writeFile(at(name), content),
    git,
    ...runs,
    run: (inputs = {}) => runs.start({ source: { workflow: workflow.id }, inputs }),
    async close() {
      await hosted.close();
      await models.close();
    },
  };
}
