import { SegmentedControl, Tooltip } from '@mantine/core';
import { useBuilder } from '../document/use-builder.ts';
import { type TextWriting, textWritings, useView } from '../document/view-store.ts';
import { whyOnlyOwn, writingOf } from './shown-text.ts';
import classes from './text-panel.module.css';

/** YAML or script: two writings of one document, of which the one that is typed in is kept. */
export function WritingSwitch({ onChange }: { onChange(writing: TextWriting): void }) {
  const wanted = useView((state) => state.writing);
  const own = useBuilder((state) => writingOf(state.text));
  const isJson = useBuilder((state) => /^\s*[[{]/.test(state.text));
  const why = useBuilder(whyOnlyOwn);
  const shown = why === undefined ? (wanted ?? own) : own;
  const labels: Readonly<Record<TextWriting, string>> = { yaml: isJson ? 'JSON' : 'YAML', script: 'Script' };
  return (
    <div className={classes.bar}>
      <Tooltip label={why} disabled={why === undefined} multiline w={260}>
        <SegmentedControl
          size="xs"
          aria-label="How the text is written"
          value={shown}
          onChange={(chosen) => onChange(textWritings.find((writing) => writing === chosen) ?? 'yaml')}
          data={textWritings.map((writing) => ({ value: writing, label: labels[writing], disabled: why !== undefined && writing !== own }))}
        />
      </Tooltip>
    </div>
  );
}
