import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { DesktopSettings } from '../../shared/contract/desktop.ts';
import { engine } from '../bridge/engine.ts';
import { describeFailure } from '../bridge/failure.ts';

/** The settings of the desktop application, and how to change them: a control moves at once, and goes back where the system refuses. */
export function useDesktopSettings() {
  const queries = useQueryClient();
  const settings = useQuery({
    queryKey: ['settings'],
    queryFn: ({ signal }) => engine.desktop.settings.get(undefined, { signal }),
    // The main process answers, also while the engine cannot.
    networkMode: 'always',
  });
  const change = useMutation({
    mutationFn: (next: Partial<DesktopSettings>) => engine.desktop.settings.set(next),
    onMutate: (next) => queries.setQueryData<DesktopSettings>(['settings'], (before) => before && { ...before, ...next }),
    onSuccess: (saved) => queries.setQueryData(['settings'], saved),
    onError(error) {
      notifications.show({ color: 'red', message: describeFailure(error).message });
      void queries.invalidateQueries({ queryKey: ['settings'] });
    },
    onSettled: () => queries.invalidateQueries({ queryKey: ['loopback'] }),
  });
  return { settings, change };
}
