import { ActionIcon, Menu } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { isScript } from '../../../shared/workflow/script/is-script.ts';
import { serializeWorkflow } from '../../../shared/workflow/serialize.ts';
import type { Writing } from '../../../shared/workflow/writings.ts';
import { describeFailure } from '../../bridge/failure.ts';
import { MoreIcon } from '../../ui/icons.tsx';
import { hrefTo } from '../../ui/route.ts';
import { useBuilder, useBuilderStore } from '../document/use-builder.ts';
import { useDraftState, useSession } from '../document/use-session.ts';
import { downloadText } from './download-text.ts';

export function MoreMenu() {
  const { workflow, sync } = useSession();
  const store = useBuilderStore();
  const { is } = useDraftState();
  const isBehind = useBuilder((state) => state.isBehind);

  function exportAs(format: Writing): void {
    const { text, document } = store.getState();
    const name =
      (document?.name ?? 'workflow')
        .toLowerCase()
        .replaceAll(/[^a-z0-9]+/g, '-')
        .replaceAll(/^-|-$/g, '') || 'workflow';
    const written: Writing = isScript(text) ? 'script' : /^\s*[[{]/.test(text) ? 'json' : 'yaml';
    const keepsText = written === format || document === undefined;
    downloadText(format === 'script' ? `${name}.bas` : `${name}.pawl.${format}`, keepsText ? text : serializeWorkflow(document, format));
  }

  function discard(): void {
    sync
      .takeVersion('Discard the draft')
      .catch((error: unknown) => notifications.show({ color: 'red', message: describeFailure(error).message }));
  }

  return (
    <Menu position="bottom-end" withinPortal width={250}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={28} aria-label="More">
          <MoreIcon />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => exportAs('yaml')}>Export as YAML</Menu.Item>
        <Menu.Item onClick={() => exportAs('json')} disabled={isBehind}>
          Export as JSON
        </Menu.Item>
        <Menu.Item onClick={() => exportAs('script')} disabled={isBehind}>
          Export as a script
        </Menu.Item>
        {workflow !== undefined && (
          <>
            <Menu.Item component="a" href={hrefTo('workflows', workflow.id, 'versions')}>
              Versions
            </Menu.Item>
            <Menu.Divider />
            <Menu.Item c="var(--mantine-color-error)" onClick={discard} disabled={is === 'clean'}>
              Discard the draft
            </Menu.Item>
            {workflow.path !== null && <Menu.Label>Imported from {workflow.path}. Saving leaves that file as it is.</Menu.Label>}
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  );
}
