import { useMemo, useRef } from 'react';
import type { Samples } from '../inspector/names/known-names.ts';
import { useSamples } from '../testing/use-samples.ts';
import classes from './text-panel.module.css';
import { useTextEditor } from './use-text-editor.ts';

/** The document as its text. */
export function TextPanel() {
  const frame = useRef<HTMLDivElement>(null);
  const { items, inputs, trigger } = useSamples(undefined);
  const samples = useMemo<Samples>(() => {
    const outputs = new Map(items.map(({ step, output }) => [step, output]));
    return { outputOf: (step) => outputs.get(step), inputs, trigger, item: undefined };
  }, [items, inputs, trigger]);
  useTextEditor(frame, samples);
  return <div ref={frame} className={classes.frame} />;
}
