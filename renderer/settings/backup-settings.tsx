import { Button, Code, Skeleton, Text } from '@mantine/core';
import { formatBytes } from '../../shared/lib/byte-text.ts';
import { describeFailure } from '../bridge/failure.ts';
import { CopyValue } from '../ui/copy-value.tsx';
import { Failed } from '../ui/notice.tsx';
import { Ago } from '../ui/time.tsx';
import classes from './backup-settings.module.css';
import { Setting } from './setting.tsx';
import settings from './settings-page.module.css';
import { useBackups, useMakeBackup } from './use-upkeep.ts';

const most = 8;

/** Checked copies of the database. */
export function BackupSettings() {
  const backups = useBackups();
  const make = useMakeBackup();
  if (backups.isError) {
    return <Failed title="The backups could not be listed" {...describeFailure(backups.error)} onRetry={() => void backups.refetch()} />;
  }
  if (backups.data === undefined) return <Skeleton height={120} />;
  const { folder, items } = backups.data;
  return (
    <>
      <Setting label="Back up now" help="A checked copy of the whole database. One is also made by itself every day.">
        <Button size="xs" variant="default" loading={make.isPending} onClick={() => make.mutate()}>
          Back up
        </Button>
      </Setting>
      <Setting label="Folder" help={<Code className={settings.path}>{folder}</Code>}>
        <CopyValue text={() => folder} label="Copy the path of the backups" />
      </Setting>
      <div className={classes.list}>
        {items.length === 0 && (
          <Text size="sm" c="dimmed">
            No backup yet. The first is made when the engine has run for a day.
          </Text>
        )}
        {items.length > 0 && (
          <ul>
            {items.slice(0, most).map(({ file, label, at, bytes }) => (
              <li key={file}>
                <span>
                  <Ago at={at} />
                </span>
                <span>{label.replaceAll('-', ' ')}</span>
                <span>{formatBytes(bytes)}</span>
              </li>
            ))}
          </ul>
        )}
        {items.length > most && (
          <Text size="xs" c="dimmed">
            and {items.length - most} more in the folder
          </Text>
        )}
        {items.length > 0 && (
          <Text size="xs" c="dimmed">
            To go back to one: stop Pawl, then run pawl rescue with --restore.
          </Text>
        )}
      </div>
    </>
  );
}
