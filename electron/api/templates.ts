import { implement } from '@orpc/server';
import { templatesContract } from '../../shared/contract/templates.ts';
import { listTemplates, readTemplate } from '../templates/templates.ts';
import type { ApiParts } from './api-parts.ts';
import { notFound } from './failures.ts';

export function templateHandlers({ templatesDir }: Pick<ApiParts, 'templatesDir'>) {
  const os = implement(templatesContract);
  return {
    list: os.list.handler(async () => ({ items: await listTemplates(templatesDir), next: null })),
    get: os.get.handler(async ({ input }) => {
      const found = await readTemplate(input.template, templatesDir);
      if (found !== undefined) return found;
      const slugs = (await listTemplates(templatesDir)).map(({ slug }) => slug);
      throw notFound('template', input.template, slugs);
    }),
  };
}
