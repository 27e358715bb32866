import classes from './timeline.module.css';

const bars = [
  { kind: 'attempt', outcome: 'succeeded', text: 'an attempt that succeeded' },
  { kind: 'attempt', outcome: 'failed', text: 'an attempt that failed' },
  { kind: 'attempt', outcome: 'running', text: 'at work' },
  { kind: 'attempt', outcome: 'interrupted', text: 'cut off when the engine stopped' },
  { kind: 'attempt', outcome: 'cancelled', text: 'cancelled' },
  { kind: 'queue', outcome: undefined, text: 'waits for its turn' },
  { kind: 'retry', outcome: undefined, text: 'pause before the next try' },
  { kind: 'delay', outcome: undefined, text: 'waits, as the workflow says' },
  { kind: 'child', outcome: undefined, text: 'waits for another run' },
  { kind: 'person', outcome: undefined, text: 'waits for a person' },
] as const;

export function TimelineLegend() {
  return (
    <div className={`${classes.timeline} ${classes.legend}`}>
      {bars.map(({ kind, outcome, text }) => (
        <LegendLine key={text} kind={kind} outcome={outcome} text={text} />
      ))}
      <LegendLine kind="attempt" outcome="succeeded" text="underlined: the critical path" isCritical />
    </div>
  );
}

interface LegendLineProps {
  readonly kind: string;
  readonly outcome: string | undefined;
  readonly text: string;
  readonly isCritical?: boolean;
}

function LegendLine({ kind, outcome, text, isCritical = false }: LegendLineProps) {
  return (
    <>
      <span className={classes.bar} data-kind={kind} data-outcome={outcome} data-critical={isCritical || undefined} />
      <span>{text}</span>
    </>
  );
}
