import { notifications } from '@mantine/notifications';
import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query';
import { engine } from '../../bridge/engine.ts';
import { hrefTo } from '../../ui/route.ts';
import type { StoredWorkflow } from '../document/builder-session.ts';
import { useBuilderStore } from '../document/use-builder.ts';
import { useSession } from '../document/use-session.ts';

/** Makes the text a version: of its workflow, of the one that is given, or of a new one. */
export function useSave(onSaved: () => void): UseMutationResult<void, Error, StoredWorkflow | undefined> {
  const session = useSession();
  const store = useBuilderStore();
  const queries = useQueryClient();
  return useMutation({
    async mutationFn(into) {
      const target = session.workflow ?? into;
      let saved: Awaited<ReturnType<typeof engine.workflows.update>> | undefined;
      await session.sync.becomeVersion(async () => {
        const { text } = store.getState();
        saved =
          target === undefined
            ? await engine.workflows.import({ text, trust: true })
            : await engine.workflows.update({ workflow: target.id, text, trust: true, rename: true });
        const { hash } = await engine.workflows.get({ workflow: saved.workflow.id });
        return { hash, text };
      });
      if (saved === undefined) return;
      const { id, name } = saved.workflow;
      // The address of a new draft would begin another one.
      if (session.workflow === undefined) window.location.replace(hrefTo('builder', id));
      const said =
        saved.change === 'unchanged'
          ? `${name} says what it said before: no new version was needed`
          : `${name} is saved: this is the version that runs now`;
      notifications.show({ message: said });
    },
    async onSuccess() {
      onSaved();
      await Promise.all([
        queries.invalidateQueries({ queryKey: ['workflow'] }),
        queries.invalidateQueries({ queryKey: ['workflows'] }),
        queries.invalidateQueries({ queryKey: ['drafts'] }),
      ]);
    },
  });
}
