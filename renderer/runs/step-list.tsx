import { Text, UnstyledButton } from '@mantine/core';
import type { StepSummary } from '../../shared/contract/run-view.ts';
import { StateMark } from '../ui/state-badge.tsx';
import { Elapsed } from '../ui/time.tsx';
import classes from './step-list.module.css';

interface StepListProps {
  readonly steps: readonly StepSummary[];
  readonly selected: string | undefined;
  onSelect(path: string): void;
}

/** The steps that have begun, nested ones set in. */
export function StepList({ steps, selected, onSelect }: StepListProps) {
  return (
    <ol className={classes.list}>
      {steps.map((step) => {
        const depth = step.path.split('/').length - 1;
        return (
          <li key={step.path}>
            <UnstyledButton
              className={classes.step}
              data-selected={step.path === selected || undefined}
              aria-pressed={step.path === selected}
              pl={20 + Math.min(depth, 6) * 16}
              onClick={() => onSelect(step.path)}
            >
              <StateMark state={step.state} />
              <span className={classes.text}>
                <span className={classes.name}>{step.name}</span>
                <Text span size="xs" c="dimmed" truncate className={classes.line}>
                  {step.error?.message ?? step.reason ?? step.action ?? step.kind}
                </Text>
              </span>
              <span className={classes.state}>{step.state.replaceAll('_', ' ')}</span>
              <Text span size="xs" c="dimmed" className={classes.time}>
                {step.attempts > 1 && `×${step.attempts} `}
                <Elapsed ms={step.durationMs} since={step.state === 'running' ? step.startedAt : null} />
              </Text>
            </UnstyledButton>
          </li>
        );
      })}
    </ol>
  );
}
