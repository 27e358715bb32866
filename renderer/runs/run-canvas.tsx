import { memo, useMemo } from 'react';
import type { WorkflowDocument } from '../../shared/workflow/schema.ts';
import { RevealStep } from '../canvas/reveal-step.tsx';
import type { StepMark } from '../canvas/step-mark.ts';
import { WorkflowCanvas } from '../canvas/workflow-canvas.tsx';
import { useStable } from '../ui/use-stable.ts';

interface RunCanvasProps {
  readonly document: WorkflowDocument;
  readonly label: string;
  readonly marks: ReadonlyMap<string, StepMark>;
  /** The id of the step that is shown beside it; empty for none. */
  readonly selected: string;
  /** Empty when nothing is chosen any more. */
  onSelect(id: string): void;
  onOpen(): void;
}

/** A version of the workflow with marks on it. Drawn again only when one of them has changed. */
export const RunCanvas = memo(function RunCanvas({ document, label, marks, selected, onSelect, onOpen }: RunCanvasProps) {
  const selection = useMemo(() => new Set(selected === '' ? [] : [selected]), [selected]);
  // The graph is drawn anew when what lies over it is another element; marks reach their cards without that.
  const reveal = useMemo(() => <RevealStep id={selected} />, [selected]);
  const select = useStable((ids: ReadonlySet<string>) => {
    const [id = ''] = ids;
    if (!id.startsWith('trigger:')) onSelect(id);
  });
  return (
    <WorkflowCanvas
      document={document}
      label={label}
      marks={marks}
      selection={selection}
      onSelect={select}
      onOpen={useStable((id: string) => {
        onSelect(id);
        onOpen();
      })}
    >
      {reveal}
    </WorkflowCanvas>
  );
});
