import { useMemo } from 'react';
import { formatPath } from '../../../shared/workflow/expression/path.ts';
import type { JsonPath } from '../../../shared/workflow/json-path.ts';
import type { Problem } from '../../../shared/workflow/problem.ts';
import { useBuilder } from '../document/use-builder.ts';
import { useStepSources } from '../testing/use-item.ts';
import { useSamples } from '../testing/use-samples.ts';
import { labelOf } from './fields/field-model.ts';
import type { FieldForm } from './fields/form-context.ts';
import { namesAt } from './names/known-names.ts';
import { useRemembered } from './names/use-remembered.ts';
import { useSecretNames } from './names/use-secret-names.ts';
import { useApply } from './use-apply.ts';

/** What the fields of one step work with. `base`: where the step stands in the document. */
export function useStepForm(step: string, base: JsonPath): FieldForm {
  return useForm(step, base);
}

/** As `useStepForm`, for what stands outside of steps. */
export function useWorkflowForm(): FieldForm {
  return useForm(undefined, root);
}

const root: JsonPath = [];

function useForm(step: string | undefined, base: JsonPath): FieldForm {
  const apply = useApply();
  const document = useBuilder((state) => state.document);
  const problems = useBuilder((state) => state.problems);
  const isReadOnly = useBuilder((state) => state.isBehind);
  const samples = useSamples(step);
  const secrets = useSecretNames();
  const remembered = useRemembered();
  const sources = useStepSources(step);
  return useMemo(() => {
    const outputs = new Map(samples.items.map(({ step: id, output }) => [id, output]));
    const known = { outputOf: (id: string) => outputs.get(id), trigger: samples.trigger, inputs: samples.inputs, item: sources.item };
    return {
      step,
      isReadOnly,
      sources,
      change(path, value) {
        const edit =
          step === undefined ? ({ type: 'set-in-workflow', path, value } as const) : ({ type: 'set-in-step', step, path, value } as const);
        apply([edit], `Change ${labelOf(String(path.findLast((key) => typeof key === 'string') ?? '')).toLowerCase()}`);
      },
      problemsAt: (path, deep) => messagesAt(problems, formatPath([...base, ...path]), deep),
      names: (sees, names) =>
        document === undefined
          ? []
          : namesAt(
              document,
              { step, secrets, remembered, ...(sees === undefined ? {} : { sees }), ...(names === undefined ? {} : { names }) },
              known,
            ),
    };
  }, [step, base, sources, apply, document, problems, isReadOnly, samples, secrets, remembered]);
}

function messagesAt(problems: readonly Problem[], wanted: string, deep: boolean): readonly string[] {
  const found = problems.filter(
    ({ path }) => path === wanted || (deep && path !== undefined && (path.startsWith(`${wanted}.`) || path.startsWith(`${wanted}[`))),
  );
  return [...new Set(found.map(({ message }) => message))];
}
