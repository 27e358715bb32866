import { isJsonObject, type JsonObject } from '../lib/json.ts';
import type { FileEvent } from './file-change.ts';

export const fileEventWords: Readonly<Record<FileEvent, string>> = {
  add: 'added',
  change: 'changed',
  unlink: 'removed',
  addDir: 'folder added',
  unlinkDir: 'folder removed',
};

/** What has happened, in a few words: which file, which event, which time. Empty where the data does not tell, as when somebody has made it up. */
export function describeFiring(type: string, data: JsonObject): string {
  switch (type) {
    case 'file_change': {
      const { relativePath, event, files } = data;
      if (typeof relativePath !== 'string' || typeof event !== 'string') return '';
      const more = Array.isArray(files) && files.length > 1 ? ` and ${files.length - 1} more` : '';
      return `${relativePath} ${Object.hasOwn(fileEventWords, event) ? fileEventWords[event as FileEvent] : event}${more}`;
    }
    case 'schedule':
      return typeof data['scheduledTime'] === 'string' ? timeText(data['scheduledTime'], data['timezone']) : '';
    case 'webhook':
      return typeof data['path'] === 'string' ? `${String(data['method'] ?? '')} /hooks/${data['path']}`.trim() : '';
    case 'event':
      return typeof data['name'] === 'string' ? `${data['name']}${dataText(data['data'])}` : '';
    case 'escalation':
      return typeof data['reason'] === 'string' ? data['reason'] : '';
    default:
      return '';
  }
}

/** `2026-11-20 03:00`, by the clock of the zone. Takes ISO 8601 or milliseconds since the epoch. */
export function timeText(at: string | number, zone?: unknown): string {
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) return '';
  const text = inZone(typeof zone === 'string' ? zone : undefined).format(time);
  return `${text.replace(/:00$/, '')}${typeof zone === 'string' ? ` ${zone}` : ''}`;
}

function inZone(timeZone: string | undefined): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone });
  } catch {
    // Recorded data names what zone it likes.
    return new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium' });
  }
}

/** The first few values, enough to tell one event of a name from the next. */
function dataText(data: unknown): string {
  if (!isJsonObject(data)) return '';
  const shown = Object.entries(data).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? [`${name} ${String(value).slice(0, 60)}`] : [],
  );
  return shown.length === 0 ? '' : ` (${shown.slice(0, 3).join(', ')})`;
}
