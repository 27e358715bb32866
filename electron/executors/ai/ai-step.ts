import type { z } from 'zod';
import type { ActionDefinition } from '../../../shared/actions/action.ts';
import type { ModelAnswer } from '../../../shared/ai/model-call.ts';
import type { Json } from '../../../shared/lib/json.ts';
import type { Executor } from '../executor.ts';
import { askForStep, type ModelParameters, requestForStep, type StepQuestion } from './ask-for-step.ts';

/** The behaviour that all AI steps share: what to ask is told by `question`, what the step gives by `output`. */
export function aiStep<D extends ActionDefinition<z.ZodType<ModelParameters>>>(
  verb: string,
  question: (parameters: z.output<D['parameters']>) => StepQuestion,
  output: (answer: ModelAnswer) => z.input<D['output']>,
): Executor<z.output<D['parameters']>, z.input<D['output']>> {
  return {
    plan: ({ model, provider, optimizeFor }) =>
      `Would ${verb} with ${model ?? `the model of ${provider ?? 'any provider'} that is best for ${optimizeFor}`}`,
    run: async (parameters, context) => output(await askForStep(question(parameters), parameters, context)),
    // What is sent holds the files and the run's values too.
    cacheKey: async (parameters, context) =>
      JSON.parse(JSON.stringify(await requestForStep(question(parameters), parameters, context))) as Json,
  };
}
