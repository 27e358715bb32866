import { Button, Group } from '@mantine/core';
import { useAppActions } from '../ui/app-actions.ts';
import { Empty } from '../ui/notice.tsx';
import { Page } from '../ui/page.tsx';
import { navigate } from '../ui/route.ts';

/** What a person sees who has no workflow yet. */
export function FirstStart() {
  const { importFile } = useAppActions();
  return (
    <Page title="Welcome to Pawl">
      <Empty
        title="Your first workflow"
        action={
          <Group gap="xs" mt="xs">
            <Button size="sm" onClick={() => navigate('builder', 'new')}>
              Build one
            </Button>
            <Button size="sm" variant="default" onClick={importFile}>
              Import a workflow file…
            </Button>
          </Group>
        }
      >
        A workflow is a list of steps that Pawl runs for you, by hand, at a time or when files change. Everything stays on this machine.
      </Empty>
    </Page>
  );
}
