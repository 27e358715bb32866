import { engine, isConnected, whenConnected } from '../../bridge/engine.ts';
import { codeOfFailure, describeFailure, isConnectionLost } from '../../bridge/failure.ts';
import type { DraftCalls } from './draft-sync.ts';

/** `editor` tells the windows of one draft apart. */
export function callsOfDraft(draft: string, workflow: string | null, editor: string): DraftCalls {
  return {
    async get() {
      try {
        return await engine.drafts.get({ draft });
      } catch (error) {
        if (codeOfFailure(error) === 'NOT_FOUND') return undefined;
        throw error;
      }
    },
    async save(given) {
      // What is asked of a wire that is gone is never answered.
      if (!isConnected()) throw new DOMException('The engine is away', 'AbortError');
      try {
        const { revision } = await engine.drafts.save({ draft, workflow, editor, ...given });
        return { is: 'saved', revision };
      } catch (error) {
        if (codeOfFailure(error) === 'CONFLICT') return { is: 'changed' };
        throw error;
      }
    },
    async discard() {
      await engine.drafts.discard({ draft, editor });
    },
    async version() {
      if (workflow === null) return undefined;
      const { hash, text } = await engine.workflows.get({ workflow });
      return { hash, text };
    },
    isAway: isConnectionLost,
    whenBack: () => whenConnected(),
    describe: (error) => describeFailure(error).message,
  };
}
