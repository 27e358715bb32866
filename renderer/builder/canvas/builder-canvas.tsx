import { Button, Kbd } from '@mantine/core';
import { Panel, ReactFlowProvider } from '@xyflow/react';
import { type ReactNode, useCallback, useMemo, useRef } from 'react';
import type { Problem } from '../../../shared/workflow/problem.ts';
import type { TriggerDocument } from '../../../shared/workflow/schema.ts';
import { ControlButton } from '../../canvas/canvas-controls.tsx';
import type { Pin } from '../../canvas/canvas-stores.ts';
import type { CanvasGestures } from '../../canvas/flow.tsx';
import type { DrawnDocument } from '../../canvas/graph-of.ts';
import type { StepMark } from '../../canvas/step-mark.ts';
import type { Drawing } from '../../canvas/use-layout.ts';
import { CanvasInProvider } from '../../canvas/workflow-canvas.tsx';
import { PlusIcon } from '../../ui/icons.tsx';
import { useBuilder } from '../document/use-builder.ts';
import { placeFor } from './add-place.ts';
import { tidyUp } from './arrange-chosen.ts';
import classes from './builder-canvas.module.css';
import { EditorContext } from './canvas-editor.ts';
import { CanvasMenu } from './canvas-menu.tsx';
import { EdgeForm } from './edge-form.tsx';
import { Floating } from './floating.tsx';
import { SelectionBar } from './selection-bar.tsx';
import { SliceLayer } from './slice-layer.tsx';
import { StepList } from './step-list.tsx';
import { useCanvasEditor } from './use-canvas-editor.ts';
import { useClipboard } from './use-clipboard.ts';
import { useConnect } from './use-connect.ts';
import { useContextMenu } from './use-context-menu.ts';
import { useDragSteps } from './use-drag-steps.ts';
import { useEditingKeys } from './use-editing-keys.ts';
import { useKeyboardConnect } from './use-keyboard-connect.ts';
import { useLibrary } from './use-library.ts';
import { useLibraryDrop } from './use-library-drop.ts';
import { useLibraryShown } from './use-library-shown.ts';
import { useReconnect } from './use-reconnect.ts';
import { useSliceKey } from './use-slice.ts';

export interface BuilderCanvasProps {
  /** Enter or a double click: of a step's id, or `trigger:<id>`. */
  onOpen(id: string): void;
  /** Of a past or present run, by step id. */
  readonly marks?: ReadonlyMap<string, StepMark> | undefined;
  readonly pins?: ReadonlyMap<string, Pin> | undefined;
}

/** The workflow of the builder around it, drawn and changed. Fills its parent. */
export function BuilderCanvas(props: BuilderCanvasProps) {
  return (
    <ReactFlowProvider>
      <Workbench {...props} />
    </ReactFlowProvider>
  );
}

const nothing: DrawnDocument = { steps: [] };

