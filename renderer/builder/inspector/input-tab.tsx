import { Button, Text, Textarea } from '@mantine/core';
import { useContext, useMemo, useState } from 'react';
import type { Json } from '../../../shared/lib/json.ts';
import { readValueText, writeValueText } from '../../../shared/workflow/value-text.ts';
import { ValueTree } from '../../ui/value-tree.tsx';
import { useBuilder } from '../document/use-builder.ts';
import { useTesting } from '../testing/testing-store.ts';
import { useItem, useLoopOf } from '../testing/use-item.ts';
import { useSamples } from '../testing/use-samples.ts';
import fieldClasses from './fields/fields.module.css';
import { InsertTargetContext } from './fields/insert-target.ts';
import classes from './inspector.module.css';
import { stepsBefore } from './names/known-names.ts';
import { SampleRunPicker } from './sample-run-picker.tsx';

interface InputTabProps {
  readonly step: string;
  onInserted(): void;
}

/** What the step can take: the results of the steps before it, as trees whose values go into the field that was edited last. */
export function InputTab({ step, onInserted }: InputTabProps) {
  const document = useBuilder((state) => state.document);
  const samples = useSamples(step);
  const target = useContext(InsertTargetContext);
  const before = useMemo(() => (document === undefined ? [] : stepsBefore(document, { step })), [document, step]);
  const loop = useLoopOf(step);
  const outputs = new Map(samples.items.map((one) => [one.step, one]));
  const without = before.filter(({ id }) => !outputs.has(id ?? ''));

  function pick(path: string): void {
    if (target.current === undefined) {
      void navigator.clipboard.writeText(`{{ ${path} }}`);
      return;
    }
    target.current.insert(path);
    onInserted();
  }

  return (
    <div className={classes.form}>
      <SampleRunPicker />
      <Text size="xs" c="dimmed">
        {target.current === undefined
          ? 'Click a value to copy it as a placeholder. When a field was edited before, it goes in there.'
          : `Click a value to put it into ${target.current.label}.`}
      </Text>
      {loop?.id !== undefined && <LoopItem step={step} loop={loop.id} onPick={pick} />}
      {before.map(({ id = '', name }) => {
        const sample = outputs.get(id);
        if (sample === undefined) return null;
        return (
          <div key={id}>
            <div className={classes.line}>
              <b>{name ?? id}</b>
              <span className={classes.muted}>
                {sample.source}
                {sample.isCut ? ', shortened' : ''}
              </span>
            </div>
            <ValueTree value={sample.output} label={`Output of ${id}`} root={['steps', id, 'output']} maxHeight={280} onPick={pick} />
          </div>
        );
      })}
      {samples.trigger !== undefined && Object.keys(samples.trigger).length > 0 && (
        <div>
          <div className={classes.line}>
            <b>Trigger</b>
          </div>
          <ValueTree value={samples.trigger} label="Data of the trigger" root={['trigger']} maxHeight={220} onPick={pick} />
        </div>
      )}
      <TestInputs onPick={pick} />
      {before.length === 0 && <div className={classes.muted}>No step comes before this one.</div>}
      {without.length > 0 && (
        <div className={classes.muted}>
          No output yet of {without.map(({ id }) => id).join(', ')}: test {without.length === 1 ? 'it' : 'them'}, or choose a run that has{' '}
          {without.length === 1 ? 'it' : 'them'}.
        </div>
      )}
    </div>
  );
}

/** What `item` is while the step is tested. */
function LoopItem({ step, loop, onPick }: { readonly step: string; readonly loop: string; onPick(path: string): void }) {
  const item = useItem(step);
  const isGiven = useTesting((state) => state.items[loop] !== undefined);
  const setItem = useTesting((state) => state.setItem);
  const [isEdited, setIsEdited] = useState(false);
  return (
    <div>
      <div className={classes.line}>
        <b>item</b>
        <span className={classes.muted}>{isGiven ? 'given by you' : item === undefined ? 'not known' : 'the first of the loop'}</span>
        <Button size="compact-xs" variant="subtle" ml="auto" onClick={() => setIsEdited(!isEdited)}>
          {isEdited ? 'Done' : 'Change'}
        </Button>
        {isGiven && (
          <Button size="compact-xs" variant="subtle" color="gray" onClick={() => setItem(loop, undefined)}>
            Reset
          </Button>
        )}
      </div>
      {isEdited ? (
        <JsonEditor label="The item to test with" value={item} onChange={(next) => setItem(loop, next)} />
      ) : (
        item !== undefined && <ValueTree value={item} label="The item" root={['item']} maxHeight={200} onPick={onPick} />
      )}
    </div>
  );
}

/** The variables that a test starts with. */
function TestInputs({ onPick }: { onPick(path: string): void }) {
  const variables = useBuilder((state) => state.document?.variables);
  const inputs = useTesting((state) => state.inputs);
  const setInputs = useTesting((state) => state.setInputs);
  const [isEdited, setIsEdited] = useState(false);
  const samples = useSamples(undefined);
  if (variables === undefined || variables.length === 0) return null;
  const shown = Object.fromEntries(variables.map(({ name, default: preset }) => [name, samples.inputs[name] ?? (preset as Json) ?? null]));
  return (
    <div>
      <div className={classes.line}>
        <b>Variables</b>
        <Button size="compact-xs" variant="subtle" ml="auto" onClick={() => setIsEdited(!isEdited)}>
          {isEdited ? 'Done' : 'Change for tests'}
        </Button>
      </div>
      {isEdited ? (
        <JsonEditor
          label="Values of variables for tests"
          value={Object.keys(inputs).length === 0 ? shown : inputs}
          onChange={(next) =>
            setInputs(next !== null && typeof next === 'object' && !Array.isArray(next) ? (next as Record<string, Json>) : {})
          }
        />
      ) : (
        <ValueTree value={shown} label="Variables" root={['vars']} maxHeight={200} onPick={onPick} />
      )}
    </div>
  );
}

interface JsonEditorProps {
  readonly label: string;
  readonly value: Json | undefined;
  onChange(value: Json): void;
}

/** A value as YAML or JSON; what cannot be read is not taken over. */
export function JsonEditor({ label, value, onChange }: JsonEditorProps) {
  const [text, setText] = useState(() => writeValueText(value));
  const read = readValueText(text);
  return (
    <>
      <Textarea
        size="xs"
        autosize
        minRows={3}
        maxRows={18}
        aria-label={label}
        spellCheck={false}
        classNames={{ input: fieldClasses.code }}
        value={text}
        error={!read.ok}
        withErrorStyles
        onChange={(event) => {
          const next = event.currentTarget.value;
          setText(next);
          const parsed = readValueText(next);
          if (parsed.ok) onChange((parsed.value ?? null) as Json);
        }}
      />
      {!read.ok && (
        <div className={fieldClasses.problem} role="alert">
          {read.message}
        </div>
      )}
    </>
  );
}
