import { useNodesInitialized, useReactFlow } from '@xyflow/react';
import { useEffect } from 'react';
import { useReveal } from './use-reveal.ts';

/** Brings a step into view when it becomes the one that is shown: for a page where it is chosen elsewhere. Stands among a canvas's children. */
export function RevealStep({ id }: { readonly id: string }) {
  const { getInternalNode } = useReactFlow();
  const isReady = useNodesInitialized();
  const reveal = useReveal();
  useEffect(() => {
    const node = isReady ? getInternalNode(id) : undefined;
    if (node === undefined) return;
    const { x, y } = node.internals.positionAbsolute;
    reveal({ x, y, width: node.measured.width ?? 0, height: node.measured.height ?? 0 });
  }, [id, isReady, getInternalNode, reveal]);
  return null;
}
