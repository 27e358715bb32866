import type { Verdict } from '../../shared/triggers/journal.ts';
import { verdictTexts } from '../../shared/triggers/verdict-texts.ts';
import classes from './verdict-word.module.css';

/** What became of an event, in a word; why, on hover. */
export function VerdictWord({ verdict, reason }: { readonly verdict: Verdict; readonly reason?: string | null }) {
  const { word, meaning, tone } = verdictTexts[verdict];
  return (
    <span className={classes.verdict} data-tone={tone} title={reason ?? meaning}>
      {word}
    </span>
  );
}
