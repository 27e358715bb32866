import { ActionIcon, CloseButton, Text } from '@mantine/core';
import type { Problem } from '../../../shared/workflow/problem.ts';
import { MakeAgentButton } from '../agents/make-agent-button.tsx';
import { ErrorIcon, WarningIcon } from '../builder-icons.tsx';
import { isMissingAgent } from '../document/agent-mentions.ts';
import { countProblems, numberOf } from '../document/count-problems.ts';
import { useBuilder, useBuilderStore } from '../document/use-builder.ts';
import { useView } from '../document/view-store.ts';
import classes from './problems-panel.module.css';

/** More are told by their number: whoever has so many mends the first ones first. */
const mostShown = 200;

/** Every problem of the text; each leads to its step and its line. */
export function ProblemsPanel() {
  const isOpen = useView((state) => state.areProblemsOpen);
  const showProblems = useView((state) => state.showProblems);
  const problems = useBuilder((state) => state.problems);
  if (!isOpen) return null;
  const { errors, warnings } = countProblems(problems);
  return (
    <section className={classes.panel} aria-label="Problems">
      <header className={classes.header}>
        <Text size="sm" fw={600}>
          Problems
        </Text>
        <Text size="xs" c="dimmed" role="status">
          {problems.length === 0 ? 'None' : `${numberOf(errors, 'error')}, ${numberOf(warnings, 'warning')}`}
        </Text>
        <CloseButton size="sm" className={classes.close} aria-label="Hide the problems" onClick={() => showProblems(false)} />
      </header>
      <ul className={classes.list}>
        {problems.length === 0 && <li className={classes.none}>Nothing is wrong: it can be saved and run.</li>}
        {problems.slice(0, mostShown).map((problem) => (
          <ProblemLine key={`${problem.line}:${problem.column}:${problem.code}:${problem.message}`} problem={problem} />
        ))}
        {problems.length > mostShown && <li className={classes.none}>… and {problems.length - mostShown} more</li>}
      </ul>
    </section>
  );
}

function ProblemLine({ problem }: { readonly problem: Problem }) {
  const store = useBuilderStore();
  const goTo = useView((state) => state.goTo);
  const { severity, message, line, stepId } = problem;

  function go(): void {
    const { places, select } = store.getState();
    if (stepId !== undefined && places.has(stepId)) select([stepId]);
    goTo(problem);
  }

  return (
    <li className={classes.row}>
      <button type="button" className={classes.line} onClick={go}>
        <ActionIcon
          component="span"
          variant="transparent"
          size="xs"
          className={severity === 'error' ? classes.bad : classes.ask}
          aria-label={severity}
        >
          {severity === 'error' ? <ErrorIcon /> : <WarningIcon />}
        </ActionIcon>
        <span className={classes.message}>{message}</span>
        {stepId !== undefined && <span className={classes.place}>{stepId}</span>}
        {line !== undefined && <span className={classes.place}>line {line}</span>}
      </button>
      {isMissingAgent(problem) && <MakeAgentButton name={problem.agent} />}
    </li>
  );
}
