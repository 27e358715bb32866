import { z } from 'zod';
import { isScript } from '../../../shared/workflow/script/is-script.ts';
import { createYamlReader } from '../../../shared/workflow/yaml-reader.ts';
import { analyseText } from './analysis.ts';
import { loadReaderOf, readText } from './text-reader.ts';

// The content security policy refuses code made from text here too.
z.config({ jitless: true });

const readYaml = createYamlReader();

addEventListener('message', ({ data }: MessageEvent<unknown>) => {
  const text = String(data);
  void loadReaderOf(text).then(() => {
    const { source: _, ...analysis } = analyseText(text, (one) => (isScript(one) ? readText(one) : readYaml(one)));
    postMessage(analysis);
  });
});
