import { formatPath } from './expression/path.ts';
import type { JsonPath } from './json-path.ts';
import type { Problem } from './problem.ts';
import type { Position } from './yaml.ts';
import type { NodeSide } from './yaml-position.ts';

/** A problem by its place in the canonical document, before it is known where that stands in the text. */
export interface Finding {
  readonly code: string;
  readonly message: string;
  readonly severity?: 'warning';
  readonly stepId?: string;
  readonly path: JsonPath;
  /** `key`: the key itself is wrong, not its value. */
  readonly side?: NodeSide;
  /** Characters into the text value at `path`. */
  readonly offset?: number;
}

/** Gives a finding its place in the text that was loaded. `sourcePath` is where a dialect had the value. */
export function toProblem(finding: Finding, sourcePath: JsonPath, position: Position): Problem {
  return {
    code: finding.code,
    message: finding.message,
    severity: finding.severity ?? 'error',
    ...(finding.stepId === undefined ? {} : { stepId: finding.stepId }),
    ...(sourcePath.length === 0 ? {} : { path: formatPath(sourcePath) }),
    ...position,
  };
}
