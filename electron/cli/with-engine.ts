import type { Engine } from './connect.ts';
import type { Work } from './link.ts';
import type { Session } from './session.ts';

/** Uses the engine of the session's data folder and lets it go afterwards, whatever happens. An engine that cannot go on ends the use of it. */
export async function withEngine<T>(session: Session, work: Work, use: (engine: Engine) => Promise<T>): Promise<T> {
  const { openEngine } = await import('./connect.ts');
  const engine = await openEngine({ dataDir: session.dataDir, work });
  try {
    return await Promise.race([use(engine), engine.failed()]);
  } finally {
    await engine.close();
  }
}
