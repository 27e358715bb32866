import { useDisclosure, useHotkeys } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { describeFailure } from './bridge/failure.ts';
import { useWatchInbox } from './bridge/inbox-count.ts';
import { useWatchRuns } from './bridge/live-runs.ts';
import { dialogLoads, ImportDialog, Palette, RunDialog, ShortcutsDialog } from './dialogs.tsx';
import { loadAhead } from './load-ahead.ts';
import { pages } from './pages.tsx';
import { type AppActions, AppActionsContext, type ImportSource } from './ui/app-actions.ts';
import { navigate } from './ui/route.ts';
import { shortcuts } from './ui/shortcuts.ts';
import { chooseFile } from './workflows/choose-file.ts';
import { DropArea } from './workflows/drop-area.tsx';

/** A Mac types other letters while Alt is held. */
const onAnyLayout = { usePhysicalKeys: true };

type Opened =
  | { readonly kind: 'import'; readonly source: ImportSource }
  | { readonly kind: 'run'; readonly workflow: { readonly id: string; readonly name: string } }
  | undefined;

/** Holds the dialogs that belong to no page, the shortcuts that hold everywhere, and takes files that are dropped on the window. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const [opened, setOpened] = useState<Opened>();
  const [isHelpOpen, help] = useDisclosure(false);
  const [asked, setAsked] = useState(0);
  useEffect(() => loadAhead([...dialogLoads, ...Object.values(pages).map(({ load }) => load)]), []);
  useWatchRuns();
  useWatchInbox();
  const close = (): void => setOpened(undefined);
  const actions = useMemo<AppActions>(
    () => ({
      importFile() {
        chooseFile()
          .then((source) => source !== undefined && setOpened({ kind: 'import', source }))
          .catch((error: unknown) => notifications.show({ color: 'red', message: describeFailure(error).message }));
      },
      previewImport: (source) => setOpened({ kind: 'import', source }),
      runWorkflow: (workflow) => setOpened({ kind: 'run', workflow }),
      openPalette: () => setAsked((before) => before + 1),
      showShortcuts: help.open,
    }),
    [help.open],
  );
  // Also while a field has the focus: it is the way out of anything.
  useHotkeys([[shortcuts.palette.keys, actions.openPalette]], [], true);
  useHotkeys([
    [shortcuts.help.keys, help.toggle],
    [shortcuts.goHome.keys, () => navigate('home'), onAnyLayout],
    [shortcuts.goWorkflows.keys, () => navigate('workflows'), onAnyLayout],
    [shortcuts.goRuns.keys, () => navigate('runs'), onAnyLayout],
    [shortcuts.goInbox.keys, () => navigate('inbox'), onAnyLayout],
    [shortcuts.goTriggers.keys, () => navigate('triggers'), onAnyLayout],
    [shortcuts.goSettings.keys, () => navigate('settings'), onAnyLayout],
    [shortcuts.newWorkflow.keys, () => navigate('builder', 'new'), onAnyLayout],
    [shortcuts.importFile.keys, actions.importFile],
  ]);
  return (
    <AppActionsContext value={actions}>
      <DropArea onFile={actions.previewImport}>{children}</DropArea>
      {opened?.kind === 'import' && <ImportDialog source={opened.source} onClose={close} onMissing={close} />}
      {opened?.kind === 'run' && <RunDialog workflow={opened.workflow.id} name={opened.workflow.name} onClose={close} onMissing={close} />}
      {asked > 0 && <Palette asked={asked} onMissing={() => setAsked(0)} />}
      {isHelpOpen && <ShortcutsDialog onClose={help.close} onMissing={help.close} />}
    </AppActionsContext>
  );
}
