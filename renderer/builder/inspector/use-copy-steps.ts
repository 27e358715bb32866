import { copySteps } from '../../../shared/workflow/edit/copy-steps.ts';
import { useBuilderStore } from '../document/use-builder.ts';
import { yamlOf } from '../document/yaml-of.ts';
import { listOfStep } from './list-of-step.ts';
import { useApply } from './use-apply.ts';

/** Puts copies of the steps behind them, in the list of the first. */
export function useCopySteps(): (ids: readonly string[]) => void {
  const store = useBuilderStore();
  const apply = useApply();
  return (ids) => {
    const { document } = store.getState();
    const list = document === undefined || ids[0] === undefined ? undefined : listOfStep(document, ids[0]);
    if (list !== undefined) apply([{ type: 'paste', text: copySteps(yamlOf(store.getState()), ids), list }], 'Duplicate');
  };
}
