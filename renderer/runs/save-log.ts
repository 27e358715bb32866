import { notifications } from '@mantine/notifications';
import type { LogSizes } from '../../shared/contract/run-details.ts';
import { engine } from '../bridge/engine.ts';
import { describeFailure } from '../bridge/failure.ts';
import { stripAnsi } from './ansi.ts';

const pageBytes = 2_097_152;

/** Saves what was printed as a text file, a part at a time; escape sequences are left out. */
export async function saveLog(runId: string, step: string | undefined, segments: LogSizes['segments']): Promise<void> {
  try {
    const parts: string[] = [];
    for (const { path, bytes } of segments) {
      if (step === undefined) parts.push(`--- ${path}\n`);
      for (let from = 0; from < bytes; from += pageBytes) {
        const { lines } = await engine.runs.logPage({ run: runId, path, from, bytes: pageBytes });
        parts.push(lines.map(({ at, text, cut }) => `${at} ${stripAnsi(text)}${cut > 0 ? ` … ${cut} more letters` : ''}\n`).join(''));
      }
    }
    const address = URL.createObjectURL(new Blob(parts, { type: 'text/plain' }));
    const link = document.createElement('a');
    link.href = address;
    link.download = `${runId}${step === undefined ? '' : `-${step.replaceAll(/[^\w-]+/g, '_')}`}.log`;
    link.click();
    URL.revokeObjectURL(address);
  } catch (error) {
    notifications.show({ color: 'red', title: 'The log was not saved', message: describeFailure(error).message });
  }
}
