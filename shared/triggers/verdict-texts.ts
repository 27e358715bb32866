import type { Verdict } from './journal.ts';

export interface VerdictText {
  readonly word: string;
  /** What it means, where the word does not say it. */
  readonly meaning: string;
  readonly tone: 'good' | 'quiet' | 'ask' | 'bad';
}

export const verdictTexts: Readonly<Record<Verdict, VerdictText>> = {
  started: { word: 'Started a run', meaning: 'The event started a run.', tone: 'good' },
  coalesced: { word: 'Joined a run', meaning: 'A run that waits for its turn took this event along.', tone: 'good' },
  filtered: { word: 'Filtered', meaning: 'A rule of the trigger lets this event pass by.', tone: 'quiet' },
  skipped: {
    word: 'Skipped',
    meaning: 'A run of the workflow was still under way, and its rule for that (whenBusy) is to skip.',
    tone: 'quiet',
  },
  missed: { word: 'Missed', meaning: 'The machine was off or asleep at that time, and the schedule does not catch it up.', tone: 'ask' },
  own_output: { word: 'Own output', meaning: 'A run of the same workflow has made this itself: it starts no other.', tone: 'quiet' },
  paused: { word: 'Paused', meaning: 'The trigger was paused: the event started nothing.', tone: 'ask' },
  breaker_open: {
    word: 'Too many',
    meaning: 'More runs started in a minute than the trigger allows: it starts nothing until you let it try again.',
    tone: 'bad',
  },
  error: { word: 'Failed', meaning: 'The event could not start a run.', tone: 'bad' },
};
