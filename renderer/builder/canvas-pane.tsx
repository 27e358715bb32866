import { Button } from '@mantine/core';
import { Empty } from '../ui/notice.tsx';
import { BuilderCanvas } from './canvas/builder-canvas.tsx';
import { useBuilder } from './document/use-builder.ts';
import { useView } from './document/view-store.ts';
import { focusInspector } from './inspector-pane.tsx';
import { useShownPins } from './testing/use-shown-pins.ts';
import { useTestMarks } from './testing/use-test-marks.ts';
import classes from './workbench.module.css';

/** The canvas, or why there is none. */
export function CanvasPane() {
  const isBehind = useBuilder((state) => state.isBehind);
  const isDrawn = useBuilder((state) => state.document !== undefined);
  const showProblems = useView((state) => state.showProblems);
  return (
    <section className={classes.pane} aria-label="Canvas">
      {isDrawn ? (
        <Drawn />
      ) : (
        <Empty
          title="The text cannot be drawn yet"
          action={
            <Button size="xs" variant="default" onClick={() => showProblems(true)}>
              Show the problems
            </Button>
          }
        >
          Mend the text, and the steps appear here.
        </Empty>
      )}
      {isBehind && isDrawn && (
        <div className={classes.behind} role="status">
          <span>The text cannot be drawn as it is. This is how it was before.</span>
          <Button size="compact-xs" variant="default" onClick={() => showProblems(true)}>
            Show why
          </Button>
        </div>
      )}
    </section>
  );
}

function Drawn() {
  const pins = useShownPins();
  const marks = useTestMarks();
  return <BuilderCanvas onOpen={focusInspector} pins={pins} marks={marks} />;
}
