import { Button, Group, Modal, Text } from '@mantine/core';
import { useEffect, useMemo, useState } from 'react';
import { needsOfStep } from '../../../shared/workflow/testing/step-needs.ts';
import { engine } from '../../bridge/engine.ts';
import { describeFailure } from '../../bridge/failure.ts';
import { tellFailure } from '../../bridge/tell.ts';
import { PlayIcon } from '../../ui/icons.tsx';
import { Problems } from '../../ui/notice.tsx';
import { useBuilder } from '../document/use-builder.ts';
import { useItem } from '../testing/use-item.ts';
import { usePins } from '../testing/use-pins.ts';
import { useSamples } from '../testing/use-samples.ts';
import { type TestMode, useStartTest, useTestResult } from '../testing/use-step-test.ts';
import classes from './inspector.module.css';
import { useActions } from './use-actions.ts';
import type { ChosenStep } from './use-chosen-step.ts';

interface TestBarProps {
  readonly chosen: ChosenStep;
  onStarted(): void;
}

/** Tests the step alone, or with all that leads to it. What could have an effect is asked about first. */
export function TestBar({ chosen, onStarted }: TestBarProps) {
  const { id } = chosen;
  const start = useStartTest(id);
  const result = useTestResult(id);
  const missing = useMissing(id);
  const pins = usePins();
  const effect = useStepEffect(chosen);
  const isBehind = useBuilder((state) => state.isBehind);
  const [asked, setAsked] = useState<TestMode>();
  const isUnderWay = start.isPending || (result !== undefined && !result.isOver);
  const failure = start.isError ? describeFailure(start.error) : undefined;

  // What was wrong with the last try says nothing about the step as it is now.
  const { reset } = start;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the values say when.
  useEffect(() => reset(), [chosen.values, reset]);

  function begin(mode: TestMode): void {
    setAsked(undefined);
    start.mutate({ mode }, { onSuccess: onStarted });
  }

  function ask(mode: TestMode): void {
    if (mode === 'alone' && effect === 'none') begin(mode);
    else setAsked(mode);
  }

  return (
    <footer className={classes.footer}>
      {(missing.steps.length > 0 || missing.item) && (
        <div className={classes.muted}>
          {missing.steps.length > 0 && `No output yet of ${missing.steps.join(', ')}: test up to here, or pin one. `}
          {missing.item && 'It reads the item of its loop: give one under Input, or test up to here.'}
        </div>
      )}
      {failure !== undefined && (
        <div className={classes.error} role="alert">
          {failure.message}
          {failure.problems.length > 1 && <Problems problems={failure.problems.map(({ message }) => ({ message }))} />}
        </div>
      )}
      <div className={classes.testButtons}>
        <Button
          size="xs"
          leftSection={<PlayIcon />}
          loading={isUnderWay}
          disabled={isBehind || missing.steps.length > 0 || missing.item}
          onClick={() => ask('alone')}
        >
          Test step
        </Button>
        <Button size="xs" variant="default" disabled={isBehind || isUnderWay} onClick={() => ask('upTo')}>
          Test up to here
        </Button>
        {isUnderWay && result !== undefined && (
          <Button
            size="xs"
            variant="default"
            color="gray"
            onClick={() => void engine.runs.cancel({ run: result.runId }).catch(tellFailure)}
          >
            Stop
          </Button>
        )}
      </div>
      <Modal
        opened={asked !== undefined}
        onClose={() => setAsked(undefined)}
        title={asked === 'upTo' ? 'Test up to this step' : 'Test this step'}
        size="sm"
      >
        <Text size="sm">
          {asked === 'upTo'
            ? 'The step and all that leads to it will really be run: files are written, commands run, requests sent.'
            : effect === 'unknown'
              ? 'What this step does cannot be told before it is run. It will really be done.'
              : 'This step has an effect: it will really be done, with the sample data.'}
        </Text>
        {asked === 'upTo' && pins.size > 0 && (
          <Text size="sm" mt="xs">
            Pinned outputs stand in for their steps: {[...pins.keys()].join(', ')}.
          </Text>
        )}
        <Group justify="flex-end" gap="xs" mt="md">
          <Button size="xs" variant="default" onClick={() => setAsked(undefined)}>
            Cancel
          </Button>
          <Button size="xs" data-autofocus onClick={() => asked !== undefined && begin(asked)}>
            Run it
          </Button>
        </Group>
      </Modal>
    </footer>
  );
}

/** What the step reads and nobody has a sample of. */
function useMissing(step: string): { readonly steps: readonly string[]; readonly item: boolean } {
  const document = useBuilder((state) => state.document);
  const samples = useSamples(step);
  const item = useItem(step);
  return useMemo(() => {
    if (document === undefined) return { steps: [], item: false };
    const needs = needsOfStep(document, step);
    const known = new Set(samples.items.map((one) => one.step));
    return { steps: needs.steps.filter((id) => !known.has(id)), item: needs.item && item === undefined };
  }, [document, step, samples, item]);
}

/** Whether a test can change anything. */
function useStepEffect({ values, kind }: ChosenStep): 'none' | 'real' | 'unknown' {
  const actions = useActions();
  if (kind === 'if' || kind === 'switch') return 'none';
  if (kind === 'delay' || kind === 'until') return 'none';
  if (kind !== 'action') return 'unknown';
  const effect = actions.data?.get(String(values['action']))?.effect;
  if (effect === 'pure' || effect === 'internal') return 'none';
  return effect === undefined || effect === 'varies' ? 'unknown' : 'real';
}
