import { Button, Code, Group, Skeleton, Text } from '@mantine/core';
import { formatBytes } from '../../shared/lib/byte-text.ts';
import { engine, isDesktop } from '../bridge/engine.ts';
import { describeFailure } from '../bridge/failure.ts';
import { useSystem } from '../bridge/use-system.ts';
import { CopyValue } from '../ui/copy-value.tsx';
import { Failed } from '../ui/notice.tsx';
import { Setting } from './setting.tsx';
import classes from './settings-page.module.css';
import { useSpace, useVacuum } from './use-upkeep.ts';

/** Where everything lies, and how much room it takes. */
export function DataSettings() {
  const info = useSystem();
  const space = useSpace();
  const vacuum = useVacuum();
  if (info.isError) return <Failed title="The engine did not tell" {...describeFailure(info.error)} onRetry={() => void info.refetch()} />;
  if (info.data === undefined) return <Skeleton height={180} />;
  const { dataDir, counts } = info.data;
  return (
    <>
      <Setting label="Data folder" help={<Code className={classes.path}>{dataDir}</Code>}>
        {isDesktop ? (
          <Button size="xs" variant="default" onClick={() => void engine.desktop.showDataFolder()}>
            Show
          </Button>
        ) : (
          <CopyValue text={() => dataDir} label="Copy the path of the data folder" />
        )}
      </Setting>
      <Setting label="Room" help={space.data === undefined ? 'Measuring…' : `${formatBytes(space.data.free)} free on this disk`}>
        <Text size="sm">
          {space.data === undefined
            ? '…'
            : `Database ${formatBytes(space.data.database)}, of which ${formatBytes(space.data.unused)} unused; backups ${formatBytes(space.data.backups)}`}
        </Text>
      </Setting>
      <Setting label="Contents" help="Everything of Pawl stands in the data folder: copy it, and you have it all.">
        <Group gap="md">
          <Text size="sm">
            {counts.workflows} {counts.workflows === 1 ? 'workflow' : 'workflows'}
          </Text>
          <Text size="sm">{counts.active + counts.queued} under way</Text>
        </Group>
      </Setting>
      <Setting label="Clean up now" help="Deletes what is not to be kept, and gives the room back. It is also done by itself every hour.">
        <Button size="xs" variant="default" loading={vacuum.isPending} onClick={() => vacuum.mutate()}>
          Clean up
        </Button>
      </Setting>
    </>
  );
}
