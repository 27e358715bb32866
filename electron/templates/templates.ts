import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import type { TemplateSummary, TemplateView } from '../../shared/contract/templates.ts';
import { variableSchema } from '../../shared/workflow/schema.ts';

/** The templates that come with Pawl: as far from the sources as from the built files. */
export const templatesFolder = fileURLToPath(new URL('../../resources/templates', import.meta.url));

/** A template as it lies on the disk: a folder with `workflow.yaml` and maybe `sample/`. */
export interface Template extends Omit<TemplateView, 'own'> {
  /** Absolute. */
  readonly folder: string;
  /** Names of the agents that it brings along. */
  readonly agents: readonly string[];
}

/** By slug. */
export async function listTemplates(folder: string = templatesFolder): Promise<Omit<TemplateSummary, 'own'>[]> {
  const slugs = await foldersIn(folder);
  const templates = await Promise.all(slugs.sort().map((slug) => readTemplate(slug, folder)));
  return templates.flatMap((template) =>
    template === undefined
      ? []
      : [
          {
            slug: template.slug,
            name: template.name,
            story: template.story,
            worksOnSample: template.worksOnSample,
            asksModel: template.asksModel,
          },
        ],
  );
}

/** Undefined when there is none of that name. */
export async function readTemplate(slug: string, folder: string = templatesFolder): Promise<Template | undefined> {
  // A slug comes from a caller, and is the name of a folder here or nothing.
  if (!(await foldersIn(folder)).includes(slug)) return undefined;
  const place = path.join(folder, slug);
  let text: string;
  try {
    text = await readFile(path.join(place, 'workflow.yaml'), 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  return {
    slug,
    ...describeTemplate(slug, text),
    text,
    sample: await filesUnder(path.join(place, 'sample')),
    folder: place,
    worksOnSample: namesSample(parse(text)),
    asksModel: hasModelStep(parse(text)),
    agents: agentsIn(parse(text)),
  };
}

/** What the text of a template says of itself: its name, and the `# story:` line. */
export function describeTemplate(slug: string, text: string): { readonly name: string; readonly story: string } {
  const document: unknown = parse(text);
  const name = typeof document === 'object' && document !== null && 'name' in document ? String(document.name) : slug;
  return { name, story: /^# story:\s*(.+)$/m.exec(text)?.[1] ?? '' };
}

function namesSample(document: unknown): boolean {
  const { data } = z.object({ variables: z.array(variableSchema) }).safeParse(document);
  return (data?.variables ?? []).some(({ default: value }) => typeof value === 'string' && /^sample(?:\/|$)/.test(value));
}

function agentsIn(document: unknown): string[] {
  const { data } = z.object({ agents: z.array(z.object({ name: z.string() })) }).safeParse(document);
  return (data?.agents ?? []).map(({ name }) => name);
}

/** Looks at every step, however deep it lies. */
function hasModelStep(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  if ('agent' in value && 'prompt' in value) return true;
  if ('action' in value && typeof value.action === 'string' && value.action.startsWith('ai.')) return true;
  return Object.values(value).some(hasModelStep);
}

async function foldersIn(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

async function filesUnder(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true, recursive: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
      .sort();
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
