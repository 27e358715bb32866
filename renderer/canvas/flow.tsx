import {
  Background,
  BackgroundVariant,
  ConnectionLineType,
  type EdgeChange,
  MiniMap,
  type NodeChange,
  ReactFlow,
  type ReactFlowProps,
  SelectionMode,
} from '@xyflow/react';
import { type DragEvent, type KeyboardEvent, memo, type ReactNode, useCallback, useContext, useMemo, useRef, useState } from 'react';
import type { Position } from '../../shared/workflow/edit/edit.ts';
import { CanvasControls } from './canvas-controls.tsx';
import { CanvasIdContext } from './canvas-id.ts';
import { elementId } from './card.ts';
import { firstViewport } from './first-viewport.ts';
import { type FlowEdge, type FlowNode, flowEdgesOf, flowNodesOf } from './flow-nodes.ts';
import { keepSameEdges, keepSameNodes, keptList } from './keep-same.ts';
import type { Size } from './sizes.ts';
import { AreaFrame, BoxFrame, LaneFrame, StepCard, TriggerCard } from './step-node.tsx';
import { useCanvasKeys } from './use-canvas-keys.ts';
import { useFollowSize } from './use-follow-size.ts';
import type { Drawing } from './use-layout.ts';
import { useSteadyView } from './use-steady-view.ts';
import { Wire } from './wire.tsx';
import { WireLabelContext } from './wire-label.ts';
import classes from './workflow-canvas.module.css';

type FlowProps = ReactFlowProps<FlowNode, FlowEdge>;

/** What an editing page adds to a canvas that only shows. Keep the object the same between renders where nothing has changed. */
export interface CanvasGestures
  extends Pick<
    FlowProps,
    | 'onConnect'
    | 'onConnectEnd'
    | 'onConnectStart'
    | 'isValidConnection'
    | 'onReconnect'
    | 'onReconnectStart'
    | 'onReconnectEnd'
    | 'onNodeDragStart'
    | 'onNodeDrag'
    | 'onNodeDragStop'
    | 'onNodeContextMenu'
    | 'onEdgeContextMenu'
    | 'onPaneContextMenu'
    | 'onSelectionContextMenu'
    | 'onSelectionDragStart'
    | 'onSelectionDrag'
    | 'onSelectionDragStop'
    | 'onPaneClick'
  > {
  readonly selectedEdges: ReadonlySet<string>;
  onSelectEdges(edges: ReadonlySet<string>): void;
  onLabel(edge: string, anchor: HTMLElement): void;
  /** True: the key has been used. Comes before the canvas's own keys. */
  onKeyDown(event: KeyboardEvent): boolean;
  onDragOver(event: DragEvent): void;
  onDragLeave(event: DragEvent): void;
  onDrop(event: DragEvent): void;
  /** Nodes stay where a drag left them until the next drawing; a new value here puts them back before. */
  readonly putBack: number;
}

interface FlowOptions {
  readonly drawing: Drawing;
  readonly space: Size;
  readonly label: string;
  readonly selection: ReadonlySet<string>;
  onSelect(ids: ReadonlySet<string>): void;
  readonly onOpen?: ((id: string) => void) | undefined;
  readonly gestures?: CanvasGestures | undefined;
  readonly controls?: ReactNode;
  readonly children?: ReactNode;
}

const nodeTypes = { step: StepCard, box: BoxFrame, lane: LaneFrame, area: AreaFrame, trigger: TriggerCard };
const edgeTypes = { wire: Wire };
const multiSelection = ['Shift', 'Control', 'Meta'];
const proOptions = { hideAttribution: true };
const manyNodes = 20;
/** On a smaller canvas the map hides too much of what it shows. */
const mapSpacePx = 700;
const mapSize = { width: 150, height: 108 };
/** Below it the map would hide more than it tells. */
const leastHeightForMap = 420;
const noMoves: ReadonlyMap<string, Position> = new Map();
const noEdges: ReadonlySet<string> = new Set();

