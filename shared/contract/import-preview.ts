import { z } from 'zod';
import { capabilityKinds } from '../workflow/capabilities.ts';
import { problemSchema } from './errors.ts';

export const capabilitySchema = z.object({
  kind: z.enum(capabilityKinds),
  /** As it is written in the document. */
  what: z.string(),
  /** Ids of the steps or triggers that do it; empty when it holds for the whole workflow. */
  by: z.array(z.string()),
});

export const workflowPreviewSchema = z.object({
  name: z.string(),
  description: z.string().nullable(),
  steps: z.number().int(),
  /** The canonical YAML, with the comments of the text it came from where it is YAML itself. */
  text: z.string(),
  /** Without errors: it can be imported. */
  valid: z.boolean(),
  problems: z.array(problemSchema),
  capabilities: z.array(capabilitySchema),
  /** What an agreement is bound to: `agreed` of the import. Two documents that can touch the same have the same. */
  agreement: z.string(),
  /** What an import would do. */
  change: z.enum(['create', 'update', 'nothing']),
  /** Of an update: what the version before could not touch. */
  added: z.array(capabilitySchema),
});

export const templatePreviewSchema = z.object({
  slug: z.string(),
  name: z.string(),
  story: z.string(),
  /** A template of yours with this slug would be replaced. */
  replaces: z.boolean(),
});

/** What a text would bring: one workflow, or the parts of a bundle. Nothing is stored. */
export const importPreviewSchema = z.object({
  kind: z.enum(['workflow', 'bundle']),
  workflows: z.array(workflowPreviewSchema),
  templates: z.array(templatePreviewSchema),
});

/** A file of several workflows: `*.pawl-bundle.json`. */
export const bundleSchema = z.strictObject({
  pawlBundle: z.literal(1),
  workflows: z.array(z.strictObject({ text: z.string() })).max(10_000),
  templates: z
    .array(
      z.strictObject({
        slug: z.string().regex(/^[a-z0-9][a-z0-9-]{0,79}$/, 'must hold only small letters, digits and -'),
        text: z.string(),
        /** Text files of its sample folder, by their path in it. */
        sample: z.record(z.string(), z.string()),
      }),
    )
    .max(1000)
    .default([]),
});

export type Bundle = z.output<typeof bundleSchema>;
export type ImportPreview = z.output<typeof importPreviewSchema>;
export type WorkflowPreview = z.output<typeof workflowPreviewSchema>;
export type CapabilityView = z.output<typeof capabilitySchema>;
