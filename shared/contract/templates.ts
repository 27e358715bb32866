import { z } from 'zod';
import { procedure } from './errors.ts';
import { noInput } from './page.ts';

export const templateSummarySchema = z.object({
  /** The name of its folder. */
  slug: z.string(),
  name: z.string(),
  /** One sentence: when somebody would want it. */
  story: z.string(),
});

export const templateViewSchema = templateSummarySchema.extend({
  text: z.string(),
  /** Files of its `sample/` folder, relative to it. */
  sample: z.array(z.string()),
});

export const templatesContract = {
  list: procedure
    .route({ method: 'GET', path: '/templates', tags: ['templates'], summary: 'List the templates' })
    .input(noInput)
    .output(z.object({ items: z.array(templateSummarySchema), next: z.null() })),
  get: procedure
    .route({ method: 'GET', path: '/templates/{template}', tags: ['templates'], summary: 'A template with its text' })
    .input(z.strictObject({ template: z.string().min(1) }))
    .output(templateViewSchema),
};

export type TemplateSummary = z.output<typeof templateSummarySchema>;
export type TemplateView = z.output<typeof templateViewSchema>;
