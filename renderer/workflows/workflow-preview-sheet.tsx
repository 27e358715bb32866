import { Alert, Text } from '@mantine/core';
import type { WorkflowPreview } from '../../shared/contract/import-preview.ts';
import { Problems } from '../ui/notice.tsx';
import { CapabilitySheet } from './capability-sheet.tsx';

const mostProblems = 50;

/** What one workflow is, what is wrong with it, and what it can touch. */
export function WorkflowPreviewSheet({ preview }: { readonly preview: WorkflowPreview }) {
  const { description, steps, valid, problems, capabilities, added, change } = preview;
  return (
    <>
      {description !== null && <Text size="sm">{description}</Text>}
      {!valid && (
        <Text size="sm">
          It has {problems.length === 1 ? 'a problem' : `${problems.length} problems`}. Mend the file, then import it again.
        </Text>
      )}
      {valid && change === 'nothing' && (
        <Text size="sm" c="dimmed">
          This version is there already.
        </Text>
      )}
      {added.length > 0 && (
        <Alert color="orange" variant="light" title="It can touch more than the version you have">
          <CapabilitySheet capabilities={added} />
        </Alert>
      )}
      {valid && (
        <>
          <Text size="xs" fw={600} c="dimmed">
            {steps} {steps === 1 ? 'step' : 'steps'}. It can touch:
          </Text>
          <CapabilitySheet capabilities={capabilities} />
        </>
      )}
      {problems.length > 0 && <Problems problems={problems.slice(0, mostProblems)} />}
    </>
  );
}
