import { cp, mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { nearest } from '../../shared/workflow/nearest.ts';
import { listTemplates, readTemplate, type Template } from '../templates/templates.ts';
import { notFound, usage } from './command-failure.ts';

interface NewWorkflow {
  readonly file: string | undefined;
  readonly template: string | undefined;
  /** Writes over a file that is there. */
  readonly force: boolean;
}

export interface WrittenWorkflow {
  readonly file: string;
  readonly sample: string | null;
  readonly agents: readonly string[];
}

/**
 * Writes the file, and beside it the template's sample files that are not there yet, where the workflow works on them unless told otherwise.
 * `file` is what was written, `sample` the folder of the sample files, `agents` are those that it brings along.
 */
export async function writeNewWorkflow({ file, template: slug, force }: NewWorkflow): Promise<WrittenWorkflow> {
  const template = slug === undefined ? undefined : await findTemplate(slug);
  const target = file ?? `${slug ?? 'workflow'}.pawl.yaml`;
  await mkdir(path.dirname(target), { recursive: true });
  try {
    await writeFile(target, template?.text ?? starter(target), { flag: force ? 'w' : 'wx' });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST')
      throw usage(`${target} is there already.`, 'Use --force to write over it.');
    throw error;
  }
  const sample = template === undefined ? null : await copySample(template, path.dirname(target));
  return { file: target, sample, agents: template?.agents ?? [] };
}

/** Copies a whole template, so that its workflow finds its sample files. Returns the path of the workflow file. */
export async function copyTemplate(template: Template, folder: string): Promise<string> {
  await cp(template.folder, folder, { recursive: true });
  return path.join(folder, 'workflow.yaml');
}

/** Throws CommandFailure `NOT_FOUND`. */
export async function findTemplate(slug: string): Promise<Template> {
  const template = await readTemplate(slug);
  if (template !== undefined) return template;
  const near = nearest(
    slug,
    (await listTemplates()).map((each) => each.slug),
  );
  throw notFound(`There is no template called ${slug}.`, near === undefined ? ['one of `pawl templates`'] : [near]);
}

async function copySample(template: Template, folder: string): Promise<string | null> {
  if (template.sample.length === 0 || !template.worksOnSample) return null;
  const target = path.join(folder, 'sample');
  await cp(path.join(template.folder, 'sample'), target, { recursive: true, force: false });
  return target;
}

function starter(file: string): string {
  const name = path.basename(file).replace(/(?:\.pawl)?\.(?:ya?ml|json)$/i, '');
  return `pawl: 1
name: ${JSON.stringify(name)}
description: Says hello, and tells what is in this folder
variables:
  - { name: who, type: string, default: world }
steps:
  - id: hello
    action: log
    with: { message: "Hello, {{ who }}" }
  - id: look
    action: shell.run
    with: { program: ls }
outputs:
  files: "{{ steps.look.output.stdout }}"
`;
}
