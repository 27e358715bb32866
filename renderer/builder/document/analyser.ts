import { isScript } from '../../../shared/workflow/script/is-script.ts';
import { type Analysis, analyseText } from './analysis.ts';
import { isScriptReady, loadScriptReader } from './text-reader.ts';

/** Up to so many letters a text is read within a frame. */
const smallText = 12_000;

export interface Analyser {
  /** Tells what follows from the text: at once for a small one, else as soon as a worker has read it, unless another text was asked for since. */
  ask(text: string, tell: (analysis: Analysis) => void): void;
  /** The worker reads a large text ahead, so that it is asked about the next one warm. */
  prepare(text: string): void;
  /** What was asked for is not wanted any more. */
  forget(): void;
  close(): void;
}

export function createAnalyser(startWorker: () => Worker): Analyser {
  let worker: Worker | undefined;
  let running = false;
  let isBroken = false;
  let waiting: { readonly text: string; readonly tell: (analysis: Analysis) => void } | undefined;
  let asked: typeof waiting;

  function begin(): void {
    if (running || waiting === undefined) return;
    worker ??= open();
    const { text, tell } = waiting;
    if (isBroken) {
      waiting = undefined;
      return tell(analyseText(text));
    }
    running = true;
    asked = waiting;
    waiting = undefined;
    worker.postMessage(text);
  }

  function open(): Worker {
    const opened = startWorker();
    opened.addEventListener('error', () => {
      // Without the worker the page reads the text itself, and is slower for it.
      running = false;
      isBroken = true;
      waiting ??= asked;
      begin();
    });
    opened.addEventListener('message', ({ data }: MessageEvent<Analysis>) => {
      running = false;
      asked?.tell(data);
      asked = undefined;
      begin();
    });
    return opened;
  }

  return {
    ask(text, tell) {
      asked = undefined;
      waiting = undefined;
      const isReady = isScriptReady() || !isScript(text);
      if (text.length <= smallText && isReady) return tell(analyseText(text));
      waiting = { text, tell };
      if (isReady) return begin();
      const wanted = waiting;
      const goOn = (): void => {
        if (waiting !== wanted) return;
        waiting = undefined;
        this.ask(text, tell);
      };
      void loadScriptReader().then(goOn);
    },
    prepare(text) {
      if (text.length <= smallText || running || isBroken || waiting !== undefined) return;
      worker ??= open();
      running = true;
      worker.postMessage(text);
    },
    forget() {
      asked = undefined;
      waiting = undefined;
    },
    close() {
      worker?.terminate();
      worker = undefined;
      running = false;
    },
  };
}
