import { z } from 'zod';
import { analyseText } from './analysis.ts';

// The content security policy refuses code made from text here too.
z.config({ jitless: true });

addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  const { source: _, ...analysis } = analyseText(String(data));
  postMessage(analysis);
});
