import { EdgeLabelRenderer, type EdgeProps } from '@xyflow/react';
import { memo, useContext } from 'react';
import { shownName } from '../ui/shown-name.ts';
import { CanvasIdContext } from './canvas-id.ts';
import { useOwn } from './canvas-stores.ts';
import { conditionText, type FlowEdge } from './flow-nodes.ts';
import classes from './wire.module.css';
import { WireLabelContext } from './wire-label.ts';
import { wirePath } from './wire-path.ts';

/** An edge: its line and its words say when it is taken, not its colour alone. */
export const Wire = memo(function Wire({ id, data, selected = false, sourceX, sourceY, targetX, targetY }: EdgeProps<FlowEdge>) {
  const canvas = useContext(CanvasIdContext);
  const onLabel = useContext(WireLabelContext);
  const isTaken = useOwn('taken', id) === true;
  if (data === undefined) return null;
  const { edge, route } = data;
  const { path, label } = wirePath({ x: sourceX, y: sourceY }, { x: targetX, y: targetY }, route);
  // The way of an if or a switch stands at its port already.
  const says = edge.label !== undefined || edge.kind === 'failure' || edge.kind === 'always' || edge.kind === 'expression';
  const place = { transform: `translate(-50%, -50%) translate(${label.x}px, ${label.y}px)` };
  return (
    <>
      <path d={path} className={classes.reach} data-edge={id} />
      <path
        d={path}
        className={classes.wire}
        data-kind={edge.kind}
        data-taken={isTaken || undefined}
        data-selected={selected || undefined}
        markerEnd={`url(#${canvas}-arrow)`}
      />
      {(says || selected) && edge.kind !== 'trigger' && (
        <EdgeLabelRenderer>
          {onLabel === undefined ? (
            <span className={classes.label} data-kind={edge.kind} style={place}>
              {shownName(conditionText(edge))}
            </span>
          ) : (
            <button
              type="button"
              tabIndex={-1}
              className={`nodrag nopan ${classes.label}`}
              data-kind={edge.kind}
              data-selected={selected || undefined}
              style={place}
              onClick={(event) => onLabel(id, event.currentTarget)}
            >
              {shownName(conditionText(edge))}
            </button>
          )}
        </EdgeLabelRenderer>
      )}
    </>
  );
});
