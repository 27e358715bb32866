import type { CompletionContext, CompletionResult } from '@codemirror/autocomplete';
import type { CompletionSubject } from './complete-yaml.ts';

export function completeNames(_context: CompletionContext, _subject: CompletionSubject): CompletionResult | null {
  return null;
}
