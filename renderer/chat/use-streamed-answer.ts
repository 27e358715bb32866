import { useState } from 'react';
import { engine } from '../bridge/engine.ts';
import { useFeed } from '../bridge/use-feed.ts';

/** What an agent has said so far in a run that is under way, and the tool that it uses now. */
export function useStreamedAnswer(runId: string): string {
  const [text, setText] = useState('');
  useFeed(
    runId,
    async (signal) => {
      setText('');
      return engine.runs.logs({ run: runId, step: 'answer', follow: true }, { signal });
    },
    (line) => {
      if (line.stream === 'stdout') setText((before) => before + line.text);
    },
  );
  return text;
}
