import type { Engine } from './connect.ts';
import type { Work } from './link.ts';
import type { Session } from './session.ts';

/** Uses the engine of the session's data folder and lets it go afterwards, whatever happens. */
export async function withEngine<T>(session: Session, work: Work, use: (engine: Engine) => Promise<T>): Promise<T> {
  const { openEngine } = await import('./connect.ts');
  const engine = await openEngine({ dataDir: session.dataDir, work });
  try {
    return await use(engine);
  } finally {
    await engine.close();
  }
}
