import { useMemo } from 'react';
import { formatPath } from '../../../shared/workflow/expression/path.ts';
import { type JsonPath, valueAt } from '../../../shared/workflow/json-path.ts';
import { useBuilder, useBuilderStore } from './use-builder.ts';

/**
 * What stands at the path: `read`, which the document has, or while something there is wrong what is written in the text. A form shows what was
 * typed, not what was left of it.
 */
export function useAsWritten(path: JsonPath, read: unknown): unknown {
  const store = useBuilderStore();
  const at = formatPath(path);
  const text = useBuilder((state) =>
    state.problems.some((problem) => problem.severity === 'error' && isIn(at, problem.path)) ? state.text : undefined,
  );
  const written = useMemo(() => (text === undefined ? undefined : store.getState().written()), [store, text]);
  return written === undefined ? read : valueAt(written, path);
}

function isIn(place: string, path: string | undefined): boolean {
  return path !== undefined && place !== '' && (path === place || path.startsWith(`${place}.`) || path.startsWith(`${place}[`));
}
