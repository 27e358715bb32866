import { z } from 'zod';
import { analyseText } from './analysis.ts';
import { loadReaderOf } from './text-reader.ts';

// The content security policy refuses code made from text here too.
z.config({ jitless: true });

addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  const text = String(data);
  void loadReaderOf(text).then(() => {
    const { source: _, ...analysis } = analyseText(text);
    postMessage(analysis);
  });
});
