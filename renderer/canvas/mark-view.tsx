import { StateMark } from '../ui/state-badge.tsx';
import { durationText, Elapsed } from '../ui/time.tsx';
import classes from './mark-view.module.css';
import type { StepMark } from './step-mark.ts';

/** How the step fares, by a sign and a word or its time. */
export function MarkView({ mark }: { readonly mark: StepMark }) {
  return (
    <span className={classes.mark} title={mark.note}>
      <StateMark state={mark.state} />
      <span className={classes.word}>{wordOf(mark)}</span>
      {mark.times === undefined && mark.attempts > 1 && <span className={classes.word}>try {mark.attempts}</span>}
    </span>
  );
}

function wordOf(mark: StepMark) {
  if (mark.word !== undefined) return mark.word;
  if (mark.times !== undefined) {
    const { ended, begun, failed } = mark.times;
    return failed > 0 ? `${failed} of ${begun} failed` : ended < begun ? `${ended} of ${begun}` : `× ${begun}`;
  }
  if (mark.state === 'succeeded' && mark.durationMs !== null) return durationText(mark.durationMs);
  if (mark.state === 'running') return <Elapsed ms={null} since={mark.startedAt} />;
  return mark.state.replaceAll('_', ' ');
}