function Workbench({ onOpen, marks, pins }: BuilderCanvasProps) {
  const drawn = useBuilder((builder) => builder.document) ?? nothing;
  const unread = useBuilder((builder) => builder.unread);
  const document = useMemo<DrawnDocument>(() => (unread.size === 0 ? drawn : { ...drawn, unread }), [drawn, unread]);
  const problems = useBuilder((builder) => builder.problems);
  const selection = useBuilder((builder) => builder.selection);
  const select = useBuilder((builder) => builder.select);
  const { editor, selectedEdges, putBack, overlay, close, onDrawing } = useCanvasEditor(onOpen);
  const items = useLibrary();
  const steps = useMemo(() => items.filter(({ adds }) => adds.type === 'step'), [items]);
  const triggers = useMemo(() => items.filter(({ adds }) => adds.type === 'trigger'), [items]);
  // Who adds a step and presses Enter at once wants a step.
  const stepsFirst = useMemo(() => [...steps, ...triggers], [steps, triggers]);
  const workbench = useRef<HTMLDivElement>(null);
  const [hasLibrary, setLibrary] = useLibraryShown(workbench);
  const frame = useRef<HTMLDivElement>(null);
  const isSlicing = useSliceKey(frame);
  const { connect, connecting } = useKeyboardConnect(editor);
  const clipboard = useClipboard(editor);

  const drag = useDragSteps(editor);
  const connections = useConnect(editor);
  const reconnections = useReconnect(editor);
  const drops = useLibraryDrop(editor, items);
  const menus = useContextMenu(editor);
  const onKeyDown = useEditingKeys(editor, connect);
  const gestures = useMemo(
    (): CanvasGestures => ({
      ...drag,
      ...connections,
      ...reconnections,
      ...drops,
      ...menus,
      onKeyDown,
      selectedEdges,
      putBack,
      onSelectEdges: editor.selectEdges,
      onLabel(edge, anchor) {
        const { left, width, bottom } = anchor.getBoundingClientRect();
        editor.editEdge(edge, { clientX: left + width / 2, clientY: bottom });
      },
    }),
    [drag, connections, reconnections, drops, menus, onKeyDown, selectedEdges, putBack, editor],
  );
  const byStep = useMemo(() => problemsByNode(problems, document.triggers), [problems, document.triggers]);
  const onSelect = useCallback((ids: ReadonlySet<string>) => select(ids), [select]);

  const focusCanvas = useCallback(() => frame.current?.querySelector<HTMLElement>('.react-flow')?.focus({ preventScroll: true }), []);
  // A page that has just been opened takes keys at once.
  const onReady = useCallback(
    (drawing: Drawing) => {
      onDrawing(drawing);
      if (window.document.activeElement === window.document.body) requestAnimationFrame(focusCanvas);
    },
    [onDrawing, focusCanvas],
  );

  function ask(): void {
    const graph = editor.drawing()?.graph ?? { nodes: [], edges: [] };
    editor.askStep(placeFor(graph, editor.store.getState().selection, editor.selectedEdges()));
  }
  /** Back to the canvas, so that its keys go on working. */
  function done(): void {
    close();
    focusCanvas();
  }
  const isEmpty = document.steps.length === 0 && (document.triggers ?? []).length === 0;
  const edge = overlay?.type === 'edge' ? editor.drawing()?.graph.edges.find(({ id }) => id === overlay.edge) : undefined;
  const graph = editor.drawing()?.graph;

  return (
    <EditorContext value={editor}>
      <div ref={workbench} className={classes.workbench} {...clipboard}>
        {hasLibrary && (
          <section className={classes.library} aria-label="Library">
            <StepList items={items} label="Search the library" isDraggable onChoose={(item) => editor.add(item.adds, placeNow())} />
          </section>
        )}
        <div ref={frame} className={classes.frame}>
          <CanvasInProvider
            document={document}
            label="Workflow"
            selection={selection}
            onSelect={onSelect}
            onOpen={editor.open}
            onDrawing={onReady}
            marks={marks}
            problems={byStep}
            pins={pins}
            gestures={gestures}
            controls={
              <ControlButton
                label="Tidy up (T)"
                onClick={() => tidyUp(editor)}
                path="M2.5 2.5h4v4h-4zM9.5 9.5h4v4h-4zM9.5 4.5h4M4.5 9.5v4"
              />
            }
          >
            <Panel position="top-left" className={classes.tools}>
              <Button size="xs" leftSection={<PlusIcon />} onClick={ask} rightSection={<Kbd size="xs">A</Kbd>}>
                Add a step
              </Button>
              <Button size="xs" variant="default" onClick={editor.askTrigger}>
                Add a trigger
              </Button>
              <Button size="xs" variant="default" aria-pressed={hasLibrary} onClick={() => setLibrary(!hasLibrary)}>
                {hasLibrary ? 'Hide the library' : 'Library'}
              </Button>
              {selection.size > 1 && <SelectionBar count={selection.size} />}
            </Panel>
          </CanvasInProvider>
          {isEmpty && (
            <div className={classes.empty}>
              <button type="button" className={classes.first} onClick={ask}>
                <PlusIcon />
                <span>
                  Press <Kbd>A</Kbd> to add the first step
                </span>
                <span className={classes.hint}>or drag one here from the library</span>
              </button>
            </div>
          )}
          {connecting !== undefined && (
            <Notice>
              From <strong>{connecting.title}</strong>, {connecting.port.label}: choose a step with the arrow keys. <Kbd>Enter</Kbd>{' '}
              connects, <Kbd>C</Kbd> takes another condition, <Kbd>Esc</Kbd> leaves off.
            </Notice>
          )}
          {isSlicing && <SliceLayer />}
          {overlay?.type === 'library' && (
            <Floating label="Add a step" at={overlay.at} width={300} onClose={done}>
              <StepList
                items={overlay.place.type === 'in-list' ? stepsFirst : steps}
                label="Search for a step to add"
                autoFocus
                onChoose={(item) => {
                  done();
                  editor.add(item.adds, overlay.place);
                }}
              />
            </Floating>
          )}
          {overlay?.type === 'triggers' && (
            <Floating label="Add a trigger" at={undefined} width={300} onClose={done}>
              <StepList
                items={triggers}
                label="Search for a trigger to add"
                autoFocus
                onChoose={(item) => {
                  done();
                  editor.add(item.adds, placeNow());
                }}
              />
            </Floating>
          )}
          {overlay?.type === 'edge' && edge !== undefined && graph !== undefined && (
            <Floating key={edge.id} label="Edge" at={overlay.at} width={260} onClose={done}>
              <EdgeForm graph={graph} edge={edge} onDone={done} />
            </Floating>
          )}
          {overlay?.type === 'menu' && <CanvasMenu at={overlay.at} frame={frame.current?.getBoundingClientRect()} onClose={close} />}
        </div>
      </div>
    </EditorContext>
  );

  function placeNow() {
    return placeFor(editor.drawing()?.graph ?? { nodes: [], edges: [] }, editor.store.getState().selection, editor.selectedEdges());
  }
}

function Notice({ children }: { readonly children: ReactNode }) {
  return (
    <div className={classes.notice} role="status">
      {children}
    </div>
  );
}

/** Those of a trigger are told by their place in the document. */
function problemsByNode(problems: readonly Problem[], triggers: readonly TriggerDocument[] = []): Map<string, readonly Problem[]> {
  return Map.groupBy(problems, ({ stepId, path }) => {
    const index = /^triggers\[(\d+)\]/.exec(path ?? '')?.[1];
    return stepId ?? (index === undefined ? '' : `trigger:${triggers[Number(index)]?.id}`);
  });
}
