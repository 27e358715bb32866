import { Button, Tooltip } from '@mantine/core';
import { ErrorIcon, WarningIcon } from '../builder-icons.tsx';
import { countProblems, numberOf } from '../document/count-problems.ts';
import { useBuilder } from '../document/use-builder.ts';
import { useView } from '../document/view-store.ts';
import classes from './builder-header.module.css';

/** How many problems there are; opens their list. */
export function ProblemCount() {
  const problems = useBuilder((state) => state.problems);
  const isOpen = useView((state) => state.areProblemsOpen);
  const showProblems = useView((state) => state.showProblems);
  if (problems.length === 0) return null;
  const { errors, warnings } = countProblems(problems);
  const label = [errors > 0 && numberOf(errors, 'error'), warnings > 0 && numberOf(warnings, 'warning')].filter(Boolean).join(', ');
  return (
    <Tooltip label={isOpen ? 'Hide the problems' : 'Show the problems'}>
      <Button
        size="compact-sm"
        variant="subtle"
        color="gray"
        aria-label={`${label}: ${isOpen ? 'hide' : 'show'} the problems`}
        aria-expanded={isOpen}
        onClick={() => showProblems(!isOpen)}
      >
        <span className={classes.problems}>
          {errors > 0 && (
            <span className={`${classes.problems} ${classes.bad}`}>
              <ErrorIcon /> {errors}
            </span>
          )}
          {warnings > 0 && (
            <span className={`${classes.problems} ${classes.ask}`}>
              <WarningIcon /> {warnings}
            </span>
          )}
        </span>
      </Button>
    </Tooltip>
  );
}
