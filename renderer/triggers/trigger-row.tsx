import { ActionIcon, Anchor, Button, Menu, Text } from '@mantine/core';
import type { TriggerView } from '../../shared/contract/triggers.ts';
import { showControls } from '../../shared/lib/show-controls.ts';
import { verdictTexts } from '../../shared/triggers/verdict-texts.ts';
import { engine } from '../bridge/engine.ts';
import { HealthLight } from '../ui/health-light.tsx';
import { MoreIcon } from '../ui/icons.tsx';
import { hrefTo } from '../ui/route.ts';
import { Ago } from '../ui/time.tsx';
import { triggerTypeText } from '../ui/trigger-words.ts';
import { Until } from '../ui/until.tsx';
import { Cell } from '../ui/virtual-rows.tsx';
import { scheduleText } from './schedule-text.ts';
import classes from './trigger-row.module.css';
import { useChangeTriggers } from './use-triggers.ts';

const healthWords: Readonly<Record<TriggerView['health'], string>> = {
  armed: 'Watches',
  degraded: 'Works, more slowly',
  lost: 'Lost for now',
  failing: 'Needs you',
  disarmed: 'Does not watch',
};

interface TriggerRowProps {
  readonly trigger: TriggerView;
  onFire(): void;
  onBacktest(): void;
}

/** The cells of one trigger. */
export function TriggerRow({ trigger, onFire, onBacktest }: TriggerRowProps) {
  const change = useChangeTriggers();
  const { id, workflow, workflowId, type, enabled, paused, health, nextAt, last } = trigger;
  const name = showControls(id);
  const pattern = showControls(trigger.pattern);
  const reason = trigger.reason === null ? null : sentence(showControls(trigger.reason));
  const shownHealth = !enabled ? 'off' : paused ? 'paused' : health;
  const word = !enabled ? 'Off' : paused ? 'Paused' : healthWords[health];
  const resume = (): void => change.mutate({ change: () => engine.triggers.resume({ trigger: id }), done: `${name} watches again.` });
  const pause = (): void => change.mutate({ change: () => engine.triggers.pause({ trigger: id }), done: `${name} is paused.` });
  return (
    <>
      <Cell>
        <Anchor href={hrefTo('builder', workflowId)} size="sm" fw={550} c="inherit" truncate underline="hover" display="block" title={name}>
          {showControls(workflow)}
        </Anchor>
        <Text size="xs" c="dimmed" truncate title={pattern}>
          {triggerTypeText(type)}
          {type === 'manual' ? '' : `: ${type === 'schedule' ? scheduleText(pattern) : pattern || id.slice(workflow.length + 1)}`}
        </Text>
      </Cell>
      <Cell>
        <span className={classes.health}>
          <HealthLight state={shownHealth} />
          {word}
        </span>
        <Text size="xs" c="dimmed" truncate title={reason ?? ''}>
          {reason ?? 'Nothing is missed'}
        </Text>
      </Cell>
      <Cell className={classes.wide}>
        {last === null ? (
          <Text size="xs" c="dimmed">
            Never
          </Text>
        ) : (
          <>
            <Text size="xs">{verdictTexts[last.verdict].word}</Text>
            <Text size="xs" c="dimmed">
              <Ago at={last.at} />
            </Text>
          </>
        )}
      </Cell>
      <Cell>
        <Text size="xs">{nextAt === null ? '–' : <Until at={nextAt} />}</Text>
      </Cell>
      <Cell className={classes.actions}>
        {paused || health === 'failing' ? (
          <Button
            size="compact-xs"
            variant="light"
            color="orange"
            onClick={resume}
            disabled={change.isPending || !enabled}
            aria-label={`${paused ? 'Resume' : 'Try again'} ${name}`}
          >
            {paused ? 'Resume' : 'Try again'}
          </Button>
        ) : (
          <Button
            size="compact-xs"
            variant="subtle"
            color="gray"
            onClick={pause}
            disabled={change.isPending || !enabled}
            aria-label={`Pause ${name}`}
          >
            Pause
          </Button>
        )}
        <Button size="compact-xs" variant="light" onClick={onFire} aria-label={`Fire ${name}`}>
          Fire…
        </Button>
        <Menu position="bottom-end" withinPortal>
          <Menu.Target>
            <ActionIcon variant="subtle" color="gray" aria-label={`More for ${name}`}>
              <MoreIcon />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {type !== 'manual' && <Menu.Item onClick={onBacktest}>Back-test…</Menu.Item>}
            <Menu.Item component="a" href={hrefTo('triggers', 'journal', workflow)}>
              Its journal
            </Menu.Item>
            <Menu.Item component="a" href={hrefTo('builder', workflowId)}>
              Edit the workflow
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </Cell>
    </>
  );
}

/** With a capital where it begins with a word; a path stays as it is. */
function sentence(text: string): string {
  return /^\p{Ll}/u.test(text) ? text.charAt(0).toUpperCase() + text.slice(1) : text;
}
