import type { CanvasNode } from './canvas-graph.ts';

/** In pixels of the canvas at 100 %. The style sheets draw to the same numbers, so that nothing has to be measured. */
export const nodeWidth = 248;
export const nodeHeight = 56;
export const portStripHeight = 26;
export const triggerHeight = 44;
export const headerHeight = 62;
export const laneHeaderHeight = 28;
export const areaHeaderHeight = 36;
export const boxPadding = 20;
export const laneGap = 12;
export const emptyHeight = 76;
/** A port for the pointer; what is seen of it is smaller. */
export const portWidth = 24;
export const portHeight = 12;
const casePixels = 84;

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Of a node that holds no others. */
export function leafSize(node: CanvasNode): Size {
  if (node.type === 'trigger') return { width: nodeWidth, height: triggerHeight };
  if (node.type !== 'step') return { width: nodeWidth, height: emptyHeight };
  const ways = node.ports.filter((port) => port.kind === 'branch').length;
  return { width: Math.max(nodeWidth, ways * casePixels), height: nodeHeight + (ways > 0 ? portStripHeight : 0) };
}
