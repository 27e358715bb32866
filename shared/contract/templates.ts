import { z } from 'zod';
import { procedure } from './errors.ts';
import { noInput } from './page.ts';
import { workflowSummarySchema } from './workflows.ts';

export const templateSummarySchema = z.object({
  /** The name of its folder. */
  slug: z.string(),
  name: z.string(),
  /** One sentence: when somebody would want it. */
  story: z.string(),
  /** Made on this machine, or brought by a bundle; the others come with Pawl. */
  own: z.boolean(),
  /** By its defaults it works on its sample; others work on the repository they are put into, where their sample is out of place. */
  worksOnSample: z.boolean(),
  /** It has steps for a language model, which must be set up. */
  asksModel: z.boolean(),
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
  /** A new workflow, switched off, in a folder of its own below `folder` (absolute; default: `Pawl` in the home folder), with the template's sample files beside it. */
  use: procedure
    .route({
      method: 'POST',
      path: '/templates/{template}/use',
      successStatus: 201,
      tags: ['templates'],
      summary: 'Make a workflow of a template',
    })
    .input(
      z.strictObject({
        template: z.string().min(1),
        name: z.string().trim().min(1).max(200).optional(),
        folder: z.string().min(1).optional(),
      }),
    )
    .output(workflowSummarySchema),
  /** A template of yours, out of a workflow. One of this name is replaced; CONFLICT for the name of one that comes with Pawl. */
  save: procedure
    .route({ method: 'POST', path: '/templates', successStatus: 201, tags: ['templates'], summary: 'Make a template of a workflow' })
    .input(z.strictObject({ workflow: z.string().min(1), story: z.string().trim().min(1).max(300) }))
    .output(templateSummarySchema),
  /** Of yours; CONFLICT for one that comes with Pawl. */
  delete: procedure
    .route({ method: 'DELETE', path: '/templates/{template}', tags: ['templates'], summary: 'Delete a template of yours' })
    .input(z.strictObject({ template: z.string().min(1) }))
    .output(z.object({ slug: z.string() })),
};

export type TemplateSummary = z.output<typeof templateSummarySchema>;
export type TemplateView = z.output<typeof templateViewSchema>;
