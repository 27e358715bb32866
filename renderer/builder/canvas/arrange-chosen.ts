import type { Rect } from '../../canvas/rect.ts';
import { type Alignment, align, distribute } from './align.ts';
import type { CanvasEditor } from './canvas-editor.ts';
import { outermostSteps } from './chosen.ts';
import { placesBeside } from './places.ts';

export function alignChosen(editor: CanvasEditor, to: Alignment | 'across' | 'down'): void {
  const drawing = editor.drawing();
  const rects = movableRects(editor);
  if (drawing === undefined || rects.size < 2) return;
  const moved = to === 'across' || to === 'down' ? distribute(rects, to) : align(rects, to);
  editor.apply([{ type: 'place', positions: placesBeside(drawing, moved) }], to === 'across' || to === 'down' ? 'Distribute' : 'Align');
}

export function nudgeChosen(editor: CanvasEditor, dx: number, dy: number): void {
  const drawing = editor.drawing();
  const rects = movableRects(editor);
  if (drawing === undefined || rects.size === 0) return;
  const moved = new Map([...rects].map(([id, { x, y }]) => [id, { x: x + dx, y: y + dy }]));
  editor.apply([{ type: 'place', positions: placesBeside(drawing, moved) }], 'Move');
}

/** The chosen nodes that stand in one box, from its inside. */
function movableRects(editor: CanvasEditor): Map<string, Rect> {
  const steps = outermostSteps(editor);
  const layout = editor.drawing()?.layout;
  return new Map(
    steps
      .filter(({ parent }) => parent === steps[0]?.parent)
      .flatMap(({ id }) => {
        const rect = layout?.nodes.get(id);
        return rect === undefined ? [] : [[id, rect] as const];
      }),
  );
}

/** Lets the layout place everything again. */
export function tidyUp(editor: CanvasEditor): void {
  const places = editor.store.getState().document?.layout ?? {};
  const positions = Object.fromEntries(Object.keys(places).map((id) => [id, null]));
  if (Object.keys(positions).length > 0) editor.apply([{ type: 'place', positions }], 'Tidy up');
}
