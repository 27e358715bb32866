import { Handle, Position } from '@xyflow/react';
import type { BoxNode, StepNode } from './canvas-graph.ts';
import classes from './ports-view.module.css';

/** The ports of a step: one above, where what it waits for comes in, and those below, each for its condition. */
export function PortsView({ node }: { readonly node: StepNode | BoxNode }) {
  const ways = node.ports.filter((port) => port.kind === 'branch');
  return (
    <>
      {ways.length > 0 && (
        <div className={classes.strip}>
          {ways.map((port) => (
            <span key={port.id} className={classes.way} title={port.label}>
              {port.label}
            </span>
          ))}
        </div>
      )}
      <Handle id="in" type="target" position={Position.Top} className={classes.in} />
      {node.ports.map((port) => (
        <Handle
          key={port.id}
          id={port.id}
          type="source"
          position={Position.Bottom}
          className={classes.port}
          data-kind={port.kind}
          data-used={port.isUsed || undefined}
          data-first={isFirst(port.kind, ways.length > 0) || undefined}
          title={port.kind === 'branch' ? `when it is ${port.label}` : port.label}
          style={{ left: port.offset === 0 ? `${port.share * 100}%` : `calc(${port.share * 100}% + ${port.offset}px)` }}
        />
      ))}
    </>
  );
}

function isFirst(kind: string, decides: boolean): boolean {
  return decides ? kind === 'branch' : kind === 'success';
}
