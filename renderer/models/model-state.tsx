import type { ModelHealth } from '../../shared/contract/models.ts';
import { useNow } from '../ui/time.tsx';
import classes from './models-page.module.css';

const words: Readonly<Record<ModelHealth['state'], { readonly word: string; readonly tone?: string }>> = {
  well: { word: 'Well', tone: 'well' },
  unused: { word: 'Not asked yet' },
  cooling: { word: 'Rests', tone: 'ask' },
  unavailable: { word: 'Not available', tone: 'bad' },
  off: { word: 'Off' },
};

/** How a model is, and until when it is left alone. */
export function ModelState({ health }: { readonly health: ModelHealth }) {
  const now = useNow(health.until === null ? undefined : 1000);
  const { word, tone } = words[health.state];
  const leftMs = health.until === null ? 0 : Date.parse(health.until) - now;
  return (
    <span className={classes.state} data-tone={tone} title={health.reason ?? undefined}>
      {leftMs > 0 ? `${word} for ${roughly(leftMs)}` : word}
    </span>
  );
}

function roughly(ms: number): string {
  return ms < 90_000 ? `${Math.ceil(ms / 1000)} s` : `${Math.ceil(ms / 60_000)} min`;
}