export const Flow = memo(function Flow({ drawing, space, label, selection, onSelect, onOpen, gestures, controls, children }: FlowOptions) {
  const { graph, layout } = drawing;
  const isEditable = gestures !== undefined;
  const canvas = useContext(CanvasIdContext);
  const topPx = isEditable ? 64 : 36;
  const [first] = useState(() => ({ space, topPx, viewport: firstViewport(graph, layout, space, topPx) }));
  const [mapChoice, setMapChoice] = useState<boolean>();
  const { width, height } = useFollowSize(drawing, first);
  const hasMap = mapChoice ?? (graph.nodes.length > manyNodes && width >= mapSpacePx && height >= leastHeightForMap);

  const kept = useRef<{ nodes: readonly FlowNode[]; edges: readonly FlowEdge[] }>({ nodes: [], edges: [] });
  const base = useMemo(() => {
    kept.current = {
      nodes: keepSameNodes(kept.current.nodes, flowNodesOf(graph, layout, isEditable)),
      edges: keepSameEdges(kept.current.edges, flowEdgesOf(graph, layout)),
    };
    return kept.current;
  }, [graph, layout, isEditable]);

  // What a drag has moved holds until the next drawing.
  const putBack = gestures?.putBack;
  const [drag, setDrag] = useState({ base, putBack, moved: noMoves });
  const moved = drag.base === base && drag.putBack === putBack ? drag.moved : noMoves;
  const nodes = useDerived(base.nodes, (node) => {
    const position = moved.get(node.id);
    const selected = selection.has(node.id);
    return { key: `${position?.x} ${position?.y} ${selected}`, make: () => ({ ...node, selected, position: position ?? node.position }) };
  });
  const selectedEdges = gestures?.selectedEdges ?? noEdges;
  const edges = useDerived(base.edges, (edge) => {
    const selected = selectedEdges.has(edge.id);
    return { key: String(selected), make: () => ({ ...edge, selected }) };
  });

  const latest = useRef({ selection, selectedEdges });
  latest.current = { selection, selectedEdges };
  const onNodesChange = (changes: NodeChange<FlowNode>[]): void => {
    const chosen = new Set(latest.current.selection);
    const places = new Map<string, Position>();
    for (const change of changes) {
      if (change.type === 'select') chosen[change.selected ? 'add' : 'delete'](change.id);
      if (change.type === 'position' && change.position !== undefined) places.set(change.id, change.position);
    }
    if (places.size > 0) {
      setDrag((before) => {
        const isSame = before.base === base && before.putBack === putBack;
        return { base, putBack, moved: new Map([...(isSame ? before.moved : noMoves), ...places]) };
      });
    }
    if (!isSameSet(chosen, latest.current.selection)) {
      latest.current = { ...latest.current, selection: chosen };
      onSelect(chosen);
    }
  };
  const onEdgesChange = (changes: EdgeChange<FlowEdge>[]): void => {
    const chosen = new Set(latest.current.selectedEdges);
    for (const change of changes) if (change.type === 'select') chosen[change.selected ? 'add' : 'delete'](change.id);
    if (isSameSet(chosen, latest.current.selectedEdges)) return;
    latest.current = { ...latest.current, selectedEdges: chosen };
    gestures?.onSelectEdges(chosen);
  };

  useSteadyView(drawing, selection, moved.size > 0);
  const onCanvasKey = useCanvasKeys({ drawing, selection, onSelect, onOpen });
  const onKeyDown = (event: KeyboardEvent): void => {
    if (isTyping(event.target)) return;
    if (gestures?.onKeyDown(event) === true || onCanvasKey(event)) event.preventDefault();
  };
  const open = useCallback((_: unknown, node: FlowNode) => onOpen?.(node.id), [onOpen]);
  const current = selection.size === 1 ? [...selection][0] : undefined;
  const { selectedEdges: _, onSelectEdges: __, onLabel, onKeyDown: ___, putBack: ____, ...callbacks } = gestures ?? {};

  return (
    <WireLabelContext value={onLabel}>
      <ReactFlow<FlowNode, FlowEdge>
        nodes={nodes}
        edges={edges}
        nodeTypes={nodeTypes}
        edgeTypes={edgeTypes}
        defaultViewport={first.viewport}
        onNodesChange={onNodesChange}
        onEdgesChange={onEdgesChange}
        onNodeDoubleClick={open}
        onKeyDown={onKeyDown}
        onPointerDownCapture={takeFocus}
        {...callbacks}
        tabIndex={0}
        aria-label={label}
        aria-activedescendant={current === undefined ? undefined : elementId(canvas, current)}
        onlyRenderVisibleElements
        nodesDraggable={isEditable}
        nodesConnectable={isEditable}
        elementsSelectable
        nodesFocusable={false}
        edgesFocusable={false}
        disableKeyboardA11y
        deleteKeyCode={null}
        selectionKeyCode="Shift"
        multiSelectionKeyCode={multiSelection}
        selectionMode={SelectionMode.Partial}
        panOnScroll
        connectionLineType={ConnectionLineType.SmoothStep}
        zoomOnDoubleClick={false}
        minZoom={0.08}
        maxZoom={2}
        nodeDragThreshold={3}
        connectionRadius={28}
        reconnectRadius={14}
        proOptions={proOptions}
      >
        <Background variant={BackgroundVariant.Dots} gap={22} size={1.5} />
        {hasMap && (
          <MiniMap<FlowNode>
            className={classes.map ?? ''}
            position="bottom-right"
            style={mapSize}
            pannable
            zoomable
            ariaLabel="Map of the workflow"
            nodeBorderRadius={14}
            nodeColor={mapColor}
            nodeStrokeColor="var(--canvas-line-strong)"
            bgColor="transparent"
            maskColor="light-dark(rgb(240 242 244 / 65%), rgb(10 11 12 / 55%))"
          />
        )}
        <CanvasControls hasMap={hasMap} onMap={() => setMapChoice(!hasMap)}>
          {controls}
        </CanvasControls>
        {children}
      </ReactFlow>
    </WireLabelContext>
  );
});

/** Each item changed as its key says, and the same object as long as item and key are the same. */
function useDerived<T extends { readonly id: string }>(items: readonly T[], derive: (item: T) => { key: string; make: () => T }): T[] {
  const before = useRef(new Map<string, { item: T; key: string; made: T }>());
  const list = useRef<T[]>([]);
  const next = new Map<string, { item: T; key: string; made: T }>();
  const made = items.map((item) => {
    const { key, make } = derive(item);
    const old = before.current.get(item.id);
    const entry = old !== undefined && old.item === item && old.key === key ? old : { item, key, made: make() };
    next.set(item.id, entry);
    return entry.made;
  });
  before.current = next;
  if (keptList(list.current, made) === made) list.current = made;
  return list.current;
}

function isSameSet(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return a.size === b.size && [...a].every((one) => b.has(one));
}

function mapColor({ type }: FlowNode): string {
  return type === 'box' || type === 'lane' || type === 'area' ? 'var(--canvas-line-soft)' : 'var(--canvas-wire)';
}

function isTyping(target: EventTarget): boolean {
  return (
    target instanceof HTMLElement &&
    target.closest('input, textarea, select, [contenteditable], button, [role="menu"], [role="dialog"]') !== null
  );
}

/** A click anywhere on the canvas makes its keys work. */
function takeFocus(event: React.PointerEvent<HTMLDivElement>): void {
  if (!isTyping(event.target)) event.currentTarget.focus({ preventScroll: true });
}
