import { createContext, useContext } from 'react';
import type { Position, WorkflowEdit } from '../../../shared/workflow/edit/edit.ts';
import type { Rect } from '../../canvas/rect.ts';
import type { Drawing } from '../../canvas/use-layout.ts';
import type { WireShape } from '../../canvas/wire-shapes.ts';
import type { BuilderStore } from '../document/builder-store.ts';
import type { AddPlace } from './add-place.ts';
import type { Added } from './library.ts';

/** What the gestures share. It stays the same object, and is asked when something happens. */
export interface CanvasEditor {
  readonly store: BuilderStore;
  /** Undefined before the first layout is done. */
  drawing(): Drawing | undefined;
  rects(): ReadonlyMap<string, Rect>;
  wires(): readonly WireShape[];
  /** All of the edits or none; where they are refused, the person is told why and the answer is false. */
  apply(edits: readonly WorkflowEdit[], label: string): boolean;
  /** Adds a step at the place, or a trigger, chooses it and brings it into view. */
  add(added: Added, place: AddPlace): boolean;
  /** A place on the screen as one on the canvas. */
  toCanvas(at: { readonly clientX: number; readonly clientY: number }): Position;
  selectedEdges(): ReadonlySet<string>;
  selectEdges(edges: ReadonlySet<string>): void;
  /** Lets dragged nodes go back to where the document has them. */
  putBack(): void;
  /** Opens the library at a place of the screen, for a step that is to go there. */
  askStep(place: AddPlace, at?: { readonly clientX: number; readonly clientY: number }): void;
  /** Opens the library of triggers. */
  askTrigger(): void;
  /** Opens the menu for what is chosen. */
  openMenu(at: { readonly clientX: number; readonly clientY: number }): void;
  /** Opens the little form of an edge. */
  editEdge(edge: string, at: { readonly clientX: number; readonly clientY: number }): void;
  open(id: string): void;
  /** Where a node or an edge's middle is on the screen. */
  toScreen(id: string): { readonly clientX: number; readonly clientY: number } | undefined;
  tell(title: string, message: string): void;
}

export const EditorContext = createContext<CanvasEditor | undefined>(undefined);

export function useEditor(): CanvasEditor {
  const editor = useContext(EditorContext);
  if (editor === undefined) throw new Error('Only the canvas of the builder can be edited');
  return editor;
}
