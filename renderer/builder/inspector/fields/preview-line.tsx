import { Tooltip } from '@mantine/core';
import { previewOf } from '../../../ui/value-rows.ts';
import classes from './fields.module.css';
import type { Shown } from './use-preview.ts';

/** Under a field: what it gives with sample data. */
export function PreviewLine({ shown }: { readonly shown: Shown | undefined }) {
  if (shown === undefined) return null;
  if (shown.is === 'value') {
    const text = typeof shown.value === 'string' ? shown.value : undefined;
    return (
      <div className={classes.preview} data-is="value">
        <span aria-hidden>=</span>
        <Tooltip label={text ?? JSON.stringify(shown.value)} multiline maw={420} openDelay={600} disabled={(text ?? '').length > 2000}>
          <span className={classes.previewValue}>
            {text === undefined ? previewOf(shown.value) : text === '' ? '(empty text)' : text.slice(0, 300)}
          </span>
        </Tooltip>
      </div>
    );
  }
  return (
    <div className={classes.preview} data-is={shown.is}>
      <span className={classes.previewValue} title={shown.message}>
        {shown.is === 'missing' ? 'No sample of this yet' : shown.message}
      </span>
    </div>
  );
}
