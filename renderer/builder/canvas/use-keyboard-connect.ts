import { type KeyboardEvent, useMemo, useRef, useState } from 'react';
import { isStep, type Port } from '../../canvas/canvas-graph.ts';
import type { CanvasEditor } from './canvas-editor.ts';
import { conditionFrom } from './edge-ref.ts';

export interface Connecting {
  readonly from: string;
  readonly title: string;
  readonly port: Port;
}

/** Connecting without a pointer: C takes the chosen step as the source, C again its next port, the arrows choose the target, Enter connects. */
export interface KeyboardConnect {
  start(): void;
  onKey(event: KeyboardEvent): boolean;
}

export function useKeyboardConnect(editor: CanvasEditor): {
  readonly connect: KeyboardConnect;
  readonly connecting: Connecting | undefined;
} {
  const [connecting, setConnecting] = useState<Connecting>();
  const latest = useRef(connecting);
  latest.current = connecting;
  const connect = useMemo((): KeyboardConnect => {
    function become(next: Connecting | undefined): void {
      latest.current = next;
      setConnecting(next);
    }
    function nextPort(current: Connecting): void {
      const node = editor.drawing()?.graph.nodes.find(({ id }) => id === current.from);
      const ports = isStep(node) ? node.ports : [];
      const port = ports[(ports.findIndex(({ id }) => id === current.port.id) + 1) % ports.length];
      if (port !== undefined) become({ ...current, port });
    }
    return {
      start() {
        const chosen = [...editor.store.getState().selection].at(-1);
        const node = editor.drawing()?.graph.nodes.find(({ id }) => id === chosen);
        const port = isStep(node) ? node.ports[0] : undefined;
        if (isStep(node) && port !== undefined) become({ from: node.id, title: node.title, port });
      },
      onKey(event) {
        const current = latest.current;
        if (current === undefined) return false;
        if (event.key === 'Escape') become(undefined);
        else if (event.key.toLowerCase() === 'c' && !event.ctrlKey && !event.metaKey) nextPort(current);
        else if (event.key === 'Enter') {
          const to = [...editor.store.getState().selection].at(-1);
          become(undefined);
          if (to !== undefined && to !== current.from) {
            editor.apply([{ type: 'connect', edge: { from: current.from, to, on: conditionFrom(current.port.id) } }], 'Connect');
          }
        } else return false;
        return true;
      },
    };
  }, [editor]);
  return { connect, connecting };
}
