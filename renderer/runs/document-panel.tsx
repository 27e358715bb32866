import { Box, Text } from '@mantine/core';
import type { RunHead } from '../../shared/contract/run-details.ts';
import { CopyValue } from '../ui/copy-value.tsx';
import { Ago } from '../ui/time.tsx';
import classes from './document-panel.module.css';
import type { PinnedDocument } from './use-run-document.ts';

/** The text that ran, as it was when the run was accepted. It can be read and copied, not changed. */
export function DocumentPanel({ head, pinned }: { readonly head: RunHead; readonly pinned: PinnedDocument }) {
  const lines = pinned.text.replace(/\n$/, '').split('\n');
  return (
    <div className={classes.panel}>
      <div className={classes.head}>
        <Text size="xs" c="dimmed">
          Version {pinned.version}, the {ordinal(pinned.number)} of {head.workflow}, from <Ago at={pinned.createdAt} />.{' '}
          {pinned.isCurrent ? 'It is the current one.' : 'The workflow has changed since.'}
        </Text>
        <CopyValue text={() => pinned.text} label="Copy the text" />
      </div>
      <Box component="pre" role="group" tabIndex={0} className={classes.text} aria-label="The workflow as it ran">
        {lines.map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line is told from others by its number alone, and they never change.
          <span key={index} className={classes.line}>
            {line}
            {'\n'}
          </span>
        ))}
      </Box>
    </div>
  );
}

function ordinal(number: number): string {
  const rule = new Intl.PluralRules('en', { type: 'ordinal' }).select(number);
  return `${number}${{ one: 'st', two: 'nd', few: 'rd', other: 'th', zero: 'th', many: 'th' }[rule]}`;
}
