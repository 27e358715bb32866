import ELK from 'elkjs/lib/elk-api.js';
import workerFile from 'elkjs/lib/elk-worker.min.js?url';
import { arrangeInSegments } from './arrange-in-segments.ts';
import { createArrange } from './arrange-with-elk.ts';
import type { Arrange } from './layout.ts';
import { rememberArranged } from './remember-arranged.ts';

let arrange: Arrange | undefined;
let byElk: Arrange | undefined;

/** Arranges in a thread of its own, which starts when it is first needed and is shared by all canvases of the window. */
export function arrangeInWorker(): Arrange {
  arrange ??= arrangeInSegments(
    rememberArranged((list) => {
      byElk ??= createArrange(new ELK({ workerFactory: () => new Worker(workerFile) }));
      return byElk(list);
    }),
  );
  return arrange;
}
