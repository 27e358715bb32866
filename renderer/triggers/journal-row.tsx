import { Anchor, Button, Text } from '@mantine/core';
import type { FiringView } from '../../shared/contract/journal.ts';
import { showControls } from '../../shared/lib/show-controls.ts';
import { describeFiring } from '../../shared/triggers/describe-firing.ts';
import { verdictTexts } from '../../shared/triggers/verdict-texts.ts';
import { hrefTo } from '../ui/route.ts';
import { Ago } from '../ui/time.tsx';
import { triggerText } from '../ui/trigger-words.ts';
import { VerdictWord } from '../ui/verdict-word.tsx';
import { Cell } from '../ui/virtual-rows.tsx';
import classes from './journal-tab.module.css';

interface JournalRowProps {
  readonly firing: FiringView;
  onShow(): void;
  onAgain(): void;
}

/** The cells of one firing: what happened, what became of it, and why. */
export function JournalRow({ firing, onShow, onAgain }: JournalRowProps) {
  const trigger = showControls(firing.trigger);
  const what = showControls(describeFiring(firing.type, firing.data)) || 'by hand';
  const why = showControls(firing.reason ?? verdictTexts[firing.verdict].meaning);
  return (
    <>
      <Cell>
        <Text size="xs" c="dimmed">
          <Ago at={firing.at} />
        </Text>
      </Cell>
      <Cell>
        <Text size="sm" truncate title={trigger}>
          {showControls(triggerText(firing.trigger, firing.workflow))}
        </Text>
        <Text size="xs" c="dimmed" truncate title={what}>
          {what}
        </Text>
      </Cell>
      <Cell>
        <VerdictWord verdict={firing.verdict} />
        <Text size="xs" c="dimmed" truncate title={why}>
          {why}
        </Text>
      </Cell>
      <Cell className={classes.actions}>
        {firing.runId !== null && (
          <Anchor size="xs" href={hrefTo('runs', firing.runId)}>
            Run
          </Anchor>
        )}
        <Button size="compact-xs" variant="subtle" color="gray" onClick={onShow} aria-label={`Event of ${trigger}`}>
          Event
        </Button>
        <Button size="compact-xs" variant="light" onClick={onAgain} aria-label={`Run again with the event of ${trigger}`}>
          Run again…
        </Button>
      </Cell>
    </>
  );
}
