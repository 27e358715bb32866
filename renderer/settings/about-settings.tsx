import { Skeleton, Text } from '@mantine/core';
import { useSystem } from '../bridge/use-system.ts';
import { Ago } from '../ui/time.tsx';
import { Setting } from './setting.tsx';

/** What runs here, and what it does not do. */
export function AboutSettings() {
  const info = useSystem();
  if (info.data === undefined) return <Skeleton height={120} />;
  const { version, pid, startedAt, triggers } = info.data;
  return (
    <>
      <Setting
        label={`Pawl ${version}`}
        help={
          triggers ? 'Watches triggers and runs workflows, on this machine only.' : 'Runs what it is asked to; triggers are not watched.'
        }
      >
        <Text size="sm">
          Process {pid}, started <Ago at={startedAt} />
        </Text>
      </Setting>
      <Setting label="Telemetry" help="Nothing leaves this machine but what your own workflows send. Pawl does not ask for updates either.">
        <Text size="sm">None</Text>
      </Setting>
    </>
  );
}
