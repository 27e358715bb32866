import ELK from 'elkjs';
import { catalogue } from '../../../shared/catalogue.ts';
import { drawWorkflow } from '../../../shared/workflow/load.ts';
import { arrangeInSegments } from '../../canvas/arrange-in-segments.ts';
import { createArrange } from '../../canvas/arrange-with-elk.ts';
import { graphOf } from '../../canvas/graph-of.ts';
import { layOut } from '../../canvas/layout.ts';
import type { Drawing } from '../../canvas/use-layout.ts';

const arrange = arrangeInSegments(createArrange(new ELK()));

/** A text as the canvas draws it. */
export async function drawText(text: string): Promise<Drawing> {
  const { document } = drawWorkflow(text, { catalogue });
  if (document === undefined) throw new Error('The text cannot be drawn');
  const graph = graphOf(document);
  return { graph, layout: await layOut(graph, document.layout ?? {}, arrange) };
}
