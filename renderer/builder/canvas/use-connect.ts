import { useMemo } from 'react';
import { isStep } from '../../canvas/canvas-graph.ts';
import type { CanvasGestures } from '../../canvas/flow.tsx';
import { nodeWidth } from '../../canvas/sizes.ts';
import type { CanvasEditor } from './canvas-editor.ts';
import { markDrop } from './drop-mark.ts';
import { conditionFrom } from './edge-ref.ts';

type ConnectGestures = Pick<CanvasGestures, 'onConnect' | 'onConnectStart' | 'onConnectEnd' | 'isValidConnection'>;

/** A wire drawn from a port connects two steps; one let go over nothing asks for the step that comes there. */
export function useConnect(editor: CanvasEditor): ConnectGestures {
  return useMemo((): ConnectGestures => {
    function connect(from: string, port: string | null | undefined, to: string): void {
      editor.apply([{ type: 'connect', edge: { from, to, on: conditionFrom(port) } }], 'Connect');
    }
    return {
      isValidConnection: ({ source, target }) => source !== target && areOfOneList(editor, source, target),
      onConnect: ({ source, sourceHandle, target }) => connect(source, sourceHandle, target),
      onConnectEnd(event, { fromNode, fromHandle, isValid, toNode }) {
        markDrop(undefined);
        if (isValid === true || fromNode === null || fromHandle === null) return;
        const at = 'clientX' in event ? event : event.changedTouches[0];
        if (at === undefined) return;
        const under = toNode?.id ?? stepUnder(at);
        // Drawn backwards, from the place where a step's sources come in.
        const isBackwards = fromHandle.type === 'target';
        if (under !== undefined && under !== fromNode.id) {
          const [from, to] = isBackwards ? [under, fromNode.id] : [fromNode.id, under];
          if (!areOfOneList(editor, from, to)) {
            return editor.tell('Connect: not done', 'A step can only wait for steps of its own list: those beside it in the same box.');
          }
          return connect(from, isBackwards ? 'success' : fromHandle.id, to);
        }
        if (under !== undefined || isBackwards) return;
        askForStep(editor, fromNode.id, fromHandle.id, at);
      },
    };
  }, [editor]);
}

function askForStep(editor: CanvasEditor, from: string, port: string | null | undefined, at: { clientX: number; clientY: number }): void {
  const node = editor.drawing()?.graph.nodes.find(({ id }) => id === from);
  if (!isStep(node)) return;
  const point = editor.toCanvas(at);
  const outer = node.parent === undefined ? undefined : editor.rects().get(node.parent);
  const position = { x: Math.round(point.x - (outer?.x ?? 0) - nodeWidth / 2), y: Math.round(point.y - (outer?.y ?? 0)) };
  editor.askStep({ type: 'after', from, on: conditionFrom(port), position }, at);
}

function stepUnder(at: { clientX: number; clientY: number }): string | undefined {
  const card = document.elementsFromPoint(at.clientX, at.clientY).find((element) => element.closest('.react-flow__node-step') !== null);
  return card?.closest('.react-flow__node')?.getAttribute('data-id') ?? undefined;
}

function areOfOneList(editor: CanvasEditor, source: string, target: string): boolean {
  const nodes = editor.drawing()?.graph.nodes ?? [];
  const [from, to] = [nodes.find(({ id }) => id === source), nodes.find(({ id }) => id === target)];
  return isStep(from) && isStep(to) && from.parent === to.parent;
}
