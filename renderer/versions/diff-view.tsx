import { Code, Text } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Json } from '../../shared/lib/json.ts';
import type { EdgeFact, StepFact, ValueChange, WorkflowDiff } from '../../shared/workflow/diff.ts';
import classes from './diff-view.module.css';

/** What one version does otherwise than another: what it does first, where things stand last. */
export function DiffView({ diff, isFirst }: { readonly diff: WorkflowDiff; readonly isFirst: boolean }) {
  if (diff.isSame) {
    return (
      <Text size="sm" c="dimmed">
        Both do the same. At most comments, or the order of keys, differ.
      </Text>
    );
  }
  const { facts, added, removed, changed, edgesAdded, edgesRemoved, moved } = diff;
  return (
    <div className={classes.diff}>
      {added.length > 0 && (
        <Part title={isFirst ? 'Its steps' : 'Steps added'}>
          {added.map((step) => (
            <StepLine key={step.id} step={step} mark="+" />
          ))}
        </Part>
      )}
      {removed.length > 0 && (
        <Part title="Steps removed">
          {removed.map((step) => (
            <StepLine key={step.id} step={step} mark="−" />
          ))}
        </Part>
      )}
      {changed.length > 0 && (
        <Part title="Steps changed">
          {changed.map((step) => (
            <StepLine key={step.id} step={step} mark="~">
              {step.to !== undefined && (
                <Text size="xs">
                  Moved from {placeName(step.from)} to {placeName(step.to)}
                </Text>
              )}
              <Values changes={step.changes} />
            </StepLine>
          ))}
        </Part>
      )}
      {facts.length > 0 && (
        <Part title="The workflow itself">
          <li className={classes.step}>
            <Values changes={facts} />
          </li>
        </Part>
      )}
      {!isFirst && edgesAdded.length + edgesRemoved.length > 0 && (
        <Part title="Connections">
          {edgesAdded.map((edge) => (
            <EdgeLine key={`+${edge.from}${edge.to}${edge.on}`} edge={edge} mark="+" />
          ))}
          {edgesRemoved.map((edge) => (
            <EdgeLine key={`-${edge.from}${edge.to}${edge.on}`} edge={edge} mark="−" />
          ))}
        </Part>
      )}
      {!isFirst && moved.length > 0 && (
        <Part title="Only moved">
          <li className={classes.step}>
            <Text size="sm">{moved.join(', ')}</Text>
          </li>
        </Part>
      )}
    </div>
  );
}

function Part({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section aria-label={title}>
      <Text component="h3" size="xs" fw={600} c="dimmed" mb={4}>
        {title}
      </Text>
      <ul className={classes.list}>{children}</ul>
    </section>
  );
}

type Mark = '+' | '−' | '~';
const spoken: Readonly<Record<Mark, string>> = { '+': 'added', '−': 'removed', '~': 'changed' };

function Marked({ mark }: { readonly mark: Mark }) {
  return (
    <span className={classes.mark} data-mark={spoken[mark]} role="img" aria-label={spoken[mark]}>
      {mark}
    </span>
  );
}

function StepLine({ step, mark, children }: { readonly step: StepFact; readonly mark: Mark; readonly children?: ReactNode }) {
  return (
    <li className={classes.step}>
      <div className={classes.head}>
        <Marked mark={mark} />
        <Text size="sm" fw={550}>
          {step.name}
        </Text>
        <Text size="xs" c="dimmed">
          {step.does}
        </Text>
      </div>
      {children}
    </li>
  );
}

function EdgeLine({ edge: { from, to, on }, mark }: { readonly edge: EdgeFact; readonly mark: Mark }) {
  return (
    <li className={classes.step}>
      <div className={classes.head}>
        <Marked mark={mark} />
        <Text size="sm">
          {from} → {to}
        </Text>
        {on !== 'success' && (
          <Text size="xs" c="dimmed">
            on {on}
          </Text>
        )}
      </div>
    </li>
  );
}

function Values({ changes }: { readonly changes: readonly ValueChange[] }) {
  return (
    <ul className={classes.values}>
      {changes.map(({ path, before, after }) => (
        <li key={path}>
          <Code>{path}</Code>
          <div className={classes.both}>
            {before !== undefined && <Value value={before} mark="−" />}
            {after !== undefined && <Value value={after} mark="+" />}
          </div>
        </li>
      ))}
    </ul>
  );
}

function Value({ value, mark }: { readonly value: Json; readonly mark: Mark }) {
  return (
    <div className={classes.value} data-mark={spoken[mark]}>
      <Marked mark={mark} />
      <pre>{typeof value === 'string' ? value : JSON.stringify(value, null, 2)}</pre>
    </div>
  );
}

function placeName(place: string | undefined): string {
  return place === undefined || place === '' ? 'the main steps' : place;
}
