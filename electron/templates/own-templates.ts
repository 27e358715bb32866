import { cp, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Template } from './templates.ts';

/** A template as one value: what a bundle carries. */
export interface PackedTemplate {
  readonly slug: string;
  readonly text: string;
  /** Text files of its sample folder, by their path in it. */
  readonly sample: Readonly<Record<string, string>>;
}

/** Made of a name that people read; `workflow` when no letter or digit is left. */
export function slugOf(name: string): string {
  const slug = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 80);
  return slug || 'workflow';
}

/** Replaces one of this slug. Throws for a sample file that would lie outside of its folder; nothing is written then. */
export async function writeTemplate(folder: string, { slug, text, sample }: PackedTemplate): Promise<void> {
  const place = path.join(folder, slug);
  const samples = path.join(place, 'sample');
  const files = Object.entries(sample).map(([name, content]) => ({ file: path.resolve(samples, name), name, content }));
  for (const { file, name } of files) {
    if (!file.startsWith(samples + path.sep))
      throw new Error(`The sample file ${JSON.stringify(name)} of ${slug} lies outside of its folder`);
  }
  await rm(place, { recursive: true, force: true });
  await mkdir(place, { recursive: true });
  await writeFile(path.join(place, 'workflow.yaml'), text);
  for (const { file, content } of files) {
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, content);
  }
}

export function removeTemplate(folder: string, slug: string): Promise<void> {
  return rm(path.join(folder, slug), { recursive: true });
}

/** Sample files that are not text stay behind. */
export async function packTemplate({ slug, text, sample, folder }: Template): Promise<PackedTemplate> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const files: Record<string, string> = {};
  for (const name of sample) {
    try {
      files[name] = decoder.decode(await readFile(path.join(folder, 'sample', name)));
    } catch (error) {
      if (!(error instanceof TypeError)) throw error;
    }
  }
  return { slug, text, sample: files };
}

/** Copies the workflow, and the sample files that it works on, into a new folder below `parent`. Returns the path of the workflow file. */
export async function unfoldTemplate(template: Template, parent: string): Promise<string> {
  const folder = await makeNewFolder(parent, template.slug);
  const file = path.join(folder, 'workflow.yaml');
  await writeFile(file, template.text);
  if (template.worksOnSample && template.sample.length > 0) {
    await cp(path.join(template.folder, 'sample'), path.join(folder, 'sample'), { recursive: true });
  }
  return file;
}

async function makeNewFolder(parent: string, name: string): Promise<string> {
  await mkdir(parent, { recursive: true });
  for (let number = 1; ; number++) {
    const folder = path.join(parent, number === 1 ? name : `${name}-${number}`);
    try {
      await mkdir(folder);
      return folder;
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
    }
  }
}
