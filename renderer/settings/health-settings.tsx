import { Button, Group, Text } from '@mantine/core';
import { describeFailure } from '../bridge/failure.ts';
import { Failed } from '../ui/notice.tsx';
import classes from './health-settings.module.css';
import { Setting } from './setting.tsx';
import { useDoctor } from './use-upkeep.ts';

/** What Pawl finds when it looks at everything that runs depend on. */
export function HealthSettings() {
  const doctor = useDoctor();
  const { data } = doctor;
  return (
    <>
      <Setting
        label="Examination"
        help="Looks at the database, the disk, the backups, and the programs that steps call. The thorough one also compares every run with its events."
      >
        <Group gap="xs">
          <Button
            size="xs"
            variant="default"
            loading={doctor.isPending && !doctor.variables}
            disabled={doctor.isPending}
            onClick={() => doctor.mutate(false)}
          >
            Examine
          </Button>
          <Button
            size="xs"
            variant="default"
            loading={doctor.isPending && doctor.variables}
            disabled={doctor.isPending}
            onClick={() => doctor.mutate(true)}
          >
            Thoroughly
          </Button>
        </Group>
      </Setting>
      {doctor.isError && <Failed title="The examination did not end" {...describeFailure(doctor.error)} />}
      <div role="status">
        {data !== undefined && (
          <div className={classes.result}>
            <Text size="sm" fw={600}>
              {data.ok ? 'All is well' : `${data.checks.filter(({ ok }) => !ok).length} of ${data.checks.length} need a look`}
            </Text>
            <ul>
              {data.checks.map(({ name, ok, detail, fix }) => (
                <li key={name} data-ok={ok}>
                  <span className={classes.mark} role="img" aria-label={ok ? 'well' : 'needs a look'}>
                    {ok ? '✓' : '!'}
                  </span>
                  <span className={classes.name}>{name}</span>
                  <span>
                    {detail}
                    {fix !== undefined && <b> {fix}</b>}
                  </span>
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
    </>
  );
}
