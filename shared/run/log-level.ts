export type LogLevel = 'error' | 'warning' | 'plain';

const errorWords = /\b(?:error|errors|err|fatal|panic|exception|failed|failure|traceback)\b/i;
const warningWords = /\b(?:warn|warning|warnings|deprecated)\b/i;

/** What a line seems to say: programs tell it in words, and in no other common way. */
export function logLevelOf(text: string): LogLevel {
  if (errorWords.test(text)) return 'error';
  return warningWords.test(text) ? 'warning' : 'plain';
}
