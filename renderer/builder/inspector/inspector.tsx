import { useRef } from 'react';
import { useBuilder } from '../document/use-builder.ts';
import { type InsertTarget, InsertTargetContext } from './fields/insert-target.ts';
import classes from './inspector.module.css';
import { SeveralInspector } from './several-inspector.tsx';
import { StepInspector } from './step-inspector.tsx';
import { WorkflowInspector } from './workflow/workflow-inspector.tsx';

/** What is chosen, in forms: one step, several, or the workflow itself. */
export function Inspector() {
  const selection = useBuilder((state) => state.selection);
  const isDrawn = useBuilder((state) => state.document !== undefined);
  const isBehind = useBuilder((state) => state.isBehind);
  const target = useRef<InsertTarget['current']>(undefined);
  const steps = [...selection].filter((id) => !id.startsWith('trigger:'));
  const trigger = [...selection].find((id) => id.startsWith('trigger:'))?.slice('trigger:'.length);
  const [first, second] = steps;
  return (
    <InsertTargetContext value={target}>
      <div className={classes.inspector}>
        {isBehind && (
          <div className={classes.banner} role="status">
            {isDrawn
              ? 'The text cannot be read as it is: what stands here is how it was before. Mend it in the text panel, or undo.'
              : 'The text cannot be read. Mend it in the text panel.'}
          </div>
        )}
        {isDrawn && first === undefined && <WorkflowInspector trigger={trigger} />}
        {first !== undefined && second === undefined && <StepInspector key={first} step={first} />}
        {first !== undefined && second !== undefined && <SeveralInspector steps={new Set(steps)} />}
      </div>
    </InsertTargetContext>
  );
}
