import type { StepContext } from '../executor.ts';

/** Often enough to look alive, and rare enough that each word is no write of its own. */
const BATCH_MS = 50;

/** Puts a text that comes in pieces into the step's log, as its standard output. */
export interface LogStream {
  add(text: string): void;
  /** Says why an answer begins anew, or does not begin yet. */
  restart(reason: string): void;
  end(): void;
}

export function streamToLog(context: Pick<StepContext, 'log'>): LogStream {
  let held = '';
  let isMidLine = false;
  let timer: NodeJS.Timeout | undefined;

  function flush(): void {
    clearTimeout(timer);
    timer = undefined;
    if (held === '') return;
    context.log('stdout', held);
    isMidLine = !held.endsWith('\n');
    held = '';
  }
  function endLine(): void {
    flush();
    if (isMidLine) context.log('stdout', '\n');
    isMidLine = false;
  }

  return {
    add(text) {
      held += text;
      timer ??= setTimeout(flush, BATCH_MS);
    },
    restart(reason) {
      endLine();
      context.log('info', `${reason}\n`);
    },
    end: endLine,
  };
}
