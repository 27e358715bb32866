import { expect, it } from 'vitest';
import { workflowDisable } from '../../../shared/actions/workflow/disable.ts';
import { workflowEnable } from '../../../shared/actions/workflow/enable.ts';
import { workflowRun } from '../../../shared/actions/workflow/run.ts';
import type { StepHost } from '../executor.ts';
import { makeContext } from '../test-context.ts';
import { workflowDisableExecutor } from './disable.ts';
import { workflowEnableExecutor } from './enable.ts';
import { workflowRunExecutor } from './run.ts';

/** An engine that only notes what it is asked. */
function makeHost(): StepHost & { readonly asked: unknown[] } {
  const asked: unknown[] = [];
  return {
    ...makeContext().host,
    asked,
    runWorkflow: async (request) => {
      asked.push(request);
      return { total: 3 };
    },
    setWorkflowEnabled: async (workflow, enabled) => {
      asked.push({ workflow, enabled });
      return { workflow, enabled };
    },
    publishEvent: () => ({ eventId: '', delivered: 0 }),
    setVariables: () => {},
    callModel: () => Promise.reject(new Error('Nobody asks a model')),
  };
}

it('workflow.run asks for a child run and gives its outputs; it waits unless told not to', async () => {
  const host = makeHost();
  const context = makeContext({ host });
  expect(await workflowRunExecutor.run(workflowRun.parameters.parse({ workflow: 'report', with: { day: 1 } }), context)).toEqual({
    total: 3,
  });
  await workflowRunExecutor.run(workflowRun.parameters.parse({ workflow: 'report', wait: false }), context);
  expect(host.asked).toEqual([
    { workflow: 'report', with: { day: 1 }, wait: true },
    { workflow: 'report', with: {}, wait: false },
  ]);
});

it('workflow.enable and workflow.disable turn the workflow on and off', async () => {
  const context = makeContext({ host: makeHost() });
  const given = { workflow: 'report' };
  expect(await workflowEnableExecutor.run(workflowEnable.parameters.parse(given), context)).toEqual({ workflow: 'report', enabled: true });
  expect(await workflowDisableExecutor.run(workflowDisable.parameters.parse(given), context)).toEqual({
    workflow: 'report',
    enabled: false,
  });
});
