import { notifications } from '@mantine/notifications';
import { useReactFlow } from '@xyflow/react';
import { useMemo, useRef, useState } from 'react';
import { absoluteRects } from '../../canvas/absolute-rects.ts';
import type { Drawing } from '../../canvas/use-layout.ts';
import { useReveal } from '../../canvas/use-reveal.ts';
import { wireShapes } from '../../canvas/wire-shapes.ts';
import { useBuilderStore } from '../document/use-builder.ts';
import { type AddPlace, addEdit, addEdits } from './add-place.ts';
import { addTrigger } from './add-trigger.ts';
import type { CanvasEditor } from './canvas-editor.ts';
import { chooseNew, stepIds } from './chosen.ts';

export interface ScreenPlace {
  readonly clientX: number;
  readonly clientY: number;
}

/** What is open over the canvas: one thing at a time. */
export type Overlay =
  | { readonly type: 'library'; readonly place: AddPlace; readonly at: ScreenPlace | undefined }
  | { readonly type: 'triggers' }
  | { readonly type: 'menu'; readonly at: ScreenPlace }
  | { readonly type: 'edge'; readonly edge: string; readonly at: ScreenPlace };

export interface EditorState {
  readonly editor: CanvasEditor;
  readonly selectedEdges: ReadonlySet<string>;
  readonly putBack: number;
  readonly overlay: Overlay | undefined;
  close(): void;
  onDrawing(drawing: Drawing): void;
}

const noEdges: ReadonlySet<string> = new Set();
const noGraph = { nodes: [], edges: [] };

/** The editor of one canvas, and what it shows besides the document. Needs React Flow's provider around it. */
export function useCanvasEditor(onOpen: (id: string) => void): EditorState {
  const store = useBuilderStore();
  const { screenToFlowPosition, flowToScreenPosition } = useReactFlow();
  const reveal = useReveal();
  const [selectedEdges, setSelectedEdges] = useState(noEdges);
  const [putBack, setPutBack] = useState(0);
  const [overlay, setOverlay] = useState<Overlay>();
  const current = useRef<{ drawing: Drawing | undefined; toReveal: string | undefined }>({ drawing: undefined, toReveal: undefined });
  const latest = useRef({ onOpen, selectedEdges });
  latest.current = { onOpen, selectedEdges };

  const editor = useMemo((): CanvasEditor => {
    const self: CanvasEditor = {
      store,
      drawing: () => current.current.drawing,
      rects() {
        const { drawing } = current.current;
        return drawing === undefined ? new Map() : absoluteRects(drawing.graph, drawing.layout);
      },
      wires() {
        const { drawing } = current.current;
        return drawing === undefined ? [] : wireShapes(drawing.graph, drawing.layout, self.rects());
      },
      apply(edits, label) {
        const result = store.getState().apply(edits, label);
        if (!result.ok) self.tell(`${label}: not done`, result.problems.map(({ message }) => message).join('\n'));
        return result.ok;
      },
      add(added, place) {
        if (added.type === 'trigger') {
          const id = addTrigger(self, added.trigger, added.config);
          current.current.toReveal = id;
          return id !== undefined;
        }
        const { step } = added;
        const { drawing } = current.current;
        const before = stepIds(self);
        const edits =
          drawing === undefined ? [addEdit(noGraph, step, place)] : addEdits(drawing, store.getState().document?.layout, step, place);
        if (!self.apply(edits, `Add ${step.name ?? 'a step'}`)) return false;
        self.selectEdges(noEdges);
        current.current.toReveal = chooseNew(self, before)[0];
        return true;
      },
      toCanvas: ({ clientX, clientY }) => screenToFlowPosition({ x: clientX, y: clientY }),
      toScreen(id) {
        const rect = self.rects().get(id);
        const middle = rect === undefined ? middleOfWire(self, id) : { x: rect.x + rect.width / 2, y: rect.y + rect.height };
        if (middle === undefined) return undefined;
        const { x, y } = flowToScreenPosition(middle);
        return { clientX: x, clientY: y };
      },
      selectedEdges: () => latest.current.selectedEdges,
      selectEdges: (edges) => {
        latest.current = { ...latest.current, selectedEdges: edges };
        setSelectedEdges(edges);
      },
      putBack: () => setPutBack((times) => times + 1),
      askStep: (place, at) => setOverlay({ type: 'library', place, at }),
      askTrigger: () => setOverlay({ type: 'triggers' }),
      openMenu: (at) => setOverlay({ type: 'menu', at }),
      editEdge(edge, at) {
        self.selectEdges(new Set([edge]));
        store.getState().select([]);
        setOverlay({ type: 'edge', edge, at });
      },
      open: (id) => latest.current.onOpen(id),
      tell: (title, message) => notifications.show({ title, message, color: 'red', autoClose: 7000 }),
    };
    return self;
  }, [store, screenToFlowPosition, flowToScreenPosition]);

  const onDrawing = useRef((drawing: Drawing) => {
    const { toReveal } = current.current;
    current.current = { drawing, toReveal: undefined };
    const rect = toReveal === undefined ? undefined : absoluteRects(drawing.graph, drawing.layout).get(toReveal);
    reveal(rect);
  });
  // Closing the menu must not close what one of its items has opened.
  const close = (): void => setOverlay((open) => (open === overlay ? undefined : open));
  return { editor, selectedEdges, putBack, overlay, close, onDrawing: onDrawing.current };
}

function middleOfWire(editor: CanvasEditor, id: string): { x: number; y: number } | undefined {
  const points = editor.wires().find(({ edge }) => edge.id === id)?.points ?? [];
  const [start, end] = [points[0], points.at(-1)];
  return start === undefined || end === undefined ? undefined : { x: (start.x + end.x) / 2, y: (start.y + end.y) / 2 };
}
