import { Modal, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { describeFailure } from '../../bridge/failure.ts';
import { Failed } from '../../ui/notice.tsx';
import { useBuilder } from '../document/use-builder.ts';
import { TextDiff } from './text-diff.tsx';

interface CompareDialogProps {
  readonly title: string;
  readonly label: string;
  /** The text to compare with. */
  read(): Promise<string>;
  onClose(): void;
}

export function CompareDialog({ title, label, read, onClose }: CompareDialogProps) {
  const text = useBuilder((state) => state.text);
  const other = useQuery({ queryKey: ['compare', title], queryFn: read, staleTime: 0, gcTime: 0 });
  return (
    <Modal opened onClose={onClose} title={title} size="xl">
      {other.isPending && <Skeleton height={160} aria-label="Reading" />}
      {other.isError && (
        <Failed title="The other text could not be read" {...describeFailure(other.error)} onRetry={() => void other.refetch()} />
      )}
      {other.isSuccess && <TextDiff before={other.data} after={text} label={label} />}
    </Modal>
  );
}
