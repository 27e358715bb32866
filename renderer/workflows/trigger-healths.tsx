import { Text, Tooltip } from '@mantine/core';
import type { WorkflowSummary } from '../../shared/contract/workflows.ts';
import { HealthLight } from '../ui/health-light.tsx';
import { hrefTo } from '../ui/route.ts';
import spoken from '../ui/spoken.module.css';
import { triggerTypeText } from '../ui/trigger-words.ts';
import classes from './trigger-healths.module.css';

interface TriggerHealthsProps {
  /** Its name. */
  readonly workflow: string;
  readonly triggers: WorkflowSummary['triggers'];
  readonly enabled: boolean;
}

const most = 2;

/** What starts a workflow, and whether that works. */
export function TriggerHealths({ workflow, triggers, enabled }: TriggerHealthsProps) {
  if (triggers.length === 0) {
    return (
      <Text size="xs" c="dimmed">
        By hand
      </Text>
    );
  }
  return (
    <div className={classes.list}>
      {triggers.slice(0, most).map(({ id, type, health, reason, enabled: isOn }) => {
        const state = !enabled || !isOn ? 'off' : health;
        return (
          <Tooltip key={id} label={reason ?? words[state]} multiline maw={320}>
            <a className={classes.one} data-state={state} href={hrefTo('triggers', 'of', workflow)}>
              <HealthLight state={state} />
              <span className={classes.name}>{triggerTypeText(type)}</span>
              <span className={spoken.spoken}>{words[state]}</span>
            </a>
          </Tooltip>
        );
      })}
      {triggers.length > most && (
        <Text span size="xs" c="dimmed">
          +{triggers.length - most}
        </Text>
      )}
    </div>
  );
}

const words = {
  armed: 'Watches',
  degraded: 'Works, more slowly',
  lost: 'What it watches is not there',
  failing: 'Needs you',
  disarmed: 'Does not watch',
  off: 'Off',
} as const;
