import { Accordion, Badge, Checkbox, Group, Text } from '@mantine/core';
import type { ImportPreview } from '../../shared/contract/import-preview.ts';
import classes from './bundle-parts.module.css';
import { WorkflowPreviewSheet } from './workflow-preview-sheet.tsx';

interface BundlePartsProps {
  readonly workflows: ImportPreview['workflows'];
  readonly templates: ImportPreview['templates'];
  /** Positions of workflows. */
  readonly chosen: ReadonlySet<number>;
  onChoose(chosen: ReadonlySet<number>): void;
  readonly slugs: ReadonlySet<string>;
  onChooseTemplates(slugs: ReadonlySet<string>): void;
}

const changes = { create: 'new', update: 'new version', nothing: 'there already' } as const;

/** What lies in a bundle: the person takes what they want of it. */
export function BundleParts({ workflows, templates, chosen, onChoose, slugs, onChooseTemplates }: BundlePartsProps) {
  return (
    <div className={classes.parts}>
      <Accordion multiple chevronPosition="right" variant="contained">
        {workflows.map((workflow, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a workflow is known by its place in the bundle.
          <Accordion.Item key={index} value={String(index)}>
            <Group wrap="nowrap" gap={0} pl={12}>
              <Checkbox
                size="xs"
                aria-label={`Take ${workflow.name}`}
                disabled={!workflow.valid}
                checked={chosen.has(index)}
                onChange={() => onChoose(toggled(chosen, index))}
              />
              <Accordion.Control>
                <Group gap={8} wrap="nowrap">
                  <Text size="sm" truncate>
                    {workflow.name}
                  </Text>
                  <Badge size="xs" variant="default" tt="none">
                    {workflow.valid ? changes[workflow.change] : 'cannot be imported'}
                  </Badge>
                </Group>
              </Accordion.Control>
            </Group>
            <Accordion.Panel>
              <WorkflowPreviewSheet preview={workflow} />
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
      {templates.length > 0 && (
        <>
          <Text size="xs" fw={600} c="dimmed" mt={8}>
            Templates
          </Text>
          {templates.map(({ slug, name, story, replaces }) => (
            <Checkbox
              key={slug}
              size="xs"
              label={replaces ? `${name} (replaces yours)` : name}
              description={story}
              checked={slugs.has(slug)}
              onChange={() => onChooseTemplates(toggled(slugs, slug))}
            />
          ))}
        </>
      )}
    </div>
  );
}

function toggled<T>(set: ReadonlySet<T>, one: T): ReadonlySet<T> {
  const next = new Set(set);
  if (!next.delete(one)) next.add(one);
  return next;
}
