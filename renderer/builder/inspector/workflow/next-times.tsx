import cronstrue from 'cronstrue';
import classes from '../inspector.module.css';
import { useTriggerPreview } from './use-trigger-preview.ts';

const time = new Intl.DateTimeFormat('en-GB', { weekday: 'short', month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit' });

/** A schedule in words, and when it fires next. */
export function NextTimes({ config }: { readonly config: Readonly<Record<string, unknown>> }) {
  const preview = useTriggerPreview('schedule', config);
  const words = [config['cron']].flat().flatMap(inWords);
  const next = preview.data?.next ?? [];
  return (
    <div className={classes.muted}>
      {words.map((text) => (
        <div key={text}>{text}</div>
      ))}
      {next.length > 0 && <div>Next: {next.map((at) => time.format(Date.parse(at))).join(' · ')}</div>}
    </div>
  );
}

function inWords(cron: unknown): string[] {
  if (typeof cron !== 'string') return [];
  try {
    return [cronstrue.toString(cron, { use24HourTimeFormat: true, verbose: false })];
  } catch {
    // What is wrong with it is said beside the field.
    return [];
  }
}
