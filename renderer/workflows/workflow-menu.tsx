import { ActionIcon, Menu } from '@mantine/core';
import type { WorkflowSummary } from '../../shared/contract/workflows.ts';
import type { Writing } from '../../shared/workflow/writings.ts';
import { engine } from '../bridge/engine.ts';
import { saveText } from '../bridge/save-text.ts';
import { tellDone } from '../bridge/tell.ts';
import { MoreIcon } from '../ui/icons.tsx';
import { hrefTo, navigate } from '../ui/route.ts';
import { useChangeWorkflows } from './use-workflows.ts';

/** What is done with one workflow, beside running it. */
export function WorkflowMenu({
  workflow: { id, name, description, triggers },
  onDelete,
}: {
  readonly workflow: WorkflowSummary;
  onDelete(): void;
}) {
  const change = useChangeWorkflows();
  const exportAs = (format: Writing): void =>
    change.mutate(async () => {
      const { fileName, text } = await engine.workflows.export({ workflow: id, format });
      saveText(fileName, text);
    });
  const duplicate = (): void =>
    change.mutate(async () => {
      const copy = await engine.workflows.duplicate({ workflow: id });
      tellDone(`${copy.name} is there, switched off.`);
      navigate('builder', copy.id);
    });
  const makeTemplate = (): void =>
    change.mutate(async () => {
      await engine.templates.save({ workflow: id, story: description ?? `Made of ${name}` });
      tellDone(`${name} is among your templates.`);
    });
  return (
    <Menu position="bottom-end" withinPortal width={210}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={`More for ${name}`}>
          <MoreIcon />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item component="a" href={hrefTo('builder', id)}>
          Edit
        </Menu.Item>
        <Menu.Item component="a" href={hrefTo('runs', 'of', id)}>
          Runs
        </Menu.Item>
        <Menu.Item component="a" href={hrefTo('workflows', id, 'versions')}>
          Versions
        </Menu.Item>
        {triggers.length > 0 && (
          <Menu.Item component="a" href={hrefTo('triggers', 'of', name)}>
            Triggers
          </Menu.Item>
        )}
        <Menu.Divider />
        <Menu.Item onClick={duplicate}>Duplicate</Menu.Item>
        <Menu.Item onClick={makeTemplate}>Make a template of it</Menu.Item>
        <Menu.Item onClick={() => exportAs('yaml')}>Export as YAML</Menu.Item>
        <Menu.Item onClick={() => exportAs('json')}>Export as JSON</Menu.Item>
        <Menu.Item onClick={() => exportAs('script')}>Export as a script</Menu.Item>
        <Menu.Divider />
        <Menu.Item c="var(--mantine-color-error)" onClick={onDelete}>
          Delete…
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
