import { expect, it } from 'vitest';
import { reasonText, runReasonText } from './reason-text.ts';

it('tells a point in time by the calendar, and leaves the rest as it is', () => {
  expect(reasonText('for a person, at most until 2026-11-22T12:25:42.873Z.')).toMatch(
    /^for a person, at most until Sun,? 22 Nov,? \d\d:25\.$/,
  );
  expect(reasonText('nothing led to it')).toBe('nothing led to it');
});

it('says what a run waits for without the id of the step', () => {
  expect(runReasonText('agree: for the approval of Mara')).toBe('Waits for the approval of Mara');
  expect(runReasonText('copy: Pawl was stopped while it ran')).toBe('copy: Pawl was stopped while it ran');
});
