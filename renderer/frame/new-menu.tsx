import { Button, Menu } from '@mantine/core';
import { useAppActions } from '../ui/app-actions.ts';
import { PlusIcon } from '../ui/icons.tsx';
import { Keys } from '../ui/keys.tsx';
import { navigate } from '../ui/route.ts';
import { shortcuts } from '../ui/shortcuts.ts';
import classes from './new-menu.module.css';

/** The ways to a new workflow. */
export function NewMenu() {
  const { importFile } = useAppActions();
  return (
    <Menu position="bottom-start" width={240} withinPortal>
      <Menu.Target>
        <Button
          size="xs"
          variant="filled"
          className={classes.button}
          leftSection={<PlusIcon />}
          aria-label="New"
          classNames={{ label: classes.label, section: classes.section }}
        >
          New
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item rightSection={<Keys keys={shortcuts.newWorkflow.keys} />} onClick={() => navigate('builder', 'new')}>
          Empty workflow
        </Menu.Item>
        <Menu.Item onClick={() => navigate('templates')}>From a template…</Menu.Item>
        <Menu.Item rightSection={<Keys keys={shortcuts.importFile.keys} />} onClick={importFile}>
          Import a file…
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
