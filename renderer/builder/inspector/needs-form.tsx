import { ActionIcon, NativeSelect, Select } from '@mantine/core';
import { type EdgeCondition, resolveNeeds } from '../../../shared/workflow/edges.ts';
import type { EdgeCondition as WrittenCondition } from '../../../shared/workflow/edit/edit.ts';
import type { StepDocument } from '../../../shared/workflow/schema.ts';
import { ClearIcon } from '../../ui/icons.tsx';
import fieldClasses from './fields/fields.module.css';
import { useFieldForm } from './fields/form-context.ts';
import { PlaceholderInput } from './fields/placeholder-input.tsx';
import classes from './inspector.module.css';
import { useApply } from './use-apply.ts';
import type { ChosenStep } from './use-chosen-step.ts';

/** What the step waits for, and on which outcome it starts. */
export function NeedsForm({ chosen: { id, place } }: { readonly chosen: ChosenStep }) {
  const form = useFieldForm();
  const apply = useApply();
  const { steps } = place.scope;
  const edges = resolveNeeds(steps).filter(({ to }) => to === id);
  const others = steps.filter((step) => step.id !== id && !edges.some(({ from }) => from === step.id));
  const problems = form.problemsAt(['needs'], true);
  return (
    <div className={fieldClasses.field} data-field="needs">
      <div className={fieldClasses.head}>
        <span className={fieldClasses.label}>Waits for</span>
      </div>
      {edges.length === 0 && <div className={classes.muted}>Nothing: it starts at once.</div>}
      {edges.map(({ from, on }) => {
        const source = steps.find((step) => step.id === from);
        const written = writtenOf(on);
        const edge = { from, to: id, on: written };
        return (
          <div key={`${from} ${JSON.stringify(on)}`} className={classes.card}>
            <div className={classes.cardHead}>
              <span className={classes.cardTitle} title={from}>
                {source?.name ?? from}
              </span>
              <NativeSelect
                size="xs"
                aria-label={`When ${from}`}
                data={conditionsOf(source)}
                value={on.type === 'expression' ? 'expression' : on.type === 'branch' ? `branch ${on.value}` : on.type}
                disabled={form.isReadOnly}
                onChange={(event) =>
                  apply([{ type: 'change-edge', edge, on: conditionFrom(event.currentTarget.value) }], 'Change the condition')
                }
              />
              <ActionIcon
                size="sm"
                variant="subtle"
                color="gray"
                aria-label={`Do not wait for ${from}`}
                disabled={form.isReadOnly}
                onClick={() => apply([{ type: 'disconnect', edge }], 'Disconnect')}
              >
                <ClearIcon />
              </ActionIcon>
            </div>
            {on.type === 'expression' && (
              <PlaceholderInput
                id={`edge-${from}`}
                label={`Condition for ${from}`}
                value={on.expression}
                isBare
                onChange={(expression) =>
                  expression !== '' && apply([{ type: 'change-edge', edge, on: { expression } }], 'Change the condition')
                }
              />
            )}
          </div>
        );
      })}
      {problems.map((problem) => (
        <div key={problem} className={fieldClasses.problem} role="alert">
          {problem}
        </div>
      ))}
      {others.length > 0 && (
        <Select
          size="xs"
          aria-label="Wait for another step"
          placeholder="Wait for another step"
          searchable
          data={others.map((step) => ({ value: step.id ?? '', label: step.name ?? step.id ?? '' }))}
          value={null}
          disabled={form.isReadOnly}
          onChange={(from) =>
            from !== null && apply([{ type: 'connect', edge: { from, to: id, on: firstCondition(steps, from) } }], 'Connect')
          }
        />
      )}
    </div>
  );
}

function conditionsOf(source: StepDocument | undefined): { value: string; label: string }[] {
  const branches =
    source !== undefined && 'if' in source
      ? ['true', 'false']
      : source !== undefined && 'switch' in source
        ? [...source.cases.map(String), 'default']
        : [];
  return [
    ...branches.map((branch) => ({ value: `branch ${branch}`, label: `is ${branch}` })),
    { value: 'success', label: 'succeeded' },
    { value: 'failure', label: 'failed' },
    { value: 'always', label: 'ended' },
    { value: 'expression', label: 'when…' },
  ];
}

function conditionFrom(choice: string): WrittenCondition {
  if (choice === 'expression') return { expression: 'true' };
  return choice.startsWith('branch ') ? choice.slice('branch '.length) : choice;
}

function writtenOf(on: EdgeCondition): WrittenCondition {
  if (on.type === 'expression') return { expression: on.expression };
  return on.type === 'branch' ? on.value : on.type;
}

function firstCondition(steps: readonly StepDocument[], from: string): WrittenCondition {
  const source = steps.find((step) => step.id === from);
  return source !== undefined && 'if' in source ? 'true' : 'success';
}
