import { Handle, type NodeProps, Position } from '@xyflow/react';
import { memo, useContext } from 'react';
import { shownName } from '../ui/shown-name.ts';
import { ProblemBadge, Signs } from './badges.tsx';
import type { BoxNode, StepNode, TriggerNode } from './canvas-graph.ts';
import { CanvasIdContext } from './canvas-id.ts';
import { useOwn } from './canvas-stores.ts';
import { spokenAs } from './card.ts';
import type { FlowNode } from './flow-nodes.ts';
import { MarkView } from './mark-view.tsx';
import classes from './nodes.module.css';
import ports from './ports-view.module.css';
import { PortsView } from './ports-view.tsx';
import { StepIcon } from './step-icon.tsx';

/** A step that holds no others, as a card. */
export const StepCard = memo(function StepCard({ data: { node } }: NodeProps<FlowNode>) {
  return node.type === 'step' ? <Card node={node} className={classes.card} /> : null;
});

/** A loop or a parallel step: a card's head over the space for what it holds. */
export const BoxFrame = memo(function BoxFrame({ data: { node } }: NodeProps<FlowNode>) {
  if (node.type !== 'box') return null;
  return (
    <Card node={node} className={classes.box}>
      {node.isEmpty && <span className={classes.empty}>{node.hasLanes ? 'No branches yet' : 'Steps dropped here are repeated'}</span>}
    </Card>
  );
});

function Card({
  node,
  className,
  children,
}: {
  readonly node: StepNode | BoxNode;
  readonly className: string | undefined;
  readonly children?: React.ReactNode;
}) {
  const canvas = useContext(CanvasIdContext);
  const mark = useOwn('marks', node.id);
  const problems = useOwn('problems', node.id);
  const pin = useOwn('pins', node.id);
  return (
    <div
      {...spokenAs(canvas, node, mark, problems)}
      className={className}
      data-node={node.id}
      data-state={mark?.state}
      data-disabled={node.isDisabled || undefined}
      data-problem={problems?.some(({ severity }) => severity === 'error') || undefined}
    >
      <div className={classes.head}>
        <StepIcon family={node.family} />
        <span className={classes.text}>
          <span className={classes.title} dir="auto" title={`${node.title} (${node.typeName})`}>
            {shownName(node.title)}
          </span>
          <span className={classes.summary} dir="auto">
            {node.isDisabled ? 'disabled' : shownName(node.summary) || node.typeName}
          </span>
        </span>
        {mark !== undefined && <MarkView mark={mark} />}
      </div>
      {children}
      <Signs signs={node.signs} pin={pin} />
      {problems !== undefined && problems.length > 0 && <ProblemBadge problems={problems} />}
      <PortsView node={node} />
    </div>
  );
}

export const LaneFrame = memo(function LaneFrame({ data: { node } }: NodeProps<FlowNode>) {
  if (node.type !== 'lane') return null;
  return (
    <div className={classes.lane} data-node={node.id}>
      <span className={classes.laneTitle} dir="auto">
        {shownName(node.title)}
      </span>
      {node.isEmpty && <span className={classes.empty}>Drop a step here</span>}
    </div>
  );
});

export const AreaFrame = memo(function AreaFrame() {
  return (
    <div className={classes.area} data-node="finally:">
      <span className={classes.areaTitle}>
        <strong>Finally</strong> at the end, whatever happened
      </span>
    </div>
  );
});

export const TriggerCard = memo(function TriggerCard({ data: { node } }: NodeProps<FlowNode>) {
  return node.type === 'trigger' ? <TriggerBody node={node} /> : null;
});

function TriggerBody({ node }: { readonly node: TriggerNode }) {
  const canvas = useContext(CanvasIdContext);
  const problems = useOwn('problems', node.id);
  return (
    <div
      {...spokenAs(canvas, node, undefined, problems)}
      className={classes.trigger}
      data-node={node.id}
      data-disabled={node.isDisabled || undefined}
    >
      <StepIcon family={node.family} size={26} />
      <span className={classes.text}>
        <span className={classes.title}>{node.title}</span>
        <span className={classes.summary}>{node.isDisabled ? 'switched off' : node.summary}</span>
      </span>
      {problems !== undefined && problems.length > 0 && <ProblemBadge problems={problems} />}
      <Handle id="success" type="source" position={Position.Bottom} className={ports.port} isConnectable={false} />
    </div>
  );
}
