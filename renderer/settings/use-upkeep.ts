import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { formatBytes } from '../../shared/lib/byte-text.ts';
import { engine } from '../bridge/engine.ts';
import { tellDone, tellFailure } from '../bridge/tell.ts';

export function useSpace() {
  return useQuery({ queryKey: ['upkeep', 'space'], queryFn: ({ signal }) => engine.system.space(undefined, { signal }) });
}

export function useBackups() {
  return useQuery({ queryKey: ['upkeep', 'backups'], queryFn: ({ signal }) => engine.system.backups(undefined, { signal }) });
}

export function useMakeBackup() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => engine.system.backup(),
    onSuccess: ({ file, bytes }) => tellDone(`Checked copy of ${formatBytes(bytes)}: ${file}`),
    onError: tellFailure,
    onSettled: () => queries.invalidateQueries({ queryKey: ['upkeep'] }),
  });
}

export function useVacuum() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => engine.system.vacuum(),
    onSuccess: ({ runs, firings, databaseBytes, blobBytes }) =>
      tellDone(`Deleted ${runs} runs and ${firings} lines of the journal, gave back ${formatBytes(databaseBytes + blobBytes)}.`),
    onError: tellFailure,
    onSettled: () => queries.invalidateQueries({ queryKey: ['upkeep'] }),
  });
}

/** Looks at everything that runs depend on, when it is asked to. */
export function useDoctor() {
  return useMutation({ mutationFn: (deep: boolean) => engine.system.doctor({ deep }), onError: tellFailure });
}
