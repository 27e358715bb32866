import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { implement } from '@orpc/server';
import { type TemplateSummary, templatesContract } from '../../shared/contract/templates.ts';
import { parseYaml } from '../../shared/workflow/yaml.ts';
import type { ApiParts } from './api-parts.ts';
import { notFound } from './failures.ts';

export function templateHandlers({ templatesDir }: Pick<ApiParts, 'templatesDir'>) {
  const os = implement(templatesContract);
  return {
    list: os.list.handler(() => ({ items: listTemplates(templatesDir), next: null })),
    get: os.get.handler(({ input }) => {
      const found = listTemplates(templatesDir).find((template) => template.slug === input.template || template.name === input.template);
      if (found === undefined)
        throw notFound(
          'template',
          input.template,
          listTemplates(templatesDir).map(({ slug }) => slug),
        );
      const folder = join(templatesDir, found.slug);
      return { ...found, text: readFileSync(join(folder, 'workflow.yaml'), 'utf8'), sample: filesBelow(join(folder, 'sample')) };
    }),
  };
}

/** A template is a folder with a `workflow.yaml`, whose first line tells its story: `# story: …`. */
export function listTemplates(templatesDir: string): TemplateSummary[] {
  if (!existsSync(templatesDir)) return [];
  return readdirSync(templatesDir)
    .filter((slug) => existsSync(join(templatesDir, slug, 'workflow.yaml')))
    .sort()
    .map((slug) => summarize(slug, readFileSync(join(templatesDir, slug, 'workflow.yaml'), 'utf8')));
}

function summarize(slug: string, text: string): TemplateSummary {
  const parsed = parseYaml(text);
  const value = parsed.ok ? parsed.source.value : undefined;
  const name = typeof value === 'object' && value !== null && 'name' in value ? String(value['name']) : slug;
  return { slug, name, story: /^#\s*story:\s*(.+)$/m.exec(text)?.[1]?.trim() ?? '' };
}

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => relative(folder, join(folder, name)))
    .sort();
}
