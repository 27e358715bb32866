import { useSyncExternalStore } from 'react';

/** The parts of the page's address: `#/runs/abc` is `['runs', 'abc']`. */
export function useRoute(): readonly string[] {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  return parse(hash);
}

export function navigate(...parts: readonly string[]): void {
  window.location.hash = hrefTo(...parts);
}

export function hrefTo(...parts: readonly string[]): string {
  return `#/${parts.map(encodeURIComponent).join('/')}`;
}

function parse(hash: string): readonly string[] {
  try {
    return hash.replace(/^#\/?/, '').split('/').filter(Boolean).map(decodeURIComponent);
  } catch {
    // An address that somebody broke is the first page.
    return [];
  }
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('hashchange', listener);
  return () => window.removeEventListener('hashchange', listener);
}
