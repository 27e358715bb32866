import { z } from 'zod';
import { isChatModel } from '../../shared/ai/model-table.ts';
import type { Clock } from '../../shared/lib/clock.ts';

type ModelList = readonly string[] | 'unlisted' | undefined;

/** What servers say which models they have. */
export interface ModelLists {
  /** Names, as the server gives them; `unlisted` where something answers that has no list; undefined where nothing does. Never throws. */
  of(baseUrl: string, key: string | undefined): Promise<ModelList>;
  /** What is asked next is asked anew. */
  forget(): void;
}

const ANSWER_MS = 60_000;
/** One that was started meanwhile is soon found. */
const SILENCE_MS = 5000;
const TIMEOUT_MS = 2000;
const MAX_BYTES = 2 * 1024 * 1024;

const listSchema = z.object({ data: z.array(z.object({ id: z.string().min(1).max(200) })) });

/** Asked with a short time-out; an answer is remembered for a minute, silence for five seconds. */
export function createModelLists(clock: Clock): ModelLists {
  const known = new Map<string, { readonly until: number; readonly names: Promise<ModelList> }>();
  return {
    of(baseUrl, key) {
      const at = clock.now();
      const before = known.get(baseUrl);
      if (before !== undefined && before.until > at) return before.names;
      const names = ask(clock, baseUrl, key);
      known.set(baseUrl, { until: at + ANSWER_MS, names });
      return names.then((answer) => {
        if (answer === undefined) known.set(baseUrl, { until: at + SILENCE_MS, names });
        return answer;
      });
    },
    forget: () => known.clear(),
  };
}

async function ask(clock: Clock, baseUrl: string, key: string | undefined): Promise<ModelList> {
  const abort = new AbortController();
  const timer = clock.setTimeout(() => abort.abort(), TIMEOUT_MS);
  try {
    const response = await fetch(`${baseUrl}/models`, {
      redirect: 'manual',
      signal: abort.signal,
      headers: { accept: 'application/json', ...(key === undefined ? {} : { authorization: `Bearer ${key}` }) },
    });
    if (!response.ok || response.body === null) return response.status < 500 ? 'unlisted' : undefined;
    const list = listSchema.safeParse(JSON.parse(await readText(response.body)));
    return list.success ? list.data.data.map(({ id }) => id).filter(isChatModel) : 'unlisted';
  } catch {
    // Whatever is there, it is no server of models.
    return undefined;
  } finally {
    clock.clearTimeout(timer);
  }
}

async function readText(body: ReadableStream<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    bytes += chunk.byteLength;
    if (bytes > MAX_BYTES) throw new Error('The list is too long');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}
