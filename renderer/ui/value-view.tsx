import { ActionIcon, Box, CopyButton, Tooltip } from '@mantine/core';
import { CheckIcon, CopyIcon } from './icons.tsx';
import classes from './value-view.module.css';

/** Long enough for any eye, short enough for any page; copying takes it all. */
const mostLetters = 100_000;

/** A value as text, never as markup: a text as it is, anything else as JSON. */
export function ValueView({ value, label }: { readonly value: unknown; readonly label: string }) {
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 2);
  const shown = text.length > mostLetters ? `${text.slice(0, mostLetters)}\n… ${text.length - mostLetters} more characters` : text;
  return (
    <div className={classes.frame}>
      <Box component="pre" role="group" className={classes.text} tabIndex={0} aria-label={label}>
        {shown === '' ? '(empty text)' : shown}
      </Box>
      <CopyButton value={text}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? 'Copied' : 'Copy'}>
            <ActionIcon className={classes.copy} variant="subtle" color="gray" size="sm" onClick={copy} aria-label={`Copy ${label}`}>
              {copied ? <CheckIcon /> : <CopyIcon />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </div>
  );
}
